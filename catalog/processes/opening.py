"""From settings to the parts that every process is made of."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.errors import SchemaOutdated
from catalog.indexing import Engine, current_build
from catalog.settings import Settings
from catalog.store.database import Database, open_database
from catalog.store.failpoints import from_environment
from catalog.store.schema import schema_state, upgrade
from search.errors import IndexUnavailable
from search.index import SearchIndex

log = logging.getLogger(__name__)


def open_record(settings: Settings) -> Database:
    """The database, with its tables: an empty one is given them.

    Raises DatabaseUnavailable; SchemaOutdated for one that another release made.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.effective_database_url())
    state = schema_state(database)
    if not state.current:
        state = upgrade(database)
    if not state.is_current:
        raise SchemaOutdated(
            f"The database is at schema {state.current}, this release needs {state.newest}. "
            "Make a copy of it, then run `mlhome db upgrade`."
        )
    return database


@contextmanager
def opened_record(settings: Settings) -> Iterator[Database]:
    """The same for as long as it is needed, then closed."""
    database = open_record(settings)
    try:
        yield database
    finally:
        database.close()


def search_engine(settings: Settings) -> Engine:
    return Engine(settings.search_url, settings.data_dir / "index", from_environment())


def open_current_index(settings: Settings, database: Database) -> SearchIndex | None:
    """The build that is in use, for reading; None where there is none that can be used."""
    engine = search_engine(settings)
    with database.read() as connection:
        build = current_build(connection, engine)
    try:
        return engine.open(build, writable=False) if build else None
    except IndexUnavailable as error:
        log.warning("searching without the index: %s", error)
        return None


def process_name() -> str:
    """Who holds a lease: this process on this machine."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def is_gone(name: str) -> bool:
    """Whether `process_name` of a process of this machine that is no more; False if unknown."""
    host, _, pid = name.rpartition(":")
    if host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
