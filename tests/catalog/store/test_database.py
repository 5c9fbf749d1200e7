"""What SQLite alone needs care for: one writer, a full disk, a file that is no database."""

import contextlib
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from catalog.errors import DatabaseUnavailable
from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade
from catalog.store.tables import filter_key


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(f"sqlite:///{tmp_path / 'catalog.db'}", busy_seconds=0.1)
    upgrade(opened)
    return opened


def test_a_write_is_kept_and_a_failed_one_is_not(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(filter_key).values(key="kept"))
    with contextlib.suppress(RuntimeError), database.write() as connection:
        connection.execute(insert(filter_key).values(key="lost"))
        raise RuntimeError
    with database.read() as connection:
        assert connection.scalars(select(filter_key.c.key)).all() == ["kept"]


def test_a_database_another_one_is_writing_to_is_unavailable(database: Database) -> None:
    with (
        database.write(),
        pytest.raises(DatabaseUnavailable, match="locked"),
        database.write(),
    ):
        pass


def test_readers_are_not_stopped_by_a_writer(database: Database) -> None:
    with database.write() as writing:
        writing.execute(insert(filter_key).values(key="new"))
        with database.read() as reading:
            assert reading.scalars(select(filter_key.c.key)).all() == []


def test_a_read_sees_one_moment(database: Database) -> None:
    with database.read() as reading:
        assert reading.scalars(select(filter_key.c.key)).all() == []
        with database.write() as writing:
            writing.execute(insert(filter_key).values(key="later"))
        assert reading.scalars(select(filter_key.c.key)).all() == []


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "catalog.db"
    file.write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        upgrade(open_database(f"sqlite:///{file}"))


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        upgrade(open_database(f"sqlite:///{tmp_path / 'missing' / 'catalog.db'}"))


@pytest.mark.postgres
def test_a_postgresql_nobody_answers_for_is_unavailable() -> None:
    with pytest.raises(DatabaseUnavailable):
        upgrade(open_database("postgresql://postgres@127.0.0.1:1/postgres", busy_seconds=2))
