"""Reading once, from start to searchable: what `mlhome ingest` does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.indexing import settle
from catalog.ingest.ingest import ingest
from catalog.ingest.options import EntityCounts, Progress
from catalog.processes.opening import (
    ingest_options,
    open_record,
    parse_pool,
    process_name,
    search_engine,
    understood,
)
from catalog.settings import Settings
from catalog.stitching.due import stitch_all
from descriptors.problems import Problem


@dataclass(frozen=True)
class Read:
    entities: EntityCounts
    problems: tuple[Problem, ...]
    unreadable: bool  # whether a target could not be read at all; what it declared before stays


def read_now(settings: Settings, targets: Sequence[str], progress: Progress | None = None) -> Read:
    """Read targets and wait until everything is searchable.

    Raises DatabaseUnavailable or IndexUnavailable; what was recorded by then stays, and is due.
    """
    specs, refused = understood(targets, settings)
    database = open_record(settings)
    try:
        with parse_pool(settings) as pool:
            options = replace(ingest_options(settings), lease_owner=process_name())
            report = ingest(database, pool, specs, options, progress)
        stitch_all(database, at=options.at)
        settle(database, search_engine(settings), at=options.at)
    finally:
        database.close()
    unreadable = bool(refused or report.unreadable)
    return Read(report.entities, (*refused, *report.problems), unreadable)
