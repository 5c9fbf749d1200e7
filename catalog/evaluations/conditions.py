"""Filters as SQL, each in two ways: all runs it holds for, by its own index, and whether it holds
for one run. Which of several is asked in the first way is chosen by how many runs each has."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from catalog.evaluations.limits import LONGEST_NAME
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
_MOST_LOOKED_UP = 30_000  # one by one, where they lie far apart
# To look up one run takes as long as to list some ten from an index.
FEW, MOST_LISTED = 3_000, 200_000
_INDEXED = ("version", "dataset", "status", "is")
_Fits = Callable[[FromClause, Sequence[str]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Condition:
    """`rows` are the ids of all runs of the subjects it holds for (None: not to be had by an
    index); `holds` is the condition on one run, by the column of its id. `fits` is the condition
    on a row of `table` itself (that of the measure that `numbers` say), `indexed` that an index
    of the table of runs can serve it."""

    rows: Select[Any] | None
    holds: Callable[[ColumnElement[int]], ColumnElement[bool]]
    table: Table | None = None
    numbers: Numbers | None = None
    fits: Callable[[FromClause], ColumnElement[bool]] | None = None
    indexed: bool = False

    def on(
        self, table: Table, run_id: ColumnElement[int], numbers: Numbers | None = None
    ) -> ColumnElement[bool]:
        """For rows of `table`: looked at themselves where they say it, else by their run."""
        if self.fits is not None and self.table is table and self.numbers == numbers:
            return self.fits(table)
        return self.holds(run_id)


def conditions(
    connection: Connection, subjects: Collection[int], filters: Sequence[RunFilter]
) -> list[Condition]:
    """All of which must hold: one for each measure that is asked for, and one for all of what is
    asked of runs themselves."""
    asked: dict[tuple[Measure, bool], list[RunFilter]] = defaultdict(list)
    for each in filters:
        if each.name:
            asked[_measure(each), each.excluded].append(each)
    numbers = numbers_of(connection, {measure for measure, _ in asked})
    found = [
        _measured(connection, subjects, them, numbers.get(measure), excluded=excluded)
        for (measure, excluded), all_of in asked.items()
        for them in ([[each] for each in all_of] if excluded else [all_of])
    ]
    of_runs = [each for each in filters if not each.name]
    return [*found, _of_runs(of_runs)] if of_runs else found


def matching(
    connection: Connection, subjects: Collection[int], asked: Sequence[Condition]
) -> list[int]:
    """The ids of runs that all conditions hold for; more than MOST_COUNTED where there are more,
    then not all of them.

    They are looked for among those of the condition that holds for the fewest. Where each holds
    for many, all are listed, and it is seen which are in every list. Where a list can't be had,
    all runs are looked at as they are kept, so that one look-up is near the next.
    """
    driving, fewest = _driving(connection, asked)
    if len(asked) > 1 and fewest > FEW:
        common = _in_each_list(connection, asked)
        if common is not None:
            return common
    if driving is None or driving.rows is None:
        run = evaluation_run.c
        rows = select(run.id).where(_of(connection, run.subject_id, subjects))
        rows = rows.where(*(each.on(evaluation_run, run.id) for each in asked))
        rows = rows if any(each.indexed for each in asked) else rows.order_by(run.began)
    else:
        run_id = driving.rows.selected_columns[0]
        rows = driving.rows.where(*(each.holds(run_id) for each in asked if each is not driving))
    return _listed(connection, rows.limit(MOST_COUNTED + 1))


def _driving(connection: Connection, asked: Sequence[Condition]) -> tuple[Condition | None, int]:
    """The condition that holds for the fewest, unless that is too many; and for how many."""
    if len(asked) == 1:
        return asked[0], 0
    counts = [_count(connection, each) for each in asked]
    fewest = min(counts)
    return asked[counts.index(fewest)] if fewest <= _MOST_LOOKED_UP else None, fewest


def _in_each_list(connection: Connection, asked: Sequence[Condition]) -> list[int] | None:
    """None where a list can't be had by an index, or is too long."""
    common: set[int] | None = None
    for each in asked:
        if each.rows is None:
            return None
        listed = _listed(connection, each.rows.limit(MOST_LISTED + 1))
        if len(listed) > MOST_LISTED:
            return None
        common = set(listed) if common is None else common.intersection(listed)
    return list(common or ())


def _of(
    connection: Connection, column: ColumnElement[int], subjects: Collection[int]
) -> ColumnElement[bool]:
    """Of the subjects; where there is one, so that an index also gives an order."""
    if len(subjects) == 1:
        return column == next(iter(subjects))
    return among(connection, column, subjects)


def count_runs(connection: Connection, subjects: Collection[int]) -> int:
    """MOST_COUNTED + 1 where there are more."""
    of_subjects = _of(connection, evaluation_run.c.subject_id, subjects)
    some = select(evaluation_run.c.id).where(of_subjects).limit(MOST_COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _count(connection: Connection, condition: Condition) -> int:
    if condition.rows is None:
        return _MOST_LOOKED_UP + 1
    some = condition.rows.limit(_MOST_LOOKED_UP + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _listed(connection: Connection, rows: Select[Any]) -> list[int]:
    """Many ids as one value, which is read several times quicker than as many rows."""
    column = rows.subquery().columns[0]
    if connection.dialect.name == "postgresql":
        return connection.scalar(select(func.array_agg(column))) or []
    listed: list[int] = orjson.loads(
        connection.execute(select(func.json_group_array(column))).scalar_one()
    )
    return listed


def _measure(asked: RunFilter) -> Measure:
    whole = f"{asked.name}[{asked.slice}]" if asked.slice else ""
    return Measure(asked.on, asked.name, asked.slice, whole)


def _measured(
    connection: Connection,
    subjects: Collection[int],
    asked: Sequence[RunFilter],
    numbers: Numbers | None,
    *,
    excluded: bool,
) -> Condition:
    """Of one measure, which all filters fit."""
    if numbers is None:
        nothing = select(evaluation_run.c.id).where(false())
        return Condition(None if excluded else nothing, lambda _: true() if excluded else false())
    table = evaluation_result if numbers.place == METRIC else run_param
    of_subjects = _of(connection, table.c.subject_id, subjects)

    def fits(row: FromClause) -> ColumnElement[bool]:
        return and_(_key(row, numbers), *(_value_fits(row, numbers, each) for each in asked))

    def holds(run_id: ColumnElement[int]) -> ColumnElement[bool]:
        probed = table.alias()
        found = exists().where(probed.c.run_id == run_id, fits(probed))
        return not_(found) if excluded else found

    if excluded:
        return Condition(None, holds)
    rows = select(table.c.run_id).where(of_subjects, fits(table))
    return Condition(rows, holds, table, numbers, fits)


def _of_runs(asked: Sequence[RunFilter]) -> Condition:
    def fits(run: FromClause) -> ColumnElement[bool]:
        each_fits = [(each.excluded, _RUN_FITS[each.on](run, each.values)) for each in asked]
        return and_(*(not_(fit) if excluded else fit for excluded, fit in each_fits))

    def holds(run_id: ColumnElement[int]) -> ColumnElement[bool]:
        run = evaluation_run.alias()
        return exists().where(run.c.id == run_id, fits(run))

    indexed = any(each.on in _INDEXED and not each.excluded for each in asked)
    return Condition(None, holds, evaluation_run, None, fits, indexed)


def _key(row: FromClause, numbers: Numbers) -> ColumnElement[bool]:
    if numbers.place == METRIC:
        return and_(row.c.metric_id == numbers.name, row.c.slice_id == numbers.slice)
    return and_(row.c.place == numbers.place, row.c.name_id == numbers.name)


def _value_fits(row: FromClause, numbers: Numbers, asked: RunFilter) -> ColumnElement[bool]:
    if numbers.place == METRIC:
        return in_range(row.c.value, asked)
    if not asked.values:
        return in_range(row.c.number, asked)
    return or_(*(_equals(row, value) for value in asked.values))


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
    def fits(table: FromClause, values: Sequence[str]) -> ColumnElement[bool]:
        parts = [value.lower() for value in _possible(values)]
        folded = func.lower(table.c[column])
        return or_(false(), *(folded.contains(part, autoescape=True) for part in parts))

    return fits


def _possible(values: Sequence[str]) -> list[str]:
    """Those that anything may be called; SQLite refuses to look for very long ones."""
    return [value for value in values if len(value) <= LONGEST_NAME]


def _source(table: FromClause, values: Sequence[str]) -> ColumnElement[bool]:
    return table.c.source_id.in_(select(fact_source.c.id).where(fact_source.c.name.in_(values)))


def _dataset(table: FromClause, values: Sequence[str]) -> ColumnElement[bool]:
    return table.c.dataset_id.in_(datasets_called(values))


def datasets_called(values: Sequence[str]) -> Select[Any]:
    """The numbers of data sets by their name, ref, the name in their ref, or digest."""
    values = _possible(values)
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
