"""Migrations: from an empty or older database to the tables of this release."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from catalog.store import (
    comparison_tables,
    fact_tables,
    plugin_tables,
    tables,
    upload_tables,
)
from catalog.store.database import Database

FOLDER = Path(__file__).parent / "migrations"
# One metadata holds the tables of all modules that are named here.
TABLES = (tables, plugin_tables, fact_tables, comparison_tables, upload_tables)
metadata = tables.metadata
# Any number: PostgreSQL's advisory lock that two processes starting at once both ask for.
MIGRATION_LOCK = 7_204_113


@dataclass(frozen=True)
class SchemaState:
    current: str  # empty: no tables yet
    newest: str

    @property
    def is_current(self) -> bool:
        return self.current == self.newest


def schema_state(database: Database) -> SchemaState:
    """Which migration the database is at, and which this release needs."""
    with database.read() as connection:
        return _state(connection)


def upgrade(database: Database) -> SchemaState:
    """Bring the database to this release's schema in one transaction; harmless when it is there.

    Raises DatabaseUnavailable. A database of a newer release is left alone: its state then has
    a `current` this release doesn't know.
    """
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        state = _state(connection)
        if state.is_current or not _is_known(state.current):
            return state
        _migrate(connection)
        return _state(connection)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))


def _state(connection: Connection) -> SchemaState:
    current = MigrationContext.configure(connection).get_current_revision()
    return SchemaState(current or "", _scripts().get_current_head() or "")


def _is_known(revision: str) -> bool:
    return not revision or any(revision == known.revision for known in _scripts().walk_revisions())


def _migrate(connection: Connection) -> None:
    scripts = _scripts()

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs("head", revision)

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(
            connection=connection, target_metadata=metadata, transactional_ddl=False
        )
        environment.run_migrations()
