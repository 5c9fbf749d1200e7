"""How a metric of a model went: its finished evaluations on the same data, in time."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select

from catalog.evaluations.latest import FINISHED
from catalog.evaluations.measured_data import EVALUATION, on_data, seen_runs
from catalog.evaluations.measures import Numbers, numbers_of, sliced
from catalog.evaluations.metrics import MetricDefinition
from catalog.evaluations.results import as_value
from catalog.evaluations.run_rows import as_row, select_rows
from catalog.evaluations.views import RunRow
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_result, evaluation_run, fact_subject
from catalog.store.reader import Reader

MOST_POINTS = 1_000
_NUMBERS = ("n", "low", "high", "level", "method")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredValue:
    """What one run measured, with its interval; `at` is when the run was over."""

    run: RunRow
    at: float
    value: float
    n: int | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """`best`: better than everything before it; never where nobody has said which way that is."""

    measured: MeasuredValue
    best: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """Oldest first; `more` says that older ones are left out, among which a better one may be."""

    points: tuple[TrendPoint, ...]
    more: bool = False


def trend(
    db: Database,
    reader: Reader,
    ref: str,
    data_id: int,
    metric: str,
    definition: MetricDefinition | None,
    type: str = EVALUATION,
) -> Trend:
    """Of all finished runs of a type of a model on data (its number); `metric` may name a slice in
    brackets. On data that nobody named (0) no point is the best: they may be of different data."""
    whose = (fact_subject.c.ref == ref, evaluation_run.c.type == type)
    newest = (evaluation_run.c.at.desc(), evaluation_run.c.id.desc())
    with db.read() as connection:
        measured = measured_values(connection, reader, data_id, metric)
        if measured is None:
            return Trend(())
        found = measured.where(*whose).order_by(*newest).limit(MOST_POINTS + 1)
        values = [as_measured(row) for row in connection.execute(found)]
    points = [TrendPoint(one) for one in reversed(values[:MOST_POINTS])]
    nearness = nearness_of(definition) if data_id else None
    return Trend(tuple(_with_best(points, nearness)), len(values) > MOST_POINTS)


def measured_values(
    connection: Connection, reader: Reader, data_id: int, metric: str
) -> Select[Any] | None:
    """What finished runs on data measured, as `as_measured` reads it; None for a metric that no
    run ever had."""
    measure = sliced(metric)
    numbers: Numbers | None = numbers_of(connection, [measure]).get(measure)
    if numbers is None:
        return None
    result = evaluation_result.c
    is_metric = (result.metric_id == numbers.name, result.slice_id == numbers.slice)
    columns = [result[name] for name in ("value", "special", *_NUMBERS)]
    rows = select_rows().join(evaluation_result, result.run_id == evaluation_run.c.id)
    finished = evaluation_run.c.status == FINISHED
    seen = seen_runs(rows.add_columns(*columns), reader)
    return seen.where(*is_metric, finished, on_data(connection, data_id))


def as_measured(row: Any) -> MeasuredValue:
    """From a row of `measured_values`."""
    numbers = {name: getattr(row, name) for name in _NUMBERS}
    numbers["method"] = row.method or ""
    value = as_value(row.value, row.special)
    return MeasuredValue(run=as_row(row), at=row.at, value=value, **numbers)


def nearness_of(definition: MetricDefinition | None) -> Callable[[float], float] | None:
    """How good a value of the metric is, the more the better; None where nobody has said which
    way is better."""
    if definition is None:
        return None
    if definition.direction == "target" and definition.target is not None:
        target = definition.target
        return lambda value: -abs(value - target)
    signs = {"higher": 1, "lower": -1}
    sign = signs.get(definition.direction)
    return (lambda value: sign * value) if sign else None


def _with_best(
    points: Sequence[TrendPoint], nearness: Callable[[float], float] | None
) -> Sequence[TrendPoint]:
    if nearness is None:
        return points
    best, found = -math.inf, []
    for point in points:
        value = point.measured.value
        better = math.isfinite(value) and nearness(value) > best
        best = nearness(value) if better else best
        found.append(replace(point, best=better))
    return found
