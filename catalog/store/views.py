"""How often entries are opened. Counts only: never who opened what."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from catalog.store.rows import insert_rows
from catalog.store.tables import entity, view

DAY = 86400
ADD_UP = 'ON CONFLICT (entity_id, day) DO UPDATE SET "count" = view."count" + excluded."count"'


def add_views(connection: Connection, counts: Mapping[str, int], now: float) -> None:
    """Add to today's counts, by ref. What was deleted in the meantime is passed over."""
    refs = select(entity.c.ref, entity.c.id).where(entity.c.ref.in_(counts))
    known = connection.execute(refs.where(entity.c.deleted_at.is_(None))).all()
    rows = sorted((row.id, int(now // DAY), counts[row.ref]) for row in known)
    insert_rows(connection, view, ("entity_id", "day", "count"), rows, ADD_UP)
