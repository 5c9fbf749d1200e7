"""The two databases every contract of the store is tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade
from tests.parts.postgres import postgres_binaries, running_postgres
from tests.parts.sqlite import with_statements_known, write_tables

DATABASES = [
    pytest.param("sqlite"),
    pytest.param("postgres", marks=pytest.mark.postgres),
]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if postgres_binaries() is None:
        pytest.skip("needs a PostgreSQL server (Debian's package `postgresql`)")
    with running_postgres() as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> str:
    server = open_database(postgres_url)
    with server.write() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    server.close()
    return postgres_url


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
def empty_database(empty_database_url: str) -> Iterator[Database]:
    opened = open_database(empty_database_url, busy_seconds=2)
    yield opened
    opened.close()


@pytest.fixture
def database(empty_database: Database) -> Database:
    if empty_database.is_sqlite:
        write_tables(Path(str(empty_database.engine.url.database)))
        with_statements_known(empty_database)
    else:
        upgrade(empty_database)
    return empty_database
