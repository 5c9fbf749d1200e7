"""How much plugins know."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select, union_all

from catalog.store.database import Database
from catalog.store.plugin_tables import attachment

PluginType = tuple[str, str]  # plugin, attachment type


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many attachments of a type there are now, of how many entities, and the latest of the
    times at which one came to be as it is."""

    type: str
    attachments: int
    entities: int
    changed_at: float


def counts_by_type(db: Database, plugin: str) -> list[TypeCount]:
    """What a plugin knows now, by type."""
    counts = (
        func.count(),
        func.count(attachment.c.entity_id.distinct()),
        func.max(attachment.c.since),
    )
    rows = (
        select(attachment.c.type, *counts)
        .where(attachment.c.plugin == plugin, attachment.c.until.is_(None))
        .group_by(attachment.c.type)
        .order_by(attachment.c.type)
    )
    with db.read() as connection:
        return [TypeCount(*row) for row in connection.execute(rows)]


def known_types(db: Database, types: Collection[PluginType]) -> set[PluginType]:
    """Those of the types of which anything is known."""
    if not types:
        return set()
    firsts = [
        select(
            select(attachment.c.plugin, attachment.c.type)
            .where(
                attachment.c.plugin == plugin,
                attachment.c.type == type,
                attachment.c.until.is_(None),
            )
            .limit(1)
            .subquery()
        )
        for plugin, type in sorted(types)
    ]
    with db.read() as connection:
        return {(row[0], row[1]) for row in connection.execute(union_all(*firsts))}
