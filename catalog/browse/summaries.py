"""Short views of entities, for lists of any kind."""

import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Select, func, select

from catalog.browse.reader import Reader
from catalog.browse.views import EntrySummary
from catalog.store.database import Database
from catalog.store.tables import entity, entry, view

_DAY = 86400
_COLUMNS = ("ref", "namespace", "title", "type", "lifecycle", "owner", "project", "updated_at")


def summaries(db: Database, reader: Reader, refs: Iterable[str]) -> dict[str, EntrySummary]:
    """By ref, those of the refs that the reader can see."""
    known = known_fields(db, reader, refs)
    return {ref: EntrySummary(**fields) for ref, fields in known.items()}


def known_fields(db: Database, reader: Reader, refs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By ref, the fields of a summary."""
    wanted = list(refs)
    if not wanted:
        return {}
    statement = summary_rows(reader).where(entity.c.ref.in_(wanted))
    with db.read() as connection:
        return {row.ref: summary_fields(row) for row in connection.execute(statement)}


def recently_changed(
    db: Database, reader: Reader, limit: int = 10, without: Sequence[str] = ()
) -> list[EntrySummary]:
    """The entities whose descriptor changed last, newest first, `without` those of some kinds."""
    order = (entity.c.updated_at.desc(), entity.c.id.desc())
    seen = (reader.sees(), entity.c.kind.not_in(without))
    newest = select(entity.c.id).where(*seen).order_by(*order).limit(limit)
    chosen = entity.c.id.in_(newest)
    return _read(db, summary_rows(reader).where(chosen).order_by(*order))


def most_viewed(
    db: Database, reader: Reader, limit: int = 10, days: int = 30
) -> list[EntrySummary]:
    """The entities whose pages were opened most often of late."""
    since = int(time.time() // _DAY) - days
    views = (
        select(view.c.entity_id, func.sum(view.c.count).label("views"))
        .where(view.c.day >= since)
        .group_by(view.c.entity_id)
        .subquery()
    )
    most = summary_rows(reader).join(views, views.c.entity_id == entity.c.id)
    return _read(db, most.order_by(views.c.views.desc(), entity.c.name).limit(limit))


def counts_by(db: Database, reader: Reader, column: str) -> list[tuple[str, int]]:
    """How many entities have each value of a column of `entity`, most frequent first."""
    field = entity.c[column]
    statement = (
        select(field, func.count())
        .where(reader.sees(), field != "")
        .group_by(field)
        .order_by(func.count().desc(), field)
    )
    with db.read() as connection:
        return [(value, count) for value, count in connection.execute(statement)]


@lru_cache(maxsize=64)  # making a statement takes as long as asking it
def summary_rows(reader: Reader) -> Select[Any]:
    """What `summary_fields` needs, of everything the reader sees."""
    return (
        select(*(entity.c[name] for name in _COLUMNS), entry.c.body)
        .join(entry, entry.c.entity_id == entity.c.id)
        .where(reader.sees())
    )


def summary_fields(row: Any, document: dict[str, Any] | None = None) -> dict[str, Any]:
    """The fields of a summary: text as it was written, refs as they were resolved.

    `document` is what stands in the row's body, where that has been read already.
    """
    document = orjson.loads(row.body) if document is None else document
    metadata, spec = document["metadata"], document.get("spec") or {}
    return {
        "ref": row.ref,
        "kind": document["kind"],
        "namespace": row.namespace,
        "name": metadata["name"],
        "title": row.title,
        "description": _text(metadata.get("description")),
        "type": _text(spec.get("type")) or row.type,
        "lifecycle": _text(spec.get("lifecycle")) or row.lifecycle,
        "owner": row.owner,
        "project": row.project,
        "tags": tuple(str(tag) for tag in metadata.get("tags") or ()),
        "updated_at": row.updated_at,
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _read(db: Database, statement: Select[Any]) -> list[EntrySummary]:
    with db.read() as connection:
        return [EntrySummary(**summary_fields(row)) for row in connection.execute(statement)]
