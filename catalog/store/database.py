"""Connections to the record: SQLite in one file, or PostgreSQL, with the same code.

Reads see one consistent snapshot. Writes are one transaction that takes the write lock at its
beginning on SQLite, so that it never fails half-way because another process wrote first.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from catalog.store.failures import is_contention, is_unavailable, unavailable

T = TypeVar("T")
ATTEMPTS = 5
# Waiting for another process's write transaction; ours take well under a second.
SQLITE_PRAGMAS = (
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "cache_size = -8192",
    "temp_store = MEMORY",
)


@dataclass(frozen=True)
class Database:
    """Where the record is kept. Made by `open_database`."""

    engine: Engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; nothing written in it is kept."""
        with self._connection(writes=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, committed at the end of the block, or rolled back on an error."""
        with self._connection(writes=True) as connection:
            yield connection

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one write transaction, again if another one got in its way."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.write() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not is_contention(error):
                    raise
                if attempt == ATTEMPTS:
                    raise unavailable(error) from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        self.engine.dispose()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def _options(self, writes: bool) -> dict[str, Any]:
        if writes:
            return {"writes": True}
        return {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                transaction = connection.execution_options(**self._options(writes)).begin()
                yield connection
                if writes:
                    transaction.commit()
        except DBAPIError as error:
            if is_unavailable(error):
                raise unavailable(error) from error
            raise


def open_database(url: str, *, busy_seconds: float = 30.0) -> Database:
    """The database at `url`; nothing is connected yet.

    `busy_seconds`: how long a write waits for another one on SQLite, and a connection to be
    made on PostgreSQL, before DatabaseUnavailable.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_open_sqlite(parsed, busy_seconds))
    return Database(_open_postgresql(parsed, busy_seconds))


def _open_sqlite(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": busy_seconds, "isolation_level": None},
        pool_use_lifo=True,  # whoever asks next finds the pages of the last one still cached
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, busy_seconds=busy_seconds))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any, *, busy_seconds: float) -> None:
    cursor = connection.cursor()
    _switch_to_wal(cursor, time.monotonic() + busy_seconds)
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _switch_to_wal(cursor: Any, deadline: float) -> None:
    # The one statement SQLite does not wait for by itself, when two processes start at once.
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can't wait for another writer (its snapshot
    # would be stale), so that SQLite refuses it at once: writers say so at the beginning.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgresql(url: URL, busy_seconds: float) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": max(2, int(busy_seconds))},
        pool_pre_ping=True,
    )
