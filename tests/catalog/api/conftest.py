"""The API in an app of its own, over a catalog that tests fill."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, update
from werkzeug.exceptions import HTTPException

from catalog.api import ApiParts, install_api
from catalog.locations import parse_target
from catalog.store.database import Database
from catalog.store.tables import location
from descriptors.format import shipped_format
from descriptors.problems import Problem
from tests.catalog.browse.records import NOW, empty_database


class LocationRows:
    """Changes to locations as plain writes, without anybody who reads them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, target: str, ref: str, patterns: Sequence[str]) -> Problem | None:
        spec = parse_target(target, ref, patterns)
        if isinstance(spec, Problem):
            return spec
        if spec.target.endswith("/refused.yaml"):
            return Problem("location/refused", "this one is refused", "take another")
        row = {"type": spec.type, "target": spec.target, "ref": spec.ref}
        more = {"patterns": "\n".join(spec.patterns), "added_by": "api", "created_at": NOW}
        with self.database.write() as connection:
            connection.execute(insert(location).values(**row, **more))
        return None

    def refresh(self, location_id: int) -> bool:
        with self.database.write() as connection:
            due = update(location).where(location.c.id == location_id).values(next_read_at=0.0)
            return connection.execute(due).rowcount > 0

    def remove(self, location_id: int) -> bool:
        with self.database.write() as connection:
            gone = delete(location).where(location.c.id == location_id)
            return connection.execute(gone).rowcount > 0


def page_error(error: HTTPException) -> tuple[str, int]:
    return f"<h1>{error.code}</h1>", error.code or 500


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Database]:
    database = empty_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def app(catalog: Database) -> Flask:
    app = Flask("test")
    parts = ApiParts(
        database=catalog,
        index=lambda: None,
        locations=LocationRows(catalog),
        format=shipped_format(),
    )
    install_api(app, parts, page_error)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
