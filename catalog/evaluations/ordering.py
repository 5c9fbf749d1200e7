"""The orders of runs tables, each in stretches that an index can be walked along.

First come the runs that have what is sorted by, then those that have it without a number (NaN
and infinities of metrics, texts of params), then those that lack it; so on both databases,
ascending and descending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    exists,
    func,
    literal,
    not_,
    select,
    tuple_,
)

from catalog.evaluations.measures import Measure, Numbers, numbers_of, parse_measure
from catalog.store.fact_tables import (
    METRIC,
    evaluation_result,
    evaluation_run,
    fact_dataset,
    run_param,
)

_RUN = evaluation_run.c
SORTS = ("started", "ended", "duration", "name", "status", "type", "version", "group", "dataset")


class UnknownSort(ValueError):
    """Not a column, and not one of SORTS."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`rows` selects the columns of `keys`, the last of which is the run's id, from `table`;
    `numbers` say of which measure they are."""

    rows: Select[Any]
    keys: tuple[ColumnElement[Any], ...]
    table: Table
    descending: bool
    numbers: Numbers | None = None

    @property
    def run_id(self) -> ColumnElement[int]:
        return self.keys[-1]

    def beyond(self, place: Sequence[Any], *, backwards: bool) -> Select[Any]:
        """The rows after (backwards: before) a place in the stretch."""
        here, there = tuple_(*self.keys), tuple_(*map(literal, place))
        return self.rows.where(here < there if self.descending != backwards else here > there)

    def ordered(self, rows: Select[Any], *, backwards: bool) -> Select[Any]:
        down = self.descending != backwards
        return rows.order_by(*(key.desc() if down else key.asc() for key in self.keys))


@dataclass(frozen=True, slots=True)
class Order:
    stretches: tuple[Stretch, ...]
    known: bool = True  # False: no run has what is sorted by


def order_by(connection: Connection, sort: str) -> Order:
    """Raises UnknownSort."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    measure = parse_measure(name)
    if measure is None:
        if name not in SORTS:
            raise UnknownSort(f"runs can't be sorted by {name!r}")
        return Order(_of_run(connection, name, descending))
    return _measured(connection, measure, descending)


def _measured(connection: Connection, measure: Measure, descending: bool) -> Order:
    numbers = numbers_of(connection, [measure]).get(measure)
    if numbers is None:
        return Order((_newest(),), known=False)
    if numbers.place == METRIC:
        found = _of_metric(numbers, descending)
    else:
        found = _of_param(connection, numbers, descending)
    return Order((*found, _lacking(numbers)))


def _of_metric(numbers: Numbers, descending: bool) -> tuple[Stretch, ...]:
    row = evaluation_result.c
    where = (row.metric_id == numbers.name, row.slice_id == numbers.slice)
    finite = select(row.value, row.run_id).where(*where, row.value.is_not(None))
    others = select(row.run_id).where(*where, row.value.is_(None))
    return (
        Stretch(finite, (row.value, row.run_id), evaluation_result, descending, numbers),
        Stretch(others, (row.run_id,), evaluation_result, descending, numbers),
    )


def _of_param(connection: Connection, numbers: Numbers, descending: bool) -> tuple[Stretch, ...]:
    row = run_param.c
    text = _by_bytes(connection, row.text)
    where = (row.place == numbers.place, row.name_id == numbers.name)
    as_number = select(row.number, text, row.run_id).where(*where, row.number.is_not(None))
    as_text = select(text, row.run_id).where(*where, row.number.is_(None))
    return (
        Stretch(as_number, (row.number, text, row.run_id), run_param, descending, numbers),
        Stretch(as_text, (text, row.run_id), run_param, descending, numbers),
    )


def _lacking(numbers: Numbers) -> Stretch:
    """Runs without the column, newest first."""
    if numbers.place == METRIC:
        row = evaluation_result.c
        has = exists().where(
            row.run_id == _RUN.id, row.metric_id == numbers.name, row.slice_id == numbers.slice
        )
    else:
        param = run_param.c
        has = exists().where(
            param.run_id == _RUN.id, param.place == numbers.place, param.name_id == numbers.name
        )
    return _newest(not_(has))


def _newest(*where: ColumnElement[bool]) -> Stretch:
    rows = select(_RUN.began, _RUN.id).where(*where)
    return Stretch(rows, (_RUN.began, _RUN.id), evaluation_run, descending=True)


def _of_run(connection: Connection, name: str, descending: bool) -> tuple[Stretch, ...]:
    if name == "started":
        rows = select(_RUN.began, _RUN.id)
        return (Stretch(rows, (_RUN.began, _RUN.id), evaluation_run, descending),)
    value = _value(connection, name)
    there = Stretch(
        select(value, _RUN.id).where(value.is_not(None)),
        (value, _RUN.id),
        evaluation_run,
        descending,
    )
    return (there, _newest(value.is_(None)))


def _value(connection: Connection, name: str) -> ColumnElement[Any]:
    """What runs are sorted by; null where a run has none."""
    if name == "ended":
        return _RUN.ended_at
    if name == "duration":
        return _RUN.ended_at - _RUN.started_at
    if name == "dataset":
        data = select(
            func.coalesce(func.nullif(fact_dataset.c.name, "", type_=Text), fact_dataset.c.ref)
        )
        text: ColumnElement[Any] = data.where(
            fact_dataset.c.id == _RUN.dataset_id
        ).scalar_subquery()
    else:
        text = func.nullif(_RUN["run_group" if name == "group" else name], "", type_=Text)
    return _by_bytes(connection, text)


def _by_bytes(connection: Connection, text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Texts in the order of their bytes, whatever language the database speaks."""
    return text.collate("C") if connection.dialect.name == "postgresql" else text
