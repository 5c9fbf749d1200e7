"""The story of ingestion: from locations to the record, one direction, one transaction a batch."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.ingest.opening import Opened, opened
from catalog.ingest.options import IngestOptions, IngestReport, Progress
from catalog.ingest.orphans import sweep_orphans, waiting_locations
from catalog.ingest.parsing import ParsePool
from catalog.ingest.reading import LocationGone, children_to_read, read_snapshot
from catalog.ingest.register import add_location, record_failure
from catalog.ingest.report import report_of
from catalog.ingest.run import Run
from catalog.locations.problems import LocationUnreadable
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
    report = read_locations(database, pool, ids, options, progress, whole=True)
    return replace(report, unreadable=report.unreadable.intersection(ids))


def read_locations(
    database: Database,
    pool: ParsePool,
    ids: Sequence[int],
    options: IngestOptions,
    progress: Progress | None = None,
    *,
    whole: bool = False,
) -> IngestReport:
    """Read locations, those they name for the first time (`whole`: all they name), and those that
    lost a ref which is free now.

    A location that can't be read keeps what it declared, with a problem that says why. What
    changed is in the record when this returns, and due for stitching and indexing.
    """
    run = Run(database, pool, options, progress or (lambda done, found: None), whole)
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
        for location in opened(run, unseen):
            _read_location(run, location)
        ids = [child for location_id in unseen for child in children_to_read(run, location_id)]


def _read_location(run: Run, at: Opened) -> None:
    run.locations.add(at.location.id)
    try:
        with at.snapshot() as snapshot:
            read_snapshot(run, at.location, snapshot, at.token)
    except LocationGone:
        return
    except LocationUnreadable as error:
        run.unreadable.add(at.location.id)
        wrong = replace(error.problem, file=error.problem.file or at.location.spec.target)
        run.database.transact(lambda connection: record_failure(connection, at.location.id, wrong))
