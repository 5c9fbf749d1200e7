"""Reading once, from start to searchable: what `mlhome ingest` does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalog.evaluations.counts import RunCounts
from catalog.indexing import settle
from catalog.ingest.ingest import ingest
from catalog.ingest.options import EntityCounts, IngestReport, Progress
from catalog.locations import LocationSpec
from catalog.processes.extending import extended
from catalog.processes.opening import open_record, process_name, search_engine
from catalog.processes.plugins import plugin_parts
from catalog.processes.reading_parts import ingest_options, parse_pool, understood
from catalog.refresh.gone_files import forget_gone_files
from catalog.refresh.work import register, say_all
from catalog.settings import Settings
from catalog.stitching.due import stitch_all
from catalog.store.database import Database
from descriptors.problems import Problem

DESCRIBE_SECONDS = 30.0  # for which people wait for plugins that are slow


@dataclass(frozen=True)
class Read:
    entities: EntityCounts
    problems: tuple[Problem, ...]
    unreadable: bool  # whether a target could not be read at all; what it declared before stays
    evaluations: RunCounts = field(default_factory=RunCounts)
    undescribed: int = 0  # entities that plugins had no time for: a running ML Home goes on


def read_now(settings: Settings, targets: Sequence[str], progress: Progress | None = None) -> Read:
    """Read targets and wait until everything is searchable.

    Raises DatabaseUnavailable or IndexUnavailable; what was recorded by then stays, and is due.
    """
    specs, refused = understood(targets, settings)
    database = open_record(settings)
    try:
        report, waiting = _read(settings, database, specs, progress)
        options = ingest_options(settings)
        stitch_all(database, at=options.at)
        settle(database, search_engine(settings), at=options.at)
    finally:
        database.close()
    unreadable = bool(refused or report.unreadable)
    return Read(
        report.entities, (*refused, *report.problems), unreadable, report.evaluations, waiting
    )


def _read(
    settings: Settings, database: Database, specs: Sequence[LocationSpec], progress: Progress | None
) -> tuple[IngestReport, int]:
    """Reads, and has plugins tell what they can of what was read."""
    owner = process_name()
    with plugin_parts(settings, database, owner) as parts:
        plugins = parts.plugins()
        register(database, plugins)
        options = replace(ingest_options(settings), lease_owner=owner)
        with parse_pool(settings, plugins) as pool:
            options = extended(options, parts, plugins)
            report = ingest(database, pool, specs, options, progress)
        gone = forget_gone_files(parts)
        report = replace(report, evaluations=report.evaluations + gone)
        return report, say_all(parts, DESCRIBE_SECONDS)
