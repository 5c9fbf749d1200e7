"""What a run did, counted from the record."""

import time
from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import Connection, func, select

from catalog.ingest.options import EntityCounts, IngestReport
from catalog.ingest.run import Run
from catalog.store.among import among
from catalog.store.tables import entity, problem, source
from descriptors.problems import Problem


def report_of(run: Run, removed: Collection[int]) -> IngestReport:
    """Counts of the locations that were read, and all problems they have now."""
    with run.database.read() as connection:
        total = _declared(connection, run.locations)
        problems = _problems(connection, run.locations)
    created = run.recorded.created - set(removed)
    updated = run.recorded.updated - created - set(removed)
    counts = EntityCounts(
        total=total,
        created=len(created),
        updated=len(updated),
        unchanged=max(0, total - len(created) - len(updated)),
        removed=len(removed),
    )
    return IngestReport(
        entities=counts,
        problems=problems,
        seconds=time.monotonic() - run.began,
        evaluations=run.recorded.runs,
        changed=frozenset(created | updated | set(removed)),
        unreadable=frozenset(run.unreadable),
    )


def _declared(connection: Connection, locations: Collection[int]) -> int:
    sources = select(source.c.id).where(among(connection, source.c.location_id, locations))
    count = select(func.count()).where(entity.c.source_id.in_(sources))
    return connection.scalar(count) or 0


def _problems(connection: Connection, locations: Collection[int]) -> tuple[Problem, ...]:
    rows = connection.execute(
        select(*(problem.c[field.name] for field in fields(Problem)))
        .where(among(connection, problem.c.location_id, locations))
        .order_by(problem.c.file, problem.c.line, problem.c.id)
    )
    return tuple(Problem(*row) for row in rows)
