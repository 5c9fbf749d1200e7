"""Runs as they are kept, read back to be compared with what is reported now."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from catalog.evaluations.blobs import unpack_json
from catalog.evaluations.keyed import KeyedRun, Params, Results
from catalog.evaluations.points import unpack_points
from catalog.evaluations.results import Measured
from catalog.store.among import among
from catalog.store.fact_tables import evaluation_result, evaluation_run, run_blob, run_param

DETAILS, CURVES, SERIES, EXAMPLES = "details", "curves", "series", "examples"


@dataclass(frozen=True, slots=True)
class StoredRun:
    id: int
    row: Any  # of evaluation_run
    results: Results
    params: Params
    blobs: dict[tuple[str, int], Any]  # rows of run_blob by type and name

    def content(self) -> KeyedRun:
        examples = self.blobs.get((EXAMPLES, 0))
        curves = self.blobs.get((CURVES, 0))
        series = {name: blob for (type, name), blob in self.blobs.items() if type == SERIES}
        return KeyedRun(
            **{name: getattr(self.row, name) for name in _COLUMNS},
            group=self.row.run_group,
            data=(self.row.dataset_id, self.row.same_id),
            results=self.results,
            params=self.params,
            series={name: unpack_points(blob.body) for name, blob in series.items()},
            notes={name: blob.note for name, blob in series.items()},
            details=unpack_json(self.blobs[DETAILS, 0].body),
            curves=unpack_json(curves.body) if curves else (),
            examples=examples.body if examples else b"",
            example_count=examples.points if examples else 0,
        )


_COLUMNS = (
    *("uid", "subject_id", "version", "type", "status", "name", "url"),
    *("started_at", "ended_at"),
)


def known_runs(connection: Connection, source_id: int, uids: Collection[str]) -> dict[str, Any]:
    """The rows of a source's runs, by its own ids."""
    of_source = evaluation_run.c.source_id == source_id
    wanted = among(connection, evaluation_run.c.uid, uids)
    rows = connection.execute(select(evaluation_run).where(of_source, wanted))
    return {row.uid: row for row in rows}


def stored_runs(connection: Connection, rows: Sequence[Any]) -> list[StoredRun]:
    """All that is kept of the runs with these rows."""
    ids = [row.id for row in rows]
    results, params = _results(connection, ids), _params(connection, ids)
    blobs: dict[int, dict[tuple[str, int], Any]] = defaultdict(dict)
    kept = select(run_blob).where(among(connection, run_blob.c.run_id, ids))
    for blob in connection.execute(kept):
        blobs[blob.run_id][blob.type, blob.name_id] = blob
    return [StoredRun(r.id, r, results[r.id], params[r.id], blobs[r.id]) for r in rows]


def _results(connection: Connection, ids: Sequence[int]) -> dict[int, Results]:
    table = evaluation_result.c
    columns = (table.value, table.special, table.n, table.low, table.high, table.level)
    kept = select(table.run_id, table.metric_id, table.slice_id, *columns, table.method)
    found: dict[int, Results] = defaultdict(dict)
    for row in _rows(connection, kept, table.run_id, ids):
        run_id, metric, slice, value, special, n, low, high, level, method = row
        one = Measured(value, special, n, low, high, level, method or "")
        found[run_id][metric, slice] = one
    return found


def _params(connection: Connection, ids: Sequence[int]) -> dict[int, Params]:
    table = run_param.c
    kept = select(table.run_id, table.place, table.name_id, table.number, table.text)
    found: dict[int, Params] = defaultdict(dict)
    for run_id, place, name, number, text in _rows(connection, kept, table.run_id, ids):
        found[run_id][place, name] = (number, text)
    return found


def _rows(connection: Connection, kept: Any, column: Any, ids: Sequence[int]) -> Iterator[Any]:
    yield from connection.execute(kept.where(among(connection, column, ids)))
