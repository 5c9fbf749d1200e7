"""The API in an app of its own, over a catalog that tests fill."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.store.database import Database
from tests.catalog.api.apps import api_app
from tests.parts.sqlite import empty_catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Database]:
    database = empty_catalog(tmp_path)
    yield database
    database.close()


@pytest.fixture
def app(catalog: Database) -> Flask:
    return api_app(catalog)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
