"""A catalog on SQLite with one child that parses, started once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.ingest import ParsePool
from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade
from tests.builders import Workshop


@pytest.fixture(scope="session")
def pool() -> Iterator[ParsePool]:
    with ParsePool(processes=1) as running:
        yield running


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'catalog.db'}", busy_seconds=5)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def workshop(database: Database, pool: ParsePool, tmp_path: Path) -> Workshop:
    return Workshop(database, pool, tmp_path / "descriptors")
