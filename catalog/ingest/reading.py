"""Reading one location: its files through the children into the record, batch by batch.

A reading is a generator of steps, each a transaction, whose outcome is sent back to it. What
happens between two steps - waiting for a host, for children - has nothing to do with the database,
and may be done in another thread than the steps.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from catalog.ingest.opening import Opened
from catalog.ingest.orphans import chunks, forget_location, forget_sources
from catalog.ingest.parsing import Parsing, PoolClosed
from catalog.ingest.prepared import PreparedFile, SourceFile
from catalog.ingest.readers import PluginReading, divide
from catalog.ingest.record import Recorded, record
from catalog.ingest.register import (
    RegisteredLocation,
    add_location,
    give_back,
    lease,
    origin_ref,
    record_failure,
    record_success,
)
from catalog.ingest.run import Run
from catalog.ingest.sources import KnownSource, known_sources
from catalog.ingest.walk import Walk
from catalog.locations.problems import LocationUnreadable
from catalog.locations.snapshot import FileChange, Snapshot
from catalog.store.tables import location, source
from descriptors.patterns import Patterns
from descriptors.problems import Problem
from plugins.api import Reading

Outcome = tuple[SourceFile, PreparedFile]
Step = Callable[[], Any]  # one transaction; gives None if it wrote
Steps = Generator[Step, Any, None]
BATCH_FACTS, BATCH_FILES = 1_000, 1_000
AHEAD = 4  # files whose neighbours are brought while a plugin reads the one before them


class LocationGone(Exception):
    """Somebody removed the location while it was being read."""


def steps_of(run: Run, at: Opened) -> Steps:
    """All that is to be written when a location is read, in this order.

    A location that can't be read keeps what it declared, with a problem that says why. A step
    raises LocationGone if somebody removed the location meanwhile.
    """
    try:
        with at.snapshot() as snapshot:
            if not at.token or snapshot.token != at.token:
                yield from _changes(run, at.location, snapshot)
            yield partial(_succeed, run, at.location.id, snapshot.token, snapshot.commit)
    except LocationUnreadable as error:
        yield partial(_fail, run, at.location, error.problem)
    except PoolClosed:
        yield partial(_give_back, run, at.location.id)


def write_all(steps: Steps) -> None:
    """Read a location here and now."""
    with closing(steps), suppress(LocationGone):
        outcome = None
        while step := next_step(steps, outcome):
            outcome = step()


def next_step(steps: Steps, outcome: Any) -> Step | None:
    """What is to be done after a step that had this outcome (None: the first); None at the end."""
    try:
        return steps.send(outcome)
    except StopIteration:
        return None


def _changes(run: Run, at: RegisteredLocation, snapshot: Snapshot) -> Steps:
    """Record all that changed in a location since it was last read."""
    walk, known = yield partial(_begin, run, at, snapshot)
    walk.add(snapshot.paths())
    # First what is gone, so that what moved to another file finds its ref free.
    yield from _forget(run, walk, [it for it in known.values() if not it.via])
    for batch in batches(_parsed(run, walk)):
        changes = snapshot.last_changes([file.path for file, _ in batch])
        yield partial(_record, run, at.id, changes, batch)
    yield from _forget(run, walk, [it for it in known.values() if it.via])
    yield partial(_register_children, run, at.id, walk)


def _succeed(run: Run, location_id: int, token: str, commit: str) -> None:
    every = run.options.read_every_seconds
    run.database.transact(
        lambda connection: record_success(connection, location_id, token, commit, every)
    )


def _fail(run: Run, at: RegisteredLocation, wrong: Problem) -> None:
    run.unreadable.add(at.id)
    wrong = replace(wrong, file=wrong.file or at.spec.target)
    run.database.transact(lambda connection: record_failure(connection, at.id, wrong))


def _give_back(run: Run, location_id: int) -> None:
    run.database.transact(lambda connection: give_back(connection, location_id))


def children_of(run: Run, location_id: int) -> list[int]:
    """The locations that descriptors of this one name."""
    with run.database.read() as connection:
        return list(_children(connection, location_id))


def batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """Group files, so that one transaction writes up to a thousand entities and evaluations; of
    one file all."""
    batch: list[Outcome] = []
    facts = 0
    for outcome in outcomes:
        new = _facts(outcome[1])
        if batch and (facts + new > BATCH_FACTS or len(batch) >= BATCH_FILES):
            yield batch
            batch, facts = [], 0
        batch.append(outcome)
        facts += new
    if batch:
        yield batch


def _facts(prepared: PreparedFile) -> int:
    return len(prepared.entities) + (len(prepared.report.evaluations) if prepared.report else 0)


def _begin(
    run: Run, at: RegisteredLocation, snapshot: Snapshot
) -> tuple[Walk, dict[str, KnownSource]]:
    """What is known of a location; writes nothing."""
    with run.database.read() as connection:
        known = known_sources(connection, at.id)
        origin = origin_ref(connection, at)
    descriptors = Patterns(at.spec.patterns, run.options.policy.patterns)
    readers = run.options.readers
    return Walk(snapshot, known, run.fingerprint, at.spec, descriptors, readers, origin), known


def _parsed(run: Run, walk: Walk) -> Iterator[Outcome]:
    """What comes of each file; children are kept busy while the caller writes."""
    ahead = run.pool.processes * 3
    waiting: deque[Parsing] = deque()
    while True:
        bundle = walk.next_bundle()
        ours, theirs = divide(bundle)
        if ours:
            waiting.append(run.pool.start(ours))
        yield from _read_by_plugins(run, walk, theirs)
        yield from walk.take_unreadable()
        run.report_progress(walk.finished, len(walk.found))
        if waiting and (not bundle or len(waiting) > ahead):
            for file, prepared in waiting.popleft().outcome():
                yield file, walk.follow(file, prepared)
        elif not bundle and not walk.queue:
            return


def _read_by_plugins(run: Run, walk: Walk, files: Sequence[SourceFile]) -> Iterator[Outcome]:
    """First in children of the plugins, all at once; then what they made of it is validated as
    descriptors are."""
    readings = deque(PluginReading(walk.readers, file, walk.with_near) for file in files)
    while readings:
        for reading in islice(readings, AHEAD):
            reading.go_on()
        file, made = readings.popleft().outcome()
        yield file, walk.follow(file, _validated(run, file, made))


def _validated(run: Run, file: SourceFile, made: Reading | PreparedFile) -> PreparedFile:
    if isinstance(made, PreparedFile):
        return made
    made_of = replace(file, documents=tuple(made.documents))
    ((_, prepared),) = run.pool.start([made_of]).outcome()
    problems = (*made.problems, *prepared.problems)
    return prepared._replace(problems=problems, report=made.report)


def _record(
    run: Run, location_id: int, changes: Mapping[str, FileChange], batch: Sequence[Outcome]
) -> None:
    def write(connection: Connection) -> Recorded:
        _hold(connection, run, location_id)
        recorded = record(
            connection, location_id, batch, changes, run.fingerprint_of, run.options.readers
        )
        run.options.changed(connection, recorded.created | recorded.updated)
        run.options.at("before-commit")
        return recorded

    run.recorded |= run.database.transact(write)
    run.options.at("after-commit")


def _hold(connection: Connection, run: Run, location_id: int) -> None:
    """Keep the location leased while it is read, unless somebody removed it meanwhile."""
    if not lease(connection, [location_id], run.owner, run.lease_seconds):
        raise LocationGone(location_id)


def _forget(run: Run, walk: Walk, known: Sequence[KnownSource]) -> Steps:
    gone = [it.id for it in known if walk.is_gone(it)]
    for chunk in chunks(gone):
        yield partial(run.database.transact, partial(forget_sources, ids=chunk))


def _register_children(run: Run, location_id: int, walk: Walk) -> None:
    run.done += walk.finished
    with run.database.read() as connection:
        nothing_to_do = not walk.children and not _children(connection, location_id)
    if nothing_to_do:
        return
    run.database.transact(lambda connection: _write_children(connection, run, location_id, walk))


def _write_children(connection: Connection, run: Run, location_id: int, walk: Walk) -> None:
    rows = connection.execute(
        select(source.c.path, source.c.id).where(source.c.location_id == location_id)
    )
    sources = {row.path: row.id for row in rows}
    named: set[int] = set()
    for child in walk.children:
        if run.children >= run.options.child_count:
            break
        child_id, is_new = add_location(
            connection, child.spec, "descriptor", sources.get(child.path)
        )
        run.children += is_new
        named.add(child_id)
    for gone in set(_children(connection, location_id)) - named:
        forget_location(connection, gone)


def _children(connection: Connection, location_id: int) -> Sequence[int]:
    own = select(source.c.id).where(source.c.location_id == location_id)
    named = select(location.c.id).where(location.c.parent_source_id.in_(own))
    return connection.scalars(named.order_by(location.c.id)).all()
