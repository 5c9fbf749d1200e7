"""Searching by what was measured, and by what plugins know, with and without an index."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from catalog.browse import EVERYONE, search
from catalog.evaluations import record_runs
from catalog.store.database import Database
from catalog.store.plugin_tables import search_field, search_value
from catalog.store.tables import entity
from plugins.facts import DatasetUse, EvaluationRun, Result
from search.document import SearchDocument
from search.index import SearchIndex
from search.open import create_build, open_index
from tests.catalog.browse.records import an_entity, keep

MODELS = ("sharp", "blunt", "unknown")


@pytest.fixture(params=["with an index", "without an index"])
def index(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> Iterator[SearchIndex | None]:
    keep(database, *(an_entity("Model", name) for name in MODELS))
    _measure(database)
    if request.param == "without an index":
        yield None
        return
    with database.read() as connection:
        ids = {row.name: row.id for row in connection.execute(select(entity))}
    create_build("", tmp_path, "one")
    opened = open_index("", tmp_path, "one", writable=True)
    opened.apply([_document(ids[name], name) for name in MODELS])
    yield opened
    opened.close()


def _measure(database: Database) -> None:
    """sharp: auc 0.95, in Sweden 0.6, on plays; blunt: auc 0.5, f1 0.95, on clicks."""
    sharp = EvaluationRun(
        id="1",
        subject="model:default/sharp",
        ended_at=1.0,
        dataset=DatasetUse(name="plays-2026"),
        results=[
            Result(metric="auc", value=0.95),
            Result(metric="auc", value=0.6, slice={"country": "SE"}),
            Result(metric="recall@10", value=0.3),
        ],
    )
    blunt = EvaluationRun(
        id="2",
        subject="model:default/blunt",
        ended_at=1.0,
        dataset=DatasetUse(name="clicks"),
        results=[Result(metric="auc", value=0.5), Result(metric="f1", value=0.95)],
    )
    with database.write() as connection:
        record_runs(connection, "api", [sharp, blunt], now=2.0)
        rows = connection.execute(select(entity))
        ids = {row.name: row.id for row in rows}
        fields = [("dvc.stages", "number"), ("dvc.remote", "term")]
        for number, (name, type) in enumerate(fields, 1):
            connection.execute(insert(search_field).values(id=number, name=name, type=type))
        values = [(1, "3", "sharp", 3.0), (1, "9", "blunt", 9.0), (2, "s3", "blunt", None)]
        for field_id, text, name, value in values:
            row = {"field_id": field_id, "text": text, "number": value}
            connection.execute(insert(search_value).values(**row, entity_id=ids[name]))


def _document(number: int, name: str) -> SearchDocument:
    ref = f"model:default/{name}"
    return SearchDocument(number, 1, ref, "model", "default", name, title=name)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("metric.auc>0.9", {"sharp"}),
        ("metric.AUC>=0.5", {"sharp", "blunt"}),
        ("metric.auc:0.4..0.6", {"blunt"}),
        ("metric.auc>0.4 metric.auc<0.6", {"blunt"}),
        ("metric.auc[country=SE]<0.7", {"sharp"}),
        ("metric.auc[country=SE, plays-2026]>0.5", {"sharp"}),
        ("metric.auc[country=SE, clicks]>0.5", set()),
        ("metric.auc[plays-2026]>0.5", {"sharp"}),
        ("metric.recall@10>0.2", {"sharp"}),
        ("metric:f1", {"blunt"}),
        ("metric:f1,recall@10", {"sharp", "blunt"}),
        ("dataset:plays-2026", {"sharp"}),
        ("dvc.stages>3", {"blunt"}),
        ("dvc.stages:1..5", {"sharp"}),
        ("dvc.remote:S3", {"blunt"}),
        ("kind:model -metric.auc>0", {"unknown"}),
    ],
)
def test_what_the_record_knows_can_be_searched_for(
    index: SearchIndex | None, database: Database, query: str, found: set[str]
) -> None:
    page = search(index, database, EVERYONE, query)
    assert {hit.name for hit in page.hits} == found
    assert page.total == len(found)
    assert page.degraded == (index is None)
