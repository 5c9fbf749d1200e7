"""Relations as something to filter by: each is stored once, and holds in both directions."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select, union

from catalog.browse.filters.asked import Asked
from catalog.browse.reader import Reader
from catalog.store.tables import entity, relation


def relation_pairs(type: str, reader: Reader, asked: Asked) -> Subquery:
    """(entity_id, ref) for each relation of this lower-case type to a ref that is as asked.

    An owner may be inherited from the project, so ownership is answered from `entity.owner`.
    """
    near, far = entity.alias("near"), entity.alias("far")
    if type == "ownedby":
        owned = select(near.c.id.label("entity_id"), near.c.owner.label("ref"))
        return owned.where(near.c.owner != "", asked.of(near.c.owner)).subquery("pairs")
    if type == "ownerof":
        owners = select(near.c.id.label("entity_id"), far.c.ref.label("ref"))
        joined = owners.join_from(far, near, near.c.ref == far.c.owner)
        return joined.where(asked.of(far.c.ref), reader.sees(far)).subquery("pairs")
    return union(_declared(type, asked), _inverse(type, reader, asked)).subquery("pairs")


def related(type: str, asked: Asked, reader: Reader) -> ColumnElement[bool]:
    """That the entity has a relation of this lower-case type to a ref that is as asked."""
    return entity.c.id.in_(select(relation_pairs(type, reader, asked).c.entity_id))


def _declared(type: str, asked: Asked) -> Select[Any]:
    return select(relation.c.entity_id, relation.c.target.label("ref")).where(
        asked.of(relation.c.target), func.lower(relation.c.type) == type
    )


def _inverse(type: str, reader: Reader, asked: Asked) -> Select[Any]:
    near, far = entity.alias("near"), entity.alias("far")
    return (
        select(near.c.id.label("entity_id"), far.c.ref.label("ref"))
        .select_from(far)
        .join(relation, relation.c.entity_id == far.c.id)
        .join(near, near.c.ref == relation.c.target)
        .where(asked.of(far.c.ref), func.lower(relation.c.inverse) == type, reader.sees(far))
    )
