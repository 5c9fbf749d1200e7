"""Rows of runs tables, read for the few ids of a page."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from catalog.evaluations.measures import Measure, Numbers, numbers_of, parse_measure
from catalog.evaluations.results import as_value
from catalog.evaluations.views import Cell, RunRow
from catalog.store.among import among
from catalog.store.fact_tables import (
    METRIC,
    evaluation_result,
    evaluation_run,
    fact_dataset,
    fact_source,
    fact_subject,
    run_param,
)
from plugins.facts import DatasetUse

Cells = Mapping[int, Mapping[str, Cell]]


def run_rows(
    connection: Connection, ids: Sequence[int], columns: Sequence[str] = ()
) -> tuple[list[RunRow], tuple[str, ...]]:
    """The rows in the order of `ids`, and those of `columns` that no run has."""
    cells, unknown = _cells(connection, ids, columns)
    rows = connection.execute(select_rows().where(among(connection, evaluation_run.c.id, ids)))
    found = {row.id: replace(as_row(row), cells=cells.get(row.id, {})) for row in rows}
    return [found[id] for id in ids if id in found], unknown


def select_rows() -> Select[Any]:
    """What `as_row` needs."""
    return (
        select(
            evaluation_run,
            fact_subject.c.ref.label("subject"),
            fact_source.c.name.label("source"),
            fact_dataset.c.name.label("dataset_name"),
            fact_dataset.c.ref.label("dataset_ref"),
            fact_dataset.c.digest.label("dataset_digest"),
            fact_dataset.c.split.label("dataset_split"),
        )
        .join(fact_subject, fact_subject.c.id == evaluation_run.c.subject_id)
        .join(fact_source, fact_source.c.id == evaluation_run.c.source_id)
        .outerjoin(fact_dataset, fact_dataset.c.id == evaluation_run.c.dataset_id)
    )


def as_row(row: Any) -> RunRow:
    same = ("id", "uid", "name", "subject", "version", "type", "status", "started_at", "ended_at")
    more = ("began", "source", "url", "latest", "recorded_at", "changed_at")
    return RunRow(
        **{name: getattr(row, name) for name in (*same, *more)},
        group=row.run_group,
        dataset=_dataset(row),
        clock_ahead=row.began > row.changed_at,
    )


def _dataset(row: Any) -> DatasetUse | None:
    if not row.dataset_id:
        return None
    names = ("name", "ref", "digest", "split")
    return DatasetUse(**{name: getattr(row, f"dataset_{name}") for name in names})


def _cells(
    connection: Connection, ids: Collection[int], columns: Sequence[str]
) -> tuple[Cells, tuple[str, ...]]:
    measures = {column: parse_measure(column) for column in columns}
    numbers = numbers_of(connection, [measure for measure in measures.values() if measure])
    asked: dict[Numbers, list[str]] = defaultdict(list)
    for column, measure in measures.items():
        if measure is not None and measure in numbers:
            asked[numbers[measure]].append(column)
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    for read in (_metric_cells, _param_cells):
        for run_id, number, cell in read(connection, ids, asked):
            for column in asked.get(number, ()):
                cells[run_id][column] = cell
    return cells, tuple(column for column in columns if not _is_known(measures[column], numbers))


def _is_known(measure: Measure | None, numbers: Mapping[Measure, Numbers]) -> bool:
    return measure is not None and measure in numbers


def _metric_cells(
    connection: Connection, ids: Collection[int], asked: Collection[Numbers]
) -> Iterator[tuple[int, Numbers, Cell]]:
    numbers = {(one.name, one.slice): one for one in asked if one.place == METRIC}
    if not numbers:
        return
    row = evaluation_result.c
    wanted = (
        among(connection, row.run_id, ids),
        among(connection, row.metric_id, {name for name, _ in numbers}),
    )
    more = (row.value, row.special, row.low, row.high, row.n)
    found = select(row.run_id, row.metric_id, row.slice_id, *more).where(*wanted)
    for run_id, metric, slice, value, special, low, high, n in connection.execute(found).all():
        if number := numbers.get((metric, slice)):
            yield run_id, number, Cell(as_value(value, special), "", low, high, n)


def _param_cells(
    connection: Connection, ids: Collection[int], asked: Collection[Numbers]
) -> Iterator[tuple[int, Numbers, Cell]]:
    names = {number.name for number in asked if number.place != METRIC}
    if not names:
        return
    row = run_param.c
    wanted = (among(connection, row.run_id, ids), among(connection, row.name_id, names))
    found = select(row.run_id, row.place, row.name_id, row.number, row.text).where(*wanted)
    for run_id, place, name, number, text in connection.execute(found).all():
        yield run_id, Numbers(place, name), Cell(number, text)
