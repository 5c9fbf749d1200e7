"""The whole application when something is wrong: people get a page, programs the one shape."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from catalog.app import Parts, create_app
from catalog.errors import DatabaseUnavailable
from catalog.ingest.location_register import LocationRegister
from catalog.settings import Settings
from catalog.store.database import Database
from descriptors.format import shipped_format
from search.index import SearchIndex
from tests.catalog.browse.records import a_component, keep
from tests.parts.sqlite import empty_catalog

Index = Callable[[], SearchIndex | None]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = empty_catalog(tmp_path)
    keep(database, a_component("api"))
    yield database
    database.close()


def client_of(database: Database, index: Index) -> FlaskClient:
    parts = Parts(
        settings=Settings(),
        database=database,
        format=shipped_format(),
        index=index,
        locations=LocationRegister(database, "api", local=False),
        count_view=lambda ref: None,
        worker_runs=lambda: True,
    )
    return create_app(parts).test_client()


def gone() -> None:
    raise DatabaseUnavailable("The disk is full.")


def broken() -> None:
    raise RuntimeError("secret detail")


def test_without_its_database_a_page_says_so_and_the_api_in_its_shape(database: Database) -> None:
    client = client_of(database, gone)
    page = client.get("/search?q=a")
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert "The catalog can&#39;t answer right now" in page.text
    answer = client.get("/api/mlhome/search?q=a")
    assert (answer.status_code, answer.get_json()["response"]) == (503, {"statusCode": 503})


def test_a_check_of_readiness_is_answered_in_json_whatever_is_away(database: Database) -> None:
    answer = client_of(database, gone).get("/readyz")
    assert answer.mimetype == "application/json"
    assert answer.get_json()["search"].startswith("unknown")


def test_what_nobody_expected_is_logged_and_not_shown(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(database, broken)
    with caplog.at_level(logging.ERROR):
        page, answer = client.get("/search?q=a"), client.get("/api/mlhome/search?q=a")
    assert (page.status_code, page.mimetype) == (500, "text/html")
    assert answer.get_json()["error"]["name"] == "InternalServerError"
    assert "secret" not in page.text + answer.text
    assert caplog.text.count("secret detail") >= 2
