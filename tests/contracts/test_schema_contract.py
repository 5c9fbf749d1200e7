"""Migrations give the tables of this release on every database."""

import threading

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from catalog.store.database import Database, open_database
from catalog.store.schema import metadata, schema_state, upgrade


def test_an_empty_database_has_no_schema(empty_database: Database) -> None:
    state = schema_state(empty_database)
    assert state.current == ""
    assert not state.is_current


def test_migrations_make_exactly_the_declared_tables(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_upgrade_of_the_newest_schema_changes_nothing(database: Database) -> None:
    before = schema_state(database)
    assert before.is_current
    assert upgrade(database) == before


def test_two_processes_may_upgrade_at_the_same_time(empty_database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        own = open_database(empty_database_url)
        try:
            upgrade(own)
        except BaseException as error:
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
