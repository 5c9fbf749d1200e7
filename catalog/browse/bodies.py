"""Single entities, as the bytes that are stored."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select

from catalog.browse.reader import Reader
from catalog.browse.selection import Selection
from catalog.store.among import among_given, as_list
from catalog.store.database import Database
from catalog.store.tables import entity, entry


def body(db: Database, reader: Reader, ref: str) -> bytes | None:
    """The entity with this canonical ref."""
    return _one(db, _visible(reader).where(entity.c.ref == ref))


def body_by_uid(db: Database, reader: Reader, uid: str) -> bytes | None:
    return _one(db, _visible(reader).where(entity.c.uid == uid))


def bodies_by_refs(
    db: Database, reader: Reader, refs: Sequence[str], selection: Selection
) -> list[bytes | None]:
    """One body for each ref, in their order; None for what is missing or not selected.

    Refs are compared as they are: only canonical ones are found. Raises InvalidFilter.
    """
    dialect = db.engine.dialect.name
    statement = _with_refs(reader, dialect)
    if selection != Selection():
        statement = statement.where(selection.matches(reader))
    with db.read() as connection:
        rows = connection.execute(statement, {"refs": as_list(dialect, refs)})
        found: dict[str, bytes] = dict(rows.all())
    return [found.get(ref) for ref in refs]


@lru_cache
def _with_refs(reader: Reader, dialect: str) -> Select[Any]:
    """Kept, as making it takes longer than a database takes to find a hundred."""
    joined = select(entity.c.ref, entry.c.body).join(entry, entry.c.entity_id == entity.c.id)
    return joined.where(reader.sees(), among_given(dialect, entity.c.ref, "refs"))


def _visible(reader: Reader) -> Select[tuple[bytes]]:
    joined = select(entry.c.body).join(entity, entity.c.id == entry.c.entity_id)
    return joined.where(reader.sees())


def _one(db: Database, statement: Select[tuple[bytes]]) -> bytes | None:
    with db.read() as connection:
        row = connection.execute(statement).one_or_none()
    return row.body if row else None
