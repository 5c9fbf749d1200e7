"""Entities as plugins are given them: as their descriptors declare them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, and_, select

from catalog.refresh.matching import are_for
from catalog.store.among import among
from catalog.store.tables import entity, version
from plugins.api import Entity


class Declared(NamedTuple):
    id: int
    version: int  # number of the document
    entity: Entity


def entities_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Declared]:
    """Those of the entities that are there."""
    return {it.id: it for it in _read(connection, among(connection, entity.c.id, ids))}


def annotated_entities(connection: Connection, annotations: Sequence[str]) -> list[Entity]:
    """All entities that have one of the annotations, by ref."""
    if not annotations:
        return []
    found = _read(connection, are_for((), annotations))
    return sorted((it.entity for it in found), key=lambda entity: entity.ref)


def _read(connection: Connection, which: ColumnElement[bool]) -> list[Declared]:
    newest = and_(version.c.entity_id == entity.c.id, version.c.number == entity.c.version)
    rows = connection.execute(
        select(
            *(entity.c.id, entity.c.ref, entity.c.namespace, entity.c.title),
            *(entity.c.version, version.c.document),
        )
        .join(version, newest)
        .where(which, entity.c.deleted_at.is_(None))
    )
    return [Declared(row.id, row.version, _entity(row)) for row in rows]


def _entity(row: Any) -> Entity:
    document = orjson.loads(row.document)
    return Entity(
        ref=row.ref,
        kind=document["kind"],
        namespace=row.namespace,
        name=document["metadata"]["name"],
        title=row.title,
        document=document,
    )
