"""What is read of several runs at once, to be set side by side: few statements, narrow rows.

Rows are found by the ids of runs that the reader was allowed to see.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from catalog.evaluations.blobs import Columns, unpack_columns, unpack_json
from catalog.evaluations.results import as_value
from catalog.evaluations.run_rows import as_row, select_rows
from catalog.evaluations.stored import CURVES, DETAILS, EXAMPLES
from catalog.evaluations.views import RunRow
from catalog.store.among import among
from catalog.store.fact_tables import (
    OVERALL,
    evaluation_result,
    evaluation_run,
    fact_name,
    fact_slice,
    fact_subject,
    run_blob,
)
from catalog.store.reader import Reader
from catalog.store.tables import entity


class Measured(NamedTuple):
    """One number of one run."""

    value: float
    n: int | None
    low: float | None
    high: float | None
    level: float | None
    method: str


# By metric, then by slice, then by run.
Side = dict[str, dict[str, dict[int, Measured]]]


def latest_runs(
    connection: Connection, reader: Reader, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[RunRow]]:
    """By ref and version: the run that counts on each data set, newest first."""
    found: dict[tuple[str, str], list[RunRow]] = {one: [] for one in wanted}
    rows = (
        _seen(reader)
        .where(among(connection, fact_subject.c.ref, {ref for ref, _ in wanted}))
        .where(among(connection, evaluation_run.c.version, {version for _, version in wanted}))
        .where(evaluation_run.c.latest)
        .order_by(evaluation_run.c.at.desc(), evaluation_run.c.id)
    )
    for row in connection.execute(rows):
        if (row.subject, row.version) in found:
            found[row.subject, row.version].append(as_row(row))
    return found


def runs_by_id(connection: Connection, reader: Reader, ids: Iterable[int]) -> dict[int, RunRow]:
    """Those that are there and that the reader may see."""
    rows = _seen(reader).where(among(connection, evaluation_run.c.id, ids))
    return {row.id: as_row(row) for row in connection.execute(rows)}


def newest_version(connection: Connection, reader: Reader, ref: str) -> str | None:
    """The version of the run that counts and ended last; None where nothing was measured."""
    rows = _seen(reader).where(fact_subject.c.ref == ref, evaluation_run.c.latest)
    newest = rows.order_by(evaluation_run.c.at.desc(), evaluation_run.c.id).limit(1)
    row = connection.execute(newest).one_or_none()
    return row.version if row else None


def versions_measured(connection: Connection, reader: Reader, ref: str) -> set[str]:
    """Which versions runs name that count."""
    rows = _seen(reader).where(fact_subject.c.ref == ref, evaluation_run.c.latest)
    named = rows.with_only_columns(evaluation_run.c.version).distinct()
    return {version for version in connection.scalars(named) if version}


def results_of(
    connection: Connection,
    run_ids: Collection[int],
    *,
    sliced: bool = False,
    metrics: Collection[str] | None = None,
) -> Side:
    """What runs measured over all of the data, or over parts of it (`sliced`)."""
    row = evaluation_result.c
    numbers = (row.run_id, row.metric_id, row.slice_id, row.value, row.special)
    wanted = select(*numbers, row.n, row.low, row.high, row.level, row.method)
    wanted = wanted.where(among(connection, row.run_id, run_ids))
    wanted = wanted.where(row.slice_id != OVERALL if sliced else row.slice_id == OVERALL)
    if metrics is not None:
        named = select(fact_name.c.id).where(among(connection, fact_name.c.name, metrics))
        wanted = wanted.where(among(connection, row.metric_id, connection.scalars(named)))
    return _by_name(connection, connection.execute(wanted).all())


def slice_counts(connection: Connection, run_ids: Collection[int]) -> dict[str, int]:
    """By metric: how many numbers over parts of the data the runs have of it."""
    row = evaluation_result.c
    of_runs = among(connection, row.run_id, run_ids)
    counted = select(row.metric_id, func.count().label("numbers"))
    counted = counted.where(of_runs, row.slice_id != OVERALL).group_by(row.metric_id)
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    names = _texts(connection, fact_name.c.id, fact_name.c.name, counts)
    return {names[metric]: numbers for metric, numbers in counts.items()}


def slice_changes(
    connection: Connection, run_ids: Collection[int], base: int, least: int
) -> dict[str, tuple[float, float]]:
    """By metric: the lowest and the highest difference of a run from the run `base`, over parts of
    the data of at least so many examples."""
    one, other = evaluation_result.alias("one"), evaluation_result.alias("other")
    same = (one.c.metric_id == other.c.metric_id) & (one.c.slice_id == other.c.slice_id)
    change = one.c.value - other.c.value
    rows = (
        select(one.c.metric_id, func.min(change), func.max(change))
        .join(other, same & (other.c.run_id == base))
        .where(among(connection, one.c.run_id, run_ids), one.c.slice_id != OVERALL)
        .where(*(func.coalesce(side.c.n, least) >= least for side in (one, other)))
        .where(change.is_not(None))
        .group_by(one.c.metric_id)
    )
    found = {row[0]: (row[1], row[2]) for row in connection.execute(rows)}
    names = _texts(connection, fact_name.c.id, fact_name.c.name, found)
    return {names[metric]: changes for metric, changes in found.items()}


def _by_name(connection: Connection, rows: Sequence[Any]) -> Side:
    names = _texts(connection, fact_name.c.id, fact_name.c.name, {row[1] for row in rows})
    slices = _texts(connection, fact_slice.c.id, fact_slice.c.slice, {row[2] for row in rows})
    slices[OVERALL] = ""
    found: dict[int, dict[int, dict[int, Measured]]] = {}
    for run, metric, slice, value, special, n, low, high, level, method in rows:
        number = as_value(value, special) if special else value
        measured = Measured(number, n, low, high, level, method or "")
        found.setdefault(metric, {}).setdefault(slice, {})[run] = measured
    return {
        names[metric]: {slices[slice]: by_run for slice, by_run in of_metric.items()}
        for metric, of_metric in found.items()
    }


def details_of(connection: Connection, run_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """By run: params, tags, data it was trained on, code, evaluator."""
    rows = connection.execute(_blobs(connection, run_ids, DETAILS))
    return {row.run_id: unpack_json(row.body) for row in rows}


def curves_of(connection: Connection, run_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """By run: its curves as plugins/facts.py describes them, with their slice as text."""
    rows = connection.execute(_blobs(connection, run_ids, CURVES))
    return {row.run_id: unpack_json(row.body) for row in rows}


def example_counts(connection: Connection, run_ids: Collection[int]) -> dict[int, int]:
    """By run: of how many examples it has scores; runs without are left out."""
    kept = run_blob.c
    rows = select(kept.run_id, kept.points).where(
        among(connection, kept.run_id, run_ids), kept.type == EXAMPLES
    )
    return {run_id: points for run_id, points in connection.execute(rows) if points}


def examples_of(connection: Connection, run_ids: Collection[int]) -> dict[int, Columns]:
    """By run: the scores of its examples in `numbers`, their `ids` and `clusters` in `texts`."""
    rows = connection.execute(_blobs(connection, run_ids, EXAMPLES))
    return {row.run_id: unpack_columns(row.body) for row in rows}


def _blobs(connection: Connection, run_ids: Collection[int], type: str) -> Select[Any]:
    rows = select(run_blob.c.run_id, run_blob.c.body).where(run_blob.c.type == type)
    return rows.where(among(connection, run_blob.c.run_id, run_ids))


def _seen(reader: Reader) -> Select[Any]:
    return select_rows().join(entity, entity.c.ref == fact_subject.c.ref).where(reader.sees())


def _texts(connection: Connection, id: Any, text: Any, ids: Iterable[int]) -> dict[int, str]:
    rows = select(id, text).where(among(connection, id, ids))
    return {row[0]: row[1] for row in connection.execute(rows)}
