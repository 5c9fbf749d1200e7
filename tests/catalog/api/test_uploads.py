"""Files by the API: shown, answered, kept, replaced, forgotten."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_run
from catalog.uploads import reading
from plugins.host.children import Children
from tests.catalog.api.apps import app_with_spreadsheets

SHEET = b"Model,AUC\nRanker,0.93\nScorer,bad\n"


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children() as started:
        yield started


@pytest.fixture
def client(catalog: Database, children: Children) -> FlaskClient:
    """The API with the plugin of spreadsheets."""
    return app_with_spreadsheets(catalog, children).test_client()


def sent(client: FlaskClient, data: bytes = SHEET, **more: Any) -> TestResponse:
    content = base64.b64encode(data).decode()
    body = {"filename": "q1.csv", "content": content, **more}
    return client.post("/api/mlhome/uploads", json=body)


def runs(catalog: Database) -> int:
    with catalog.read() as connection:
        return len(connection.execute(select(evaluation_run.c.id)).all())


def test_a_file_is_shown_and_counts_when_it_is_kept(client: FlaskClient, catalog: Database) -> None:
    made = sent(client, answers={"dataset": "plays"})
    assert made.status_code == 201
    draft = made.get_json()
    assert draft["numbers"] == [
        {"model": "model:default/ranker", "run": "Ranker", "dataset": "plays"}
        | {"metric": "AUC", "value": 0.93}
    ]
    assert draft["problems"][0]["path"] == "B3"
    asked = {it["name"]: it["answer"] for it in draft["questions"]}
    assert (asked["column:AUC"], asked["dataset"]) == ("metric", "plays")
    address = f"/api/mlhome/uploads/drafts/{draft['upload']['key']}"
    other = client.post(address, json={"answers": {"column:AUC": "metric as auc"}}).get_json()
    assert other["numbers"][0]["metric"] == "auc"
    kept = client.post(f"{address}/keep").get_json()
    assert (kept["name"], kept["runs"], kept["isDraft"]) == ("q1", 1, False)
    assert client.get(address).status_code == 404
    one = client.get("/api/mlhome/uploads/of/spreadsheets/q1").get_json()
    assert one["numbers"][0]["metric"] == "auc"
    assert one["undeclared"] == ["model:default/ranker"]
    assert runs(catalog) == 1


def test_all_are_listed_with_who_reads_what(client: FlaskClient) -> None:
    sent(client)
    listed = client.get("/api/mlhome/uploads").get_json()
    assert [it["filename"] for it in listed["drafts"]] == ["q1.csv"]
    assert listed["reads"][0]["key"] == "spreadsheets/sheet"
    assert ".xlsx" in listed["reads"][0]["suffixes"]


def test_drafts_and_uploads_are_forgotten(client: FlaskClient, catalog: Database) -> None:
    first = sent(client).get_json()["upload"]["key"]
    assert client.delete(f"/api/mlhome/uploads/drafts/{first}").status_code == 204
    assert client.post(f"/api/mlhome/uploads/drafts/{first}/keep").status_code == 404
    second = sent(client).get_json()["upload"]["key"]
    client.post(f"/api/mlhome/uploads/drafts/{second}/keep")
    address = "/api/mlhome/uploads/of/spreadsheets/q1"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert runs(catalog) == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"content": "!!"}, "no base64"),
        ({"filename": "a.exe"}, "Nothing reads a file called"),
        ({"content": ""}, "The file is empty"),
        ({"name": "Not One"}, "expected small letters"),
        ({"filename": 1}, "Not a valid string"),
    ],
)
def test_what_can_not_be_taken_is_told(client: FlaskClient, body: Any, said: str) -> None:
    refused = sent(client, **body)
    assert refused.status_code in (400, 422)
    assert said in refused.text


def test_numbers_that_are_not_finite_are_texts(client: FlaskClient) -> None:
    draft = sent(client, b"Model,AUC\nRanker,NaN\n").get_json()
    assert draft["numbers"][0]["value"] == "nan"


def test_while_another_file_is_read_it_says_when_to_try_again(client: FlaskClient) -> None:
    with reading._turn:
        refused = sent(client)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "1"
