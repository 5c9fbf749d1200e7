"""What the tests of the catalog share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.store.database import Database
from tests.parts.sqlite import empty_catalog


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A catalog on SQLite with nothing in it."""
    opened = empty_catalog(tmp_path)
    yield opened
    opened.close()
