"""Writes what is in runs: results, params and what is read with their pages, and nothing that is
there already."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from catalog.evaluations.blobs import digest_of, pack_json
from catalog.evaluations.keyed import KeyedRun, Params, Results
from catalog.evaluations.points import pack_points
from catalog.evaluations.stored import CURVES, DETAILS, EXAMPLES, SERIES, StoredRun
from catalog.store.fact_tables import (
    METRIC,
    OVERALL,
    evaluation_result,
    run_blob,
    run_column,
    run_param,
)
from catalog.store.rows import delete_rows, insert_rows

_RESULT_KEY = ("run_id", "metric_id", "slice_id")
_RESULT = (
    *(*_RESULT_KEY, "subject_id", "latest"),
    *("value", "special", "n", "low", "high", "level", "method"),
)
_PARAM_KEY = ("run_id", "place", "name_id")
_PARAM = (*_PARAM_KEY, "subject_id", "number", "text")
_BLOB_KEY = ("run_id", "type", "name_id")
_BLOB = (*_BLOB_KEY, "points", "note", "body")
_COLUMN = ("subject_id", "place", "name_id", "slice_id", "runs")
_COUNTED = (
    "ON CONFLICT (subject_id, place, name_id, slice_id) "
    "DO UPDATE SET runs = run_column.runs + excluded.runs"
)
Rows = Mapping[tuple[int, int], Any]  # results or params, by what names them in a run


@dataclass(frozen=True, slots=True)
class Written:
    """A run with its number, and what was kept of it before, if anything."""

    id: int
    run: KeyedRun
    before: StoredRun | None = None

    @property
    def results_before(self) -> Results:
        return self.before.results if self._comparable and self.before else {}

    @property
    def params_before(self) -> Params:
        return self.before.params if self._comparable and self.before else {}

    @property
    def _comparable(self) -> bool:
        """Whether rows can stay: those of another subject can't."""
        return self.before is not None and self.before.row.subject_id == self.run.subject_id


def write_contents(connection: Connection, runs: Sequence[Written]) -> None:
    """Results, params and the rest of runs whose own rows are written."""
    again = [(it, it.before) for it in runs if it.before]
    results = _over((it.id, had.results, it.results_before, it.run.results) for it, had in again)
    delete_rows(connection, evaluation_result, _RESULT_KEY, results)
    params = _over((it.id, had.params, it.params_before, it.run.params) for it, had in again)
    delete_rows(connection, run_param, _PARAM_KEY, params)
    insert_rows(connection, evaluation_result, _RESULT, list(_results(runs)))
    insert_rows(connection, run_param, _PARAM, list(_params(runs)))
    _write_blobs(connection, runs)
    _count(connection, runs, [had for _, had in again])


def delete_contents(connection: Connection, runs: Sequence[StoredRun]) -> None:
    """Everything but the runs' own rows."""
    keys = [(run.id, *key) for run in runs for key in run.results]
    delete_rows(connection, evaluation_result, _RESULT_KEY, keys)
    delete_rows(connection, run_param, _PARAM_KEY, [(r.id, *key) for r in runs for key in r.params])
    delete_rows(connection, run_blob, _BLOB_KEY, [(r.id, *key) for r in runs for key in r.blobs])
    _count(connection, (), runs)


def _results(runs: Sequence[Written]) -> Iterator[tuple[Any, ...]]:
    for written in runs:
        before, subject = written.results_before, written.run.subject_id
        for key, one in written.run.results.items():
            if before.get(key) != one:
                yield (written.id, *key, subject, False, *one[:-1], one.method or None)


def _params(runs: Sequence[Written]) -> Iterator[tuple[Any, ...]]:
    for written in runs:
        before, subject = written.params_before, written.run.subject_id
        for key, value in written.run.params.items():
            if before.get(key) != value:
                yield (written.id, *key, subject, *value)


def _over(runs: Iterable[tuple[int, Rows, Rows, Rows]]) -> list[tuple[int, ...]]:
    """Keys of the rows that go, of runs by number: what each had, what of that might stay, and
    what it has now."""
    return sorted(
        (number, *key)
        for number, had, might_stay, has in runs
        for key in had
        if key not in might_stay or has.get(key) != might_stay[key]
    )


def _write_blobs(connection: Connection, runs: Sequence[Written]) -> None:
    gone: list[tuple[Any, ...]] = []
    rows: list[tuple[Any, ...]] = []
    for written in runs:
        before = written.before.blobs if written.before else {}
        after = {(type, name): rest for type, name, *rest in _blobs(written.run)}
        same = {key for key, blob in before.items() if after.get(key) == list(blob[3:])}
        gone += [(written.id, *key) for key in before.keys() - same]
        rows += [(written.id, *key, *rest) for key, rest in after.items() if key not in same]
    delete_rows(connection, run_blob, _BLOB_KEY, gone)
    insert_rows(connection, run_blob, _BLOB, rows)


def _blobs(run: KeyedRun) -> Iterator[tuple[Any, ...]]:
    """Type, name, points, note (of examples the digest of the body) and body."""
    yield DETAILS, 0, 0, "", pack_json(run.details)
    if run.curves:
        yield CURVES, 0, len(run.curves), "", pack_json(run.curves)
    if run.examples:
        yield EXAMPLES, 0, run.example_count, digest_of(run.examples), run.examples
    for name, points in run.series.items():
        yield SERIES, name, len(points), run.notes[name], pack_points(points)


def _count(connection: Connection, runs: Sequence[Written], replaced: Sequence[StoredRun]) -> None:
    """Keep the numbers of runs that have a metric, param or tag."""
    counts: Counter[tuple[int, int, int, int]] = Counter()
    for written in runs:
        counts.update(_columns(written.run.subject_id, written.run.results, written.run.params))
    for run in replaced:
        counts.subtract(_columns(run.row.subject_id, run.results, run.params))
    rows = [(*key, number) for key, number in sorted(counts.items()) if number]
    insert_rows(connection, run_column, _COLUMN, rows, _COUNTED)


def _columns(subject: int, results: Results, params: Params) -> Iterator[tuple[int, int, int, int]]:
    for metric, slice in results:
        yield subject, METRIC, metric, slice
    for place, name in params:
        yield subject, place, name, OVERALL
