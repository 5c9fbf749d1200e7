"""Catalogs on SQLite with nothing in them: migrated once, then copied, which takes no time."""

import tempfile
from functools import cache
from pathlib import Path

from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade


def empty_catalog(folder: Path) -> Database:
    """A database in a folder, with the tables of this release."""
    file = folder / "catalog.db"
    write_tables(file)
    return open_database(f"sqlite:///{file}")


def write_tables(file: Path) -> None:
    """Make a database file, before anybody opens it."""
    file.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalog.db"
        database = open_database(f"sqlite:///{file}")
        upgrade(database)
        database.close()
        return file.read_bytes()
