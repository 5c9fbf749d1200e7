"""One run with everything its page shows, and what is read only when it is drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from catalog.evaluations.blobs import unpack_columns, unpack_json
from catalog.evaluations.examples import slice_columns
from catalog.evaluations.measures import name_ids
from catalog.evaluations.points import unpack_points
from catalog.evaluations.results import as_value
from catalog.evaluations.run_rows import as_row, select_rows
from catalog.evaluations.stored import CURVES, DETAILS, EXAMPLES, SERIES
from catalog.evaluations.views import (
    ExamplesView,
    ResultView,
    RunRow,
    RunView,
    SeriesName,
    SeriesView,
)
from catalog.store.database import Database
from catalog.store.fact_tables import (
    evaluation_result,
    evaluation_run,
    fact_name,
    fact_slice,
    fact_source,
    fact_subject,
    run_blob,
)
from catalog.store.reader import Reader
from catalog.store.tables import entity
from plugins.facts import DatasetUse

MOST_SHOWN = 2_000  # results on the page of a run


def run(db: Database, reader: Reader, run_id: int) -> RunView | None:
    """None where there is no such run, or the reader may not see what it is about."""
    with db.read() as connection:
        row = _row(connection, reader, run_id)
        if row is None:
            return None
        results, count = _results(connection, run_id)
        blobs = _blobs(connection, run_id)
        return _view(row, results, count - len(results), blobs, _series(connection, run_id))


def run_id_of(db: Database, reader: Reader, source: str, uid: str) -> int | None:
    """The number of a source's run, by the source's own id."""
    statement = (
        select(evaluation_run.c.id)
        .join(fact_source, fact_source.c.id == evaluation_run.c.source_id)
        .where(fact_source.c.name == source, evaluation_run.c.uid == uid)
    )
    with db.read() as connection:
        found = connection.scalar(statement)
        return found if found and _row(connection, reader, found) else None


def series(db: Database, reader: Reader, run_id: int, metric: str) -> SeriesView | None:
    """A metric while the run went on; None where it was not reported."""
    with db.read() as connection:
        name = name_ids(connection, [metric]).get(metric)
        blob = _blob(connection, reader, run_id, SERIES, name) if name else None
    if blob is None:
        return None
    points = unpack_points(blob.body)
    steps, times, values = zip(*points, strict=True) if points else ((), (), ())
    return SeriesView(metric, steps, values, times if any(times) else (), blob.note)


def examples(db: Database, reader: Reader, run_id: int) -> ExamplesView | None:
    """Scores of single examples, where they were reported."""
    with db.read() as connection:
        blob = _blob(connection, reader, run_id, EXAMPLES, 0)
    if blob is None:
        return None
    columns = unpack_columns(blob.body)
    scores = {name: tuple(column) for name, column in columns.numbers.items()}
    slices = {
        name: tuple(values[place] for place in places)
        for name, values, places in slice_columns(columns.integers, columns.texts)
    }
    ids, clusters = columns.texts["ids"], columns.texts["clusters"]
    return ExamplesView(tuple(ids), scores, tuple(clusters), slices)


def _row(connection: Connection, reader: Reader, run_id: int) -> RunRow | None:
    seen = select_rows().join(entity, entity.c.ref == fact_subject.c.ref).where(reader.sees())
    row = connection.execute(seen.where(evaluation_run.c.id == run_id)).one_or_none()
    return as_row(row) if row else None


def _results(connection: Connection, run_id: int) -> tuple[list[ResultView], int]:
    """The first of them by name, those over all of the data before those over parts of it; and
    how many there are."""
    row = evaluation_result.c
    slice = func.coalesce(fact_slice.c.slice, "")
    rows = (
        select(evaluation_result, fact_name.c.name, slice.label("slice"))
        .join(fact_name, fact_name.c.id == row.metric_id)
        .outerjoin(fact_slice, fact_slice.c.id == row.slice_id)
        .where(row.run_id == run_id)
        .order_by(slice != "", fact_name.c.folded, fact_name.c.name, slice)
        .limit(MOST_SHOWN)
    )
    found = [_as_result(one) for one in connection.execute(rows)]
    if len(found) < MOST_SHOWN:
        return found, len(found)
    counting = select(func.count()).select_from(evaluation_result).where(row.run_id == run_id)
    return found, connection.execute(counting).scalar_one()


def _as_result(row: Any) -> ResultView:
    value = as_value(row.value, row.special)
    interval = (row.low, row.high, row.level, row.method or "")
    return ResultView(row.name, row.slice, value, row.n, *interval)


def _blobs(connection: Connection, run_id: int) -> Mapping[str, Any]:
    wanted = run_blob.c.type.in_((DETAILS, CURVES))
    rows = connection.execute(select(run_blob).where(run_blob.c.run_id == run_id, wanted))
    counted = select(run_blob.c.points).where(
        run_blob.c.run_id == run_id, run_blob.c.type == EXAMPLES
    )
    read = {row.type: unpack_json(row.body) for row in rows}
    return {CURVES: [], **read, EXAMPLES: connection.scalar(counted) or 0}


def _series(connection: Connection, run_id: int) -> list[SeriesName]:
    rows = (
        select(fact_name.c.name, run_blob.c.points, run_blob.c.note)
        .join(fact_name, fact_name.c.id == run_blob.c.name_id)
        .where(run_blob.c.run_id == run_id, run_blob.c.type == SERIES)
        .order_by(fact_name.c.folded, fact_name.c.name)
    )
    return [SeriesName(*row) for row in connection.execute(rows)]


def _blob(connection: Connection, reader: Reader, run_id: int, type: str, name: int) -> Any:
    if _row(connection, reader, run_id) is None:
        return None
    key = (run_blob.c.run_id == run_id, run_blob.c.type == type, run_blob.c.name_id == name)
    return connection.execute(select(run_blob).where(*key)).one_or_none()


def _view(
    row: RunRow,
    results: Sequence[ResultView],
    more: int,
    blobs: Mapping[str, Any],
    series: Sequence[SeriesName],
) -> RunView:
    details = blobs[DETAILS]
    return RunView(
        row=row,
        results=tuple(results),
        more_results=more,
        params=details["params"],
        tags=details["tags"],
        **{name: details[name] for name in ("evaluator", "commit", "author")},
        trained_on=tuple(DatasetUse(**use) for use in details["trained_on"]),
        artifacts=tuple(details["artifacts"]),
        curves=tuple(blobs[CURVES]),
        series=tuple(series),
        examples=blobs[EXAMPLES],
    )
