"""Which metrics, params and tags the runs of some subjects have: the choice of columns."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from catalog.evaluations.limits import LONGEST_NAME
from catalog.evaluations.measures import PLACES, Measure
from catalog.evaluations.subjects import visible_subjects
from catalog.evaluations.views import RunColumn
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.fact_tables import OVERALL, fact_name, fact_slice, run_column
from catalog.store.reader import Reader

_ON = {place: on for on, place in PLACES.items()}


def run_columns(
    db: Database,
    reader: Reader,
    subjects: Sequence[str],
    *,
    on: str = "",
    text: str = "",
    slices: bool = False,
    limit: int = 100,
) -> list[RunColumn]:
    """Those that most runs have first; `on` is metric, param or tag, `text` a part of the name,
    and with `slices` metrics over parts of the data are listed too."""
    if len(text) > LONGEST_NAME:
        return []
    with db.read() as connection:
        numbers = visible_subjects(connection, reader, subjects)
        statement = _counted(connection, numbers).limit(limit)
        if on in PLACES:
            statement = statement.where(run_column.c.place == PLACES[on])
        if text:
            part = fact_name.c.folded.contains(text.lower(), autoescape=True)
            statement = statement.where(part)
        if not slices:
            statement = statement.where(run_column.c.slice_id == OVERALL)
        rows = connection.execute(statement).all()
    return [RunColumn(str(Measure(_ON[r.place], r.name, r.slice)), r.runs) for r in rows]


def _counted(connection: Connection, subjects: Iterable[int]) -> Select[Any]:
    row = run_column.c
    slice = func.coalesce(fact_slice.c.slice, "")
    runs = func.sum(row.runs)
    return (
        select(row.place, fact_name.c.name, slice.label("slice"), runs.label("runs"))
        .join(fact_name, fact_name.c.id == row.name_id)
        .outerjoin(fact_slice, fact_slice.c.id == row.slice_id)
        .where(among(connection, row.subject_id, subjects), row.runs > 0)
        .group_by(row.place, fact_name.c.name, fact_slice.c.slice)
        .order_by(runs.desc(), fact_name.c.name, slice)
    )
