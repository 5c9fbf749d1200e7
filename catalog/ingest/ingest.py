"""The story of ingestion: from locations to the record, one direction, one transaction a batch."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from catalog.ingest.opening import begin
from catalog.ingest.options import IngestOptions, IngestReport, Progress
from catalog.ingest.orphans import sweep_orphans, waiting_locations
from catalog.ingest.parsing import ParsePool
from catalog.ingest.reading import children_of, steps_of, write_all
from catalog.ingest.register import RegisteredLocation, add_location, is_here, registered
from catalog.ingest.report import report_of
from catalog.ingest.run import Run
from catalog.ingest.side_by_side import SideBySide
from catalog.locations.spec import LocationSpec
from catalog.store.database import Database


def ingest(
    database: Database,
    pool: ParsePool,
    specs: Sequence[LocationSpec],
    options: IngestOptions,
    progress: Progress | None = None,
    added_by: str = "cli",
) -> IngestReport:
    """Add locations (those that are known stay) and read them now, with all that they name.

    `unreadable` of the report are those of `specs` only, not what they name.
    """
    with database.write() as connection:
        ids = [add_location(connection, spec, added_by)[0] for spec in specs]
    report = read_locations(database, pool, ids, options, progress)
    return replace(report, unreadable=report.unreadable.intersection(ids))


def read_locations(
    database: Database,
    pool: ParsePool,
    ids: Sequence[int],
    options: IngestOptions,
    progress: Progress | None = None,
) -> IngestReport:
    """Read locations, those they name, and those that lost a ref which is free now; wait for all.

    A location that can't be read keeps what it declared, with a problem that says why. What
    changed is in the record when this returns, and due for stitching and indexing.
    """
    run = Run(database, pool, options, progress)
    _read_with_children(run, ids)
    while again := run.not_tried_again(waiting_locations):
        _read_with_children(run, again)
    removed = sweep_orphans(database, options)
    return report_of(run, removed)


def _read_with_children(run: Run, ids: Sequence[int]) -> None:
    seen: set[int] = set()
    for _ in range(run.options.child_depth + 1):
        unseen = [location_id for location_id in dict.fromkeys(ids) if location_id not in seen]
        seen.update(unseen)
        _read(run, unseen)
        ids = [child for location_id in unseen for child in children_of(run, location_id)]


def _read(run: Run, ids: Sequence[int]) -> None:
    """First this machine's, in the order given, then the others in the order in which their hosts
    answer."""
    with run.database.read() as connection:
        known = registered(connection, ids)
    for it in known:
        if is_here(it.spec) and (at := begin(run, it.id)):
            write_all(steps_of(run, at))
    _read_side_by_side(run, [it for it in known if not is_here(it.spec)])


def _read_side_by_side(run: Run, waiting: list[RegisteredLocation]) -> None:
    with closing(SideBySide()) as hosts:
        while waiting or len(hosts):
            while it := next((it for it in waiting if hosts.has_room_for(it.spec)), None):
                waiting.remove(it)
                if at := begin(run, it.id):
                    hosts.begin(run, at)
            if len(hosts):
                hosts.write_next(wait=True)
