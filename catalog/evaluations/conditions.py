"""Filters as SQL, each in two ways: all runs it holds for, by its own index, and whether it holds
for one run. Which of several is asked in the first way is chosen by how many runs each has."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from catalog.evaluations.measures import Measure, Numbers, numbers_of
from catalog.evaluations.runs_query import RunFilter
from catalog.evaluations.texts import filterable
from catalog.store.among import among
from catalog.store.fact_tables import (
    METRIC,
    evaluation_result,
    evaluation_run,
    fact_dataset,
    fact_source,
    run_param,
)

MOST_COUNTED = 10_000
_Fits = Callable[[FromClause, Sequence[str]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Condition:
    """`rows` are the ids of all runs of the subjects it holds for (None: not to be had quickly);
    `holds` is the condition on one run, by the column of its id."""

    rows: Select[Any] | None
    holds: Callable[[ColumnElement[int]], ColumnElement[bool]]


def conditions(
    connection: Connection, subjects: Collection[int], filters: Sequence[RunFilter]
) -> list[Condition]:
    """All of which must hold."""
    asked = {each: _measure(each) for each in filters if each.name}
    numbers = numbers_of(connection, list(asked.values()))
    return [
        _measured(connection, subjects, each, numbers.get(asked[each]))
        if each.name
        else _of_run(connection, subjects, each)
        for each in filters
    ]


def matching(
    connection: Connection, subjects: Collection[int], asked: Sequence[Condition]
) -> list[int]:
    """The ids of runs that all conditions hold for; more than MOST_COUNTED where there are more,
    then not all of them."""
    best = min(asked, key=lambda each: _count(connection, each), default=None)
    if best is None or best.rows is None:
        run = evaluation_run.c
        rows = select(run.id).where(among(connection, run.subject_id, subjects))
        others = list(asked)
    else:
        rows = best.rows
        others = [each for each in asked if each is not best]
    run_id = rows.selected_columns[0]
    rows = rows.where(*(each.holds(run_id) for each in others)).limit(MOST_COUNTED + 1)
    return list(connection.scalars(rows))


def _count(connection: Connection, condition: Condition) -> int:
    if condition.rows is None:
        return MOST_COUNTED + 2
    some = condition.rows.limit(MOST_COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _measure(asked: RunFilter) -> Measure:
    whole = f"{asked.name}[{asked.slice}]" if asked.slice else ""
    return Measure(asked.on, asked.name, asked.slice, whole)


def _measured(
    connection: Connection, subjects: Collection[int], asked: RunFilter, numbers: Numbers | None
) -> Condition:
    if numbers is None:
        return _nothing(asked.excluded)
    table = evaluation_result if numbers.place == METRIC else run_param
    of_subjects = among(connection, table.c.subject_id, subjects)
    rows = select(table.c.run_id).where(of_subjects, _fits(table, numbers, asked))

    def holds(run_id: ColumnElement[int]) -> ColumnElement[bool]:
        probed = table.alias()
        found = exists().where(probed.c.run_id == run_id, _fits(probed, numbers, asked))
        return not_(found) if asked.excluded else found

    return Condition(None if asked.excluded else rows, holds)


def _of_run(connection: Connection, subjects: Collection[int], asked: RunFilter) -> Condition:
    of_subjects = among(connection, evaluation_run.c.subject_id, subjects)
    fits = _RUN_FITS[asked.on]
    rows = select(evaluation_run.c.id).where(of_subjects, fits(evaluation_run, asked.values))

    def holds(run_id: ColumnElement[int]) -> ColumnElement[bool]:
        probed = evaluation_run.alias()
        found = exists().where(probed.c.id == run_id, fits(probed, asked.values))
        return not_(found) if asked.excluded else found

    return Condition(None if asked.excluded else rows, holds)


def _nothing(excluded: bool) -> Condition:
    """Of what no run has: holds for none, or, excluded, for all."""
    if excluded:
        return Condition(None, lambda _: true())
    return Condition(select(evaluation_run.c.id).where(false()), lambda _: false())


def _fits(table: FromClause, numbers: Numbers, asked: RunFilter) -> ColumnElement[bool]:
    if numbers.place == METRIC:
        key = and_(table.c.metric_id == numbers.name, table.c.slice_id == numbers.slice)
        return and_(key, in_range(table.c.value, asked))
    key = and_(table.c.place == numbers.place, table.c.name_id == numbers.name)
    if not asked.values:
        return and_(key, in_range(table.c.number, asked))
    return and_(key, or_(*(_equals(table, value) for value in asked.values)))


def _equals(table: FromClause, value: str) -> ColumnElement[bool]:
    number, text = filterable(value)
    if number is not None:
        return table.c.number == number
    return and_(table.c.number.is_(None), table.c.text == text)


def in_range(column: ColumnElement[Any], asked: RunFilter) -> ColumnElement[bool]:
    """What is not finite is in no range."""
    parts: list[ColumnElement[bool]] = [column.is_not(None)]
    if asked.low is not None:
        parts.append(column >= asked.low if asked.include_low else column > asked.low)
    if asked.high is not None:
        parts.append(column <= asked.high if asked.include_high else column < asked.high)
    return and_(*parts)


def _is(column: str) -> _Fits:
    return lambda table, values: table.c[column].in_(values)


def _has_part(column: str) -> _Fits:
    return lambda table, values: or_(
        false(), *(func.lower(table.c[column]).contains(v.lower(), autoescape=True) for v in values)
    )


def _source(table: FromClause, values: Sequence[str]) -> ColumnElement[bool]:
    return table.c.source_id.in_(select(fact_source.c.id).where(fact_source.c.name.in_(values)))


def _dataset(table: FromClause, values: Sequence[str]) -> ColumnElement[bool]:
    return table.c.dataset_id.in_(datasets_called(values))


def datasets_called(values: Sequence[str]) -> Select[Any]:
    """The numbers of data sets by their name, ref, the name in their ref, or digest."""
    folded = [value.lower() for value in values]
    data = fact_dataset.c
    short = [data.ref.endswith(f"/{value}", autoescape=True) for value in folded]
    named = or_(data.folded.in_(folded), data.ref.in_(folded), data.digest.in_(values), *short)
    return select(data.id).where(named)


def _latest(table: FromClause, _values: Sequence[str]) -> ColumnElement[bool]:
    return table.c.latest


_RUN_FITS: Mapping[str, _Fits] = {
    "status": _is("status"),
    "type": _is("type"),
    "version": _is("version"),
    "name": _has_part("name"),
    "group": _has_part("run_group"),
    "source": _source,
    "dataset": _dataset,
    "is": _latest,
}
