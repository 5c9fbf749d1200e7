"""Entities as the record holds them, locked for the transaction that is about to change them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, select

from catalog.ingest.plan import KnownEntity
from catalog.ingest.sources import WrittenSource
from catalog.store.among import among
from catalog.store.proposals import TYPE as PROPOSALS
from catalog.store.tables import entity, location, source, version


def entities_of(connection: Connection, sources: Sequence[WrittenSource]) -> list[KnownEntity]:
    """The entities that the sources declare or declared."""
    refs = [declared.ref for source in sources for declared in source.prepared.entities]
    ids = [source.id for source in sources if not source.is_new]
    known = known_entities(connection, among(connection, entity.c.ref, refs))
    if ids:
        known += known_entities(connection, among(connection, entity.c.source_id, ids))
    return list({it.id: it for it in known}.values())


def known_entities(connection: Connection, which: ColumnElement[bool]) -> list[KnownEntity]:
    """Those to which the condition applies, in the order in which every writer locks them."""
    newest = and_(version.c.entity_id == entity.c.id, version.c.number == entity.c.version)
    rows = connection.execute(
        select(
            *(entity.c.id, entity.c.ref, entity.c.source_id, entity.c.line, entity.c.version),
            *(entity.c.revision, entity.c.orphan_since, entity.c.deleted_at, entity.c.updated_at),
            *(version.c.digest, func.coalesce(location.c.type == PROPOSALS, False)),
        )
        .outerjoin(version, newest)
        .outerjoin(source, source.c.id == entity.c.source_id)
        .outerjoin(location, location.c.id == source.c.location_id)
        .where(which)
        .order_by(entity.c.id)
        .with_for_update(of=entity)
    )
    return [KnownEntity._make(row) for row in rows]
