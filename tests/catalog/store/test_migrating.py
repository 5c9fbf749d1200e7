"""A database of each landed schema is brought to the newest, with all that is in it."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.store.database import open_database
from catalog.store.schema import schema_state, upgrade
from catalog.store.tables import entity, entry, filter_row, metadata

LANDED = sorted(Path(__file__).parent.glob("landed_*.sql"))


@pytest.mark.parametrize("dump", LANDED, ids=lambda dump: dump.stem)
def test_a_database_of_a_landed_schema_is_migrated(dump: Path, tmp_path: Path) -> None:
    file = tmp_path / "catalog.db"
    with sqlite3.connect(file) as old:
        old.executescript(dump.read_text(encoding="utf-8"))
    old.close()
    database = open_database(f"sqlite:///{file}")
    state = upgrade(database)
    assert state.is_current
    with database.read() as connection:
        for table in metadata.sorted_tables:
            connection.execute(select(table)).all()
        assert connection.scalar(select(entity.c.ref)) == "component:default/shop"
        assert b'"title":"The Shop"' in (connection.scalar(select(entry.c.body)) or b"")
        assert connection.execute(select(filter_row)).first() is not None
    database.close()


def test_there_is_a_dump_of_every_landed_schema(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'catalog.db'}")
    assert f"landed_{schema_state(database).newest}.sql" in {dump.name for dump in LANDED}
    database.close()
