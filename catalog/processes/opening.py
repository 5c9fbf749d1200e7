"""From settings to the parts that every process is made of."""

import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from catalog.errors import SchemaOutdated
from catalog.indexing import Engine, current_build
from catalog.ingest.options import IngestOptions
from catalog.ingest.parsing import ParsePool
from catalog.locations import LocationSpec, ReadPolicy, parse_target
from catalog.settings import Settings
from catalog.store.database import Database, open_database
from catalog.store.failpoints import from_environment
from catalog.store.schema import schema_state, upgrade
from descriptors.format import Format, shipped_format
from descriptors.problems import Problem
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


def read_policy(settings: Settings) -> ReadPolicy:
    allowed = settings.allowed_private_hosts
    networks = tuple(name for name in allowed if _is_network(name))
    return ReadPolicy(
        cache=settings.data_dir / "git",
        patterns=settings.patterns,
        allowed_hosts=tuple(name for name in allowed if name not in networks),
        allowed_networks=networks,
        url_prefixes=settings.allowed_urls,
        git_hosts=settings.makes_of_git_hosts(),
        git_credentials=Path(settings.git_credentials) if settings.git_credentials else None,
    )


def ingest_options(settings: Settings) -> IngestOptions:
    return IngestOptions(
        policy=read_policy(settings),
        orphan_policy=settings.orphan_policy,
        orphan_grace_seconds=settings.orphan_grace_seconds,
        read_every_seconds=settings.read_every_seconds,
        at=from_environment(),
    )


def parse_pool(settings: Settings, format: Callable[[], Format] = shipped_format) -> ParsePool:
    return ParsePool(
        format=format,
        processes=settings.parse_processes,
        deadline=settings.parse_deadline_seconds,
    )


def understood(
    targets: Sequence[str], settings: Settings
) -> tuple[list[LocationSpec], list[Problem]]:
    """What people typed as places to read from, and what is wrong with it."""
    makes = settings.makes_of_git_hosts()
    parsed = [parse_target(target, git_hosts=makes) for target in targets]
    specs = [spec for spec in parsed if isinstance(spec, LocationSpec)]
    return specs, [problem for problem in parsed if isinstance(problem, Problem)]


def _is_network(name: str) -> bool:
    try:
        ipaddress.ip_network(name)
    except ValueError:
        return False
    return True
