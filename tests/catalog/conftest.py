"""What the tests of the catalog share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A catalog on SQLite with nothing in it."""
    opened = open_database(f"sqlite:///{tmp_path / 'catalog.db'}", busy_seconds=5)
    upgrade(opened)
    yield opened
    opened.close()
