"""A catalog on SQLite and an embedded index, with one child that parses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.indexing import Engine
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


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine("", tmp_path / "index")
