"""How often entries are opened. Counts only: never who opened what."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, case, func, select

from catalog.store.among import among
from catalog.store.rows import insert_rows
from catalog.store.tables import entity, view

DAY = 86400
OF_LATE = 30  # days, today among them
ADD_UP = 'ON CONFLICT (entity_id, day) DO UPDATE SET "count" = view."count" + excluded."count"'


def add_views(connection: Connection, counts: Mapping[str, int], now: float) -> None:
    """Add to today's counts, by ref. What was deleted in the meantime is passed over."""
    refs = select(entity.c.ref, entity.c.id).where(entity.c.ref.in_(counts))
    known = connection.execute(refs.where(entity.c.deleted_at.is_(None))).all()
    rows = sorted((row.id, int(now // DAY), counts[row.ref]) for row in known)
    insert_rows(connection, view, ("entity_id", "day", "count"), rows, ADD_UP)


def views_of_late(
    connection: Connection, now: float, ids: Collection[int] | None = None
) -> dict[int, int]:
    """How often entities (all of them, unless ids are given) were opened in the last 30 days.

    None were where an id is missing; those that were opened in the 30 days before are there.
    """
    since = int(now // DAY) - OF_LATE
    count = func.sum(case((view.c.day > since, view.c["count"]), else_=0))
    opened = select(view.c.entity_id, count).where(view.c.day > since - OF_LATE)
    if ids is not None:
        opened = opened.where(among(connection, view.c.entity_id, ids))
    rows = connection.execute(opened.group_by(view.c.entity_id))
    return {entity_id: int(views) for entity_id, views in rows}
