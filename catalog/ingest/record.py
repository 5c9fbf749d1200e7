"""Recording a batch of read files: one transaction in which the fact and the promise are kept
together. Equal documents write nothing."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from catalog.evaluations.counts import RunCounts
from catalog.ingest.derived import ids_of, insert_derived, rewrite_derived
from catalog.ingest.entities import create_entities, rewrite_entities
from catalog.ingest.known import entities_of
from catalog.ingest.orphans import release
from catalog.ingest.plan import Plan, decide
from catalog.ingest.prepared import PreparedFile, SourceFile
from catalog.ingest.problems import replace_problems
from catalog.ingest.readers import FileReaders
from catalog.ingest.sources import WrittenSource, look_again, write_sources
from catalog.locations.snapshot import FileChange
from catalog.store.due import stitch_again, stitch_new
from catalog.store.rows import update_rows
from catalog.store.tables import entity

Files = Sequence[tuple[SourceFile, PreparedFile]]


@dataclass(frozen=True)
class Recorded:
    """Ids of the entities that were created (or came back) and updated; how many evaluation runs
    that plugins read in files."""

    created: frozenset[int] = frozenset()
    updated: frozenset[int] = frozenset()
    runs: RunCounts = field(default_factory=RunCounts)

    def __or__(self, other: "Recorded") -> "Recorded":
        created, updated = self.created | other.created, self.updated | other.updated
        return Recorded(created, updated, self.runs + other.runs)


def record(
    connection: Connection,
    location_id: int,
    files: Files,
    changes: Mapping[str, FileChange],
    fingerprint: Callable[[str], str],
    readers: FileReaders,
) -> Recorded:
    """Write what the files declare, and make due whatever that changes; `fingerprint` as
    write_sources has it."""
    now = time.time()
    sources = write_sources(connection, location_id, files, changes, fingerprint)
    plan = decide(sources, entities_of(connection, sources))
    created = create_entities(connection, plan.created, now)
    rewrite_entities(connection, plan.rewritten, now)
    release(connection, plan.released, now)
    _move_lines(connection, plan)
    look_again(connection, plan.withdrawn)
    related = insert_derived(connection, created) | rewrite_derived(connection, plan.rewritten)
    touched = {it.known.id for it in plan.rewritten} | ids_of(connection, related)
    touched |= replace_problems(connection, location_id, sources, plan.conflicts, now)
    stitch_new(connection, created)
    stitch_again(connection, touched - created.keys())
    runs = _keep_reports(connection, sources, readers)
    return _recorded(plan, created, runs)


def _keep_reports(
    connection: Connection, sources: Sequence[WrittenSource], readers: FileReaders
) -> RunCounts:
    """What plugins said of the entities of files, once these are there; a file that could not be
    read leaves what was said before."""
    runs = RunCounts()
    for it in sources:
        reader = readers.named(it.file.reader) if it.file.reader else None
        if reader and it.prepared.report is not None:
            runs += readers.keep(connection, reader.plugin, it.id, it.prepared.report)
    return runs


def _recorded(plan: Plan, created: Mapping[int, object], runs: RunCounts) -> Recorded:
    back = {it.known.id for it in plan.rewritten if it.action == "restored"}
    updated = {it.known.id for it in plan.rewritten if it.action == "updated"}
    return Recorded(frozenset(created.keys() | back), frozenset(updated), runs)


def _move_lines(connection: Connection, plan: Plan) -> None:
    lines = [(line, known.id) for known, line in plan.moved_lines]
    update_rows(connection, entity, "id", ["line"], lines)
