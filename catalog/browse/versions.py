"""The history of an entity: every state of its descriptor, who changed what, and when."""

from typing import Any

import orjson
from sqlalchemy import select

from catalog.browse.reader import Reader
from catalog.browse.views import FieldChange, VersionView
from catalog.store.database import Database
from catalog.store.tables import entity, version

LAST = 2**31 - 1  # no version has a higher number, nor would a database compare with one


def history(
    db: Database, reader: Reader, ref: str, limit: int = 50, before: int | None = None
) -> list[VersionView]:
    """The versions of an entity, newest first; `before` = below that number.

    The history outlives the entity: it is there for a deleted one, to those who could see it.
    """
    statement = (
        select(version)
        .join(entity, entity.c.id == version.c.entity_id)
        .where(reader.may_see(), entity.c.ref == ref)
        .order_by(version.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(version.c.number < max(0, min(before, LAST)))
    with db.read() as connection:
        return [_version(row) for row in connection.execute(statement)]


def _version(row: Any) -> VersionView:
    return VersionView(
        number=row.number,
        at=row.at,
        action=row.action,
        commit=row.commit,
        author=row.author,
        path=row.path,
        line=row.line,
        location=row.location,
        changed_at=row.changed_at,
        changes=tuple(_change(step) for step in orjson.loads(row.diff)),
    )


def _change(step: dict[str, Any]) -> FieldChange:
    return FieldChange(step["path"], step.get("before"), step.get("after"), step["op"])
