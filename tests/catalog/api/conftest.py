"""The API in an app of its own, over a catalog that tests fill."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from catalog.api import ApiParts, install_api
from catalog.ingest.location_register import LocationRegister
from catalog.store.database import Database
from descriptors.format import shipped_format
from tests.parts.sqlite import empty_catalog


def page_error(error: HTTPException) -> tuple[str, int]:
    return f"<h1>{error.code}</h1>", error.code or 500


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Database]:
    database = empty_catalog(tmp_path)
    yield database
    database.close()


@pytest.fixture
def app(catalog: Database) -> Flask:
    app = Flask("test")
    parts = ApiParts(
        database=catalog,
        index=lambda: None,
        locations=LocationRegister(catalog, "api", local=False),
        format=shipped_format(),
    )
    install_api(app, parts, page_error)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
