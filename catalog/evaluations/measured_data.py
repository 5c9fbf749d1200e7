"""What was measured on which data: the data sets of trends and leaderboards.

Data are named by the number of the first one that is the same (equal digests, else names; and
equal splits), which is never given to others; 0 stands for data that nobody named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, func, select

from catalog.evaluations.latest import FINISHED
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.fact_tables import (
    OVERALL,
    evaluation_result,
    evaluation_run,
    fact_dataset,
    fact_name,
    fact_subject,
)
from catalog.store.reader import Reader
from catalog.store.tables import entity
from plugins.facts import DatasetUse

EVALUATION, TRAINING = "evaluation", "training"
MOST_METRICS = 200
_RUN = evaluation_run.c


@dataclass(frozen=True, slots=True)
class MeasuredData:
    """Data with how many subjects (models), versions of them and runs were measured on it; `data`
    is None for what nobody named."""

    id: int
    data: DatasetUse | None
    subjects: int
    versions: int
    runs: int
    last_at: float


@dataclass(frozen=True, slots=True)
class MeasuredMetric:
    """A metric over all of the data, and how many runs have it."""

    metric: str
    runs: int


def data_of_subject(
    db: Database, reader: Reader, ref: str, type: str = EVALUATION
) -> list[MeasuredData]:
    """What a model's finished runs of a type were measured on; that of most runs first."""
    counted = _counted(reader, fact_subject.c.ref == ref, _RUN.type == type)
    with db.read() as connection:
        return _named(connection, counted.order_by(func.count().desc(), _RUN.same_id))


def data_of_dataset(db: Database, reader: Reader, ref: str) -> list[MeasuredData]:
    """What models were evaluated on that is called by the ref of a Dataset: its splits and states;
    that of most models first."""
    same = select(fact_dataset.c.same_id).where(fact_dataset.c.ref == ref)
    return _boards(db, reader, _RUN.same_id.in_(same))


def measured_data(db: Database, reader: Reader, limit: int, offset: int = 0) -> list[MeasuredData]:
    """Everything that at least two versions were evaluated on, that of most models first."""
    named = (_RUN.same_id != 0,)
    return _boards(db, reader, *named, least=2, limit=limit, offset=offset)


def one_measured_data(db: Database, reader: Reader, data_id: int) -> MeasuredData | None:
    """None where nothing that the reader sees was evaluated on it."""
    return next(iter(_boards(db, reader, _RUN.same_id == data_id)), None) if data_id else None


def metrics_measured(
    db: Database, reader: Reader, data_id: int, *, ref: str = "", type: str = EVALUATION
) -> list[MeasuredMetric]:
    """Metrics of the finished runs on data, of one model or (without a ref) of the latest runs of
    all; those that most runs have first."""
    runs = func.count().label("runs")
    whose = fact_subject.c.ref == ref if ref else _RUN.latest
    statement = (
        _seen(select(fact_name.c.name, runs), reader)
        .join(evaluation_result, evaluation_result.c.run_id == _RUN.id)
        .join(fact_name, fact_name.c.id == evaluation_result.c.metric_id)
        .where(evaluation_result.c.slice_id == OVERALL, whose, _RUN.type == type)
        .where(_RUN.status == FINISHED)
        .group_by(fact_name.c.name)
        .order_by(runs.desc(), fact_name.c.name)
        .limit(MOST_METRICS)
    )
    with db.read() as connection:
        rows = connection.execute(statement.where(on_data(connection, data_id)))
        return [MeasuredMetric(*row) for row in rows]


def on_data(connection: Connection, data_id: int) -> ColumnElement[bool]:
    """Runs on data that are the same; `dataset_id` has an index, `same_id` alone has none."""
    same = select(fact_dataset.c.id).where(fact_dataset.c.same_id == data_id)
    numbers = list(connection.scalars(same)) if data_id else [0]
    return and_(among(connection, _RUN.dataset_id, numbers), _RUN.same_id == data_id)


def seen_runs(statement: Select[Any], reader: Reader) -> Select[Any]:
    """Of a statement that joins runs and subjects, the rows about what the reader sees."""
    return statement.join(entity, entity.c.ref == fact_subject.c.ref).where(reader.sees())


def _seen(statement: Select[Any], reader: Reader) -> Select[Any]:
    joined = statement.select_from(evaluation_run).join(
        fact_subject, fact_subject.c.id == _RUN.subject_id
    )
    return seen_runs(joined, reader)


def _boards(
    db: Database,
    reader: Reader,
    *conditions: ColumnElement[bool],
    least: int = 1,
    limit: int | None = None,
    offset: int = 0,
) -> list[MeasuredData]:
    """Of the runs that count."""
    counted = _counted(reader, _RUN.latest, _RUN.type == EVALUATION, *conditions)
    subjects = func.count(_RUN.subject_id.distinct())
    ordered = counted.order_by(subjects.desc(), func.count().desc(), _RUN.same_id)
    found = ordered.having(func.count() >= least).limit(limit).offset(offset or None)
    with db.read() as connection:
        return _named(connection, found)


def _counted(reader: Reader, *conditions: ColumnElement[bool]) -> Select[Any]:
    subjects = func.count(_RUN.subject_id.distinct())
    versions = cast(_RUN.subject_id, String).concat("@").concat(_RUN.version)
    pairs = func.count(versions.distinct())
    columns = (_RUN.same_id, subjects, pairs, func.count(), func.max(_RUN.at))
    finished = _RUN.status == FINISHED
    return _seen(select(*columns), reader).where(finished, *conditions).group_by(_RUN.same_id)


def _named(connection: Connection, statement: Select[Any]) -> list[MeasuredData]:
    rows = connection.execute(statement).all()
    names = data_named(connection, {row[0] for row in rows})
    return [MeasuredData(row[0], names.get(row[0]), *row[1:]) for row in rows]


def data_named(connection: Connection, ids: Iterable[int]) -> Mapping[int, DatasetUse]:
    """By number; of several names for the same data the first that names an entity."""
    row = fact_dataset.c
    wanted = among(connection, row.same_id, ids)
    named = select(fact_dataset).where(wanted).order_by(row.ref == "", row.id)
    found: dict[int, DatasetUse] = {}
    for one in connection.execute(named):
        use = DatasetUse(name=one.name, ref=one.ref, digest=one.digest, split=one.split)
        found.setdefault(one.same_id, use)
    return found
