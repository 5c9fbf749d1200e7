"""How an entity came to be read: the `Location` entities that led to its file."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from catalog.browse.reader import Reader
from catalog.store.database import Database
from catalog.store.tables import entity, entry, source


@dataclass(frozen=True, slots=True)
class Ancestor:
    """An entity on the way; `parent` is the ref of the `Location` that names its file, or ""."""

    ref: str
    body: bytes
    parent: str


def ancestry(db: Database, reader: Reader, ref: str) -> list[Ancestor]:
    """The entity, then its ancestors, nearest first; empty when there is no such entity.

    Locations may name each other in a circle: each is listed once.
    """
    found: dict[str, Ancestor] = {}
    with db.read() as connection:
        while ref and ref not in found:
            ancestor = _one(connection, reader, ref)
            if ancestor is None:
                break
            found[ref] = ancestor
            ref = ancestor.parent
    return list(found.values())


def _one(connection: Connection, reader: Reader, ref: str) -> Ancestor | None:
    statement = (
        select(entry.c.body, source.c.via)
        .select_from(entity)
        .join(entry, entry.c.entity_id == entity.c.id)
        .outerjoin(source, source.c.id == entity.c.source_id)
        .where(reader.sees(), entity.c.ref == ref)
    )
    row = connection.execute(statement).one_or_none()
    return Ancestor(ref, row.body, row.via or "") if row else None
