"""Runs that people chose one by one."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from catalog.evaluations.measured_data import seen_runs
from catalog.evaluations.run_rows import run_rows
from catalog.evaluations.views import RunRow
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_run, fact_subject
from catalog.store.reader import Reader


def chosen_runs(
    db: Database, reader: Reader, ids: Collection[int], columns: Sequence[str] = ()
) -> list[RunRow]:
    """In the order of the ids, with their values of the measures `columns`; those that there are
    not, or that the reader may not see, are left out."""
    run = evaluation_run.c
    about = select(run.id).join(fact_subject, fact_subject.c.id == run.subject_id)
    with db.read() as connection:
        wanted = seen_runs(about, reader).where(among(connection, run.id, ids))
        seen = set(connection.scalars(wanted))
        rows, _ = run_rows(connection, [id for id in ids if id in seen], columns)
        return rows
