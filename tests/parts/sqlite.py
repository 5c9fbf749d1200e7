"""Catalogs on SQLite with nothing in them: migrated once, then copied, which takes no time."""

import tempfile
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.util import LRUCache

from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade


def empty_catalog(folder: Path) -> Database:
    """A database in a folder, with the tables of this release."""
    file = folder / "catalog.db"
    write_tables(file)
    return with_statements_known(open_database(f"sqlite:///{file}"))


def with_statements_known(database: Database) -> Database:
    """The same, without compiling statements anew that another database has had before."""
    dialect, statements = _known()
    database.engine.dialect = dialect
    database.engine.update_execution_options(compiled_cache=statements)
    return database


@cache
def _known() -> tuple[Dialect, MutableMapping[Any, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        first = open_database(f"sqlite:///{folder}/catalog.db")
        with first.read():
            dialect = first.engine.dialect
        first.close()
    return dialect, LRUCache(2_000)


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
