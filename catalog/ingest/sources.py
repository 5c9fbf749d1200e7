"""The files of a location as they were last read."""

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, exists, select, update

from catalog.ingest.prepared import PreparedFile, SourceFile, Targets
from catalog.locations.snapshot import FileChange
from catalog.store.among import among
from catalog.store.proposals import TYPE as PROPOSALS
from catalog.store.rows import insert_rows, update_rows
from catalog.store.tables import problem, source

# In place of a digest, which no bytes have: a file that is to be read in any case, since another
# one gave up what it declares too; and one that could not be read.
READ_AGAIN, UNREADABLE = "", "-"
NO_CHANGE = FileChange("", "", 0.0)
WRITTEN = (
    *("via", "digest", "fingerprint", "location_ref", "origin_ref", "view_url", "edit_url"),
    *("source_location", "commit", "author", "changed_at", "exact", "read_at", "targets"),
    *("reader", "needs"),
)


class KnownSource(NamedTuple):
    id: int
    path: str
    via: str
    digest: str
    fingerprint: str
    targets: tuple[Targets, ...]
    needs: tuple[str, ...]  # what its reader asked for beside it
    has_problems: bool


class WrittenSource(NamedTuple):
    """A source row after it was written, and whether its rows must be derived anew."""

    id: int
    file: SourceFile
    prepared: PreparedFile
    change: FileChange
    is_new: bool
    is_rederived: bool

    @property
    def is_proposed(self) -> bool:
        """Whether it is a plugin's proposal, that stands only where nothing is declared."""
        return self.file.origin.location_ref.startswith(f"{PROPOSALS}:")


def known_sources(connection: Connection, location_id: int) -> dict[str, KnownSource]:
    """By path, all sources of a location."""
    wrong = exists().where(problem.c.source_id == source.c.id)
    rows = connection.execute(
        select(
            *(source.c.id, source.c.path, source.c.via, source.c.digest),
            *(source.c.fingerprint, source.c.targets, source.c.needs, wrong.label("has_problems")),
        ).where(source.c.location_id == location_id)
    )
    return {
        row.path: KnownSource(
            *(row.id, row.path, row.via, row.digest, row.fingerprint),
            targets=_targets(row.targets),
            needs=tuple(json.loads(row.needs)),
            has_problems=bool(row.has_problems),
        )
        for row in rows
    }


def write_sources(
    connection: Connection,
    location_id: int,
    files: Sequence[tuple[SourceFile, PreparedFile]],
    changes: Mapping[str, FileChange],
    fingerprint: Callable[[str], str],
) -> list[WrittenSource]:
    """Write the rows of files that were read, in the order given; `fingerprint` is that of what
    decides what a file means, by its reader."""
    known = _by_path(connection, location_id, [file.path for file, _ in files])
    now = time.time()
    fresh, old = [], []
    for file, prepared in files:
        change, means = changes.get(file.path, NO_CHANGE), fingerprint(file.reader)
        values = _values(file, prepared, change, means, now)
        if file.path in known:
            old.append((*values, known[file.path][0]))
        else:
            fresh.append((location_id, file.path, *values))
    insert_rows(connection, source, ("location_id", "path", *WRITTEN), fresh)
    update_rows(connection, source, "id", WRITTEN, old)
    ids = _by_path(connection, location_id, [file.path for file, _ in files])
    return [
        WrittenSource(
            *(ids[file.path][0], file, prepared, changes.get(file.path, NO_CHANGE)),
            is_new=file.path not in known,
            is_rederived=known.get(file.path, (0, ""))[1] != fingerprint(file.reader),
        )
        for file, prepared in files
    ]


def look_again(connection: Connection, ids: Collection[int]) -> None:
    """Have files read again at the next time, whatever their bytes."""
    if ids:
        again = update(source).where(among(connection, source.c.id, ids))
        connection.execute(again.values(digest=READ_AGAIN))


def delete_sources(connection: Connection, ids: Collection[int]) -> None:
    connection.execute(delete(source).where(among(connection, source.c.id, ids)))


def _by_path(
    connection: Connection, location_id: int, paths: Sequence[str]
) -> dict[str, tuple[int, str]]:
    rows = connection.execute(
        select(source.c.path, source.c.id, source.c.fingerprint).where(
            source.c.location_id == location_id, among(connection, source.c.path, paths)
        )
    )
    return {row.path: (row.id, row.fingerprint) for row in rows}


def _values(
    file: SourceFile, prepared: PreparedFile, change: FileChange, fingerprint: str, now: float
) -> tuple[object, ...]:
    return (
        *(file.via, file.digest, fingerprint, *file.origin),
        *(change.commit, change.author, change.at or None, change.exact, now),
        *(json.dumps(prepared.targets), file.reader, json.dumps(file.needs)),
    )


def _targets(text: str) -> tuple[Targets, ...]:
    if text == "[]":
        return ()
    rows = json.loads(text)
    return tuple(Targets(ref, tuple(names), *rest) for ref, names, *rest in rows)
