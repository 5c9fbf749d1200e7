"""Which entities have a metric in a range, or were evaluated on some data: what searches ask.

`metric.auc>0.9` speaks of the latest finished evaluation of each version of a model on each data
set, over all of the data unless a slice is named. One of them is enough.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, select

from catalog.evaluations.conditions import datasets_called, in_range
from catalog.evaluations.limits import LONGEST_NAME
from catalog.evaluations.runs_query import RunFilter
from catalog.evaluations.slices import InvalidSlice, parse_slice, slice_text
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.fact_tables import (
    OVERALL,
    evaluation_result,
    evaluation_run,
    fact_name,
    fact_slice,
    fact_subject,
)
from catalog.store.reader import Reader
from catalog.store.tables import entity

_ROW = evaluation_result.c


def entities_with_metric(
    connection: Connection,
    metric: str,
    *,
    slice: str = "",
    dataset: str = "",
    low: float | None = None,
    high: float | None = None,
    include_low: bool = True,
    include_high: bool = True,
) -> set[int]:
    """The ids of the entities that a metric (in whatever case) was measured of in the range.

    `slice` is as people type it, in any order; `dataset` a name, ref or digest. Values that are
    not finite are in no range.
    """
    over = _slice_number(connection, slice)
    if over is None:
        return set()
    asked = RunFilter("metric", metric, "", (), low, high, include_low, include_high)
    names = select(fact_name.c.id).where(fact_name.c.folded == metric.lower())
    subjects = select(_ROW.subject_id).where(
        _ROW.latest,
        _ROW.metric_id.in_(names),
        _ROW.slice_id == over,
        in_range(_ROW.value, asked),
    )
    if dataset:
        on_data = evaluation_run.c.dataset_id.in_(datasets_called([dataset]))
        run = evaluation_run.c.id == _ROW.run_id
        subjects = subjects.join(evaluation_run, run).where(on_data)
    return _entities(connection, subjects)


def entities_evaluated_on(connection: Connection, dataset: str) -> set[int]:
    """The ids of the entities with a finished evaluation on data with this name, ref or digest."""
    run = evaluation_run.c
    on_data = run.dataset_id.in_(datasets_called([dataset]))
    return _entities(connection, select(run.subject_id).where(run.latest, on_data))


def metric_names(db: Database, reader: Reader, start: str = "", limit: int = 20) -> list[str]:
    """Names of metrics that anything the reader sees was measured with, to complete a query."""
    seen = select(fact_subject.c.id).join(entity, entity.c.ref == fact_subject.c.ref)
    has = (
        select(_ROW.run_id)
        .where(
            _ROW.latest,
            _ROW.metric_id == fact_name.c.id,
            _ROW.subject_id.in_(seen.where(reader.sees())),
        )
        .exists()
    )
    if len(start) > LONGEST_NAME:
        return []
    names = select(fact_name.c.name).where(
        fact_name.c.folded.startswith(start.lower(), autoescape=True), has
    )
    with db.read() as connection:
        return list(connection.scalars(names.order_by(fact_name.c.folded).limit(limit)))


def _slice_number(connection: Connection, slice: str) -> int | None:
    if not slice.strip():
        return OVERALL
    try:
        text = slice_text(parse_slice(slice))
    except InvalidSlice:
        return None
    return connection.scalar(select(fact_slice.c.id).where(fact_slice.c.slice == text))


def _entities(connection: Connection, subjects: Select[Any]) -> set[int]:
    numbers: Iterable[int] = set(connection.scalars(subjects.distinct()))
    refs = select(fact_subject.c.ref).where(among(connection, fact_subject.c.id, numbers))
    there = (entity.c.ref.in_(refs), entity.c.deleted_at.is_(None))
    return set(connection.scalars(select(entity.c.id).where(*there)))
