"""Compares versions and runs: what they measured, what differs, and whether that can be trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from catalog.comparison.columns import subject_columns
from catalog.comparison.common_data import OnData, choose_data
from catalog.comparison.comparability import Compared, comparability, other_counts
from catalog.comparison.metric_names import one_name_each, renamed
from catalog.comparison.metric_order import in_order
from catalog.comparison.metric_rows import Columns, metric_rows
from catalog.comparison.same_data import same_content
from catalog.comparison.shared_examples import SharedExamples, shared_examples
from catalog.comparison.subjects import Found, FoundSubjects, find_subjects
from catalog.comparison.views import (
    Asked,
    Comparability,
    Comparison,
    Statistics,
    Subject,
)
from catalog.evaluations import MetricDefinitions, metric_definitions
from catalog.evaluations.side_by_side import Side, details_of, results_of
from catalog.store.database import Database
from catalog.store.reader import Reader
from descriptors.problems import Problem


@dataclass(frozen=True, slots=True)
class _Read:
    """All that is read of what is compared."""

    found: Sequence[Found]
    subjects: Sequence[Subject]
    baseline: int
    data: OnData
    details: Mapping[int, Mapping[str, Any]]
    measured: Side
    examples: SharedExamples


def compare(
    db: Database, reader: Reader, asked: Asked, *, now: float
) -> Comparison | list[Problem]:
    """What was asked for, side by side; or why it can't be."""
    definitions = metric_definitions(db, reader)
    with db.read() as connection:
        read = _read(connection, reader, asked, definitions)
    if not isinstance(read, _Read):
        return read
    trust = comparability(_compared(read, definitions))
    columns = _columns(read, trust)
    return Comparison(
        subjects=tuple(read.subjects),
        baseline=read.baseline,
        dataset=read.data.dataset,
        datasets=read.data.datasets,
        comparability=trust,
        changes=(),
        metrics=metric_rows(read.measured, columns, definitions),
        slices=(),
        gates=(),
        curves=(),
        examples=(),
        costs=(),
        statistics=Statistics("none", why="no shared examples"),
    )


def _read(
    connection: Connection, reader: Reader, asked: Asked, definitions: MetricDefinitions
) -> _Read | list[Problem]:
    found = find_subjects(connection, reader, asked)
    if not isinstance(found, FoundSubjects):
        return found
    data = choose_data(found.subjects, found.baseline, asked.dataset.strip())
    if not isinstance(data, OnData):
        return data
    runs = [run.id for run in data.runs if run]
    details = details_of(connection, runs)
    subjects = subject_columns(found.subjects, data, details)
    measured = results_of(connection, runs)
    measured = renamed(measured, one_name_each(measured, definitions))
    return _Read(
        found.subjects,
        subjects,
        found.baseline,
        data,
        details,
        in_order(measured, found.subjects, asked.metrics, definitions),
        shared_examples(connection, subjects, found.baseline),
    )


def _compared(read: _Read, definitions: MetricDefinitions) -> Compared:
    return Compared(
        read.subjects,
        read.baseline,
        read.details,
        read.measured,
        definitions,
        read.examples.overlaps,
    )


def _columns(read: _Read, trust: Comparability) -> Columns:
    withheld: dict[int, str] = {}
    for one in trust.mismatches:
        for place in one.subjects if one.blocks else ():
            withheld.setdefault(place, one.text)
    return Columns(read.subjects, read.baseline, withheld, _metrics_withheld(read))


def _metrics_withheld(read: _Read) -> dict[tuple[int, str], str]:
    """Metrics of data that is the same by name only, measured on other numbers of examples."""
    base = read.subjects[read.baseline].run
    found = {}
    for place, one in enumerate(read.subjects):
        if base is None or one.run is None or place == read.baseline:
            continue
        if same_content(one.run.dataset, base.dataset):
            continue
        for name, (n, other) in other_counts(read.measured, one.run.id, base.id).items():
            found[place, name] = f"{n:,} examples, {other:,} of the baseline"
    return found
