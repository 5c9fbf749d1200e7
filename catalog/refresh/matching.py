"""Which entities a function of a plugin is for: by kind, and by annotation."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, true

from catalog.store.among import among
from catalog.store.tables import entity, filter_key, filter_row
from plugins.api import Entity

PREFIX = "metadata.annotations."


def is_for(entity: Entity, kinds: Sequence[str], annotations: Sequence[str]) -> bool:
    """Whether an entity is of one of these kinds (empty: any) and has one of these annotations
    (empty: with or without)."""
    right_kind = not kinds or entity.kind.lower() in {kind.lower() for kind in kinds}
    return right_kind and (not annotations or any(it in entity.annotations for it in annotations))


def are_for(kinds: Sequence[str], annotations: Sequence[str]) -> ColumnElement[bool]:
    """The same in SQL, of rows of `entity`; for looking through all of them."""
    return and_(
        _of_kinds(kinds), entity.c.id.in_(_annotated(annotations)) if annotations else true()
    )


def some_are_for(
    connection: Connection, ids: Collection[int], kinds: Sequence[str], annotations: Sequence[str]
) -> ColumnElement[bool]:
    """The same for a few of which the ids are known: their own rows are looked at, not all rows
    of an annotation."""
    has_one = exists(
        select(filter_row.c.key_id).where(
            filter_row.c.entity_id == entity.c.id, filter_row.c.key_id.in_(_keys(annotations))
        )
    )
    wanted = among(connection, entity.c.id, ids)
    return and_(wanted, _of_kinds(kinds), has_one if annotations else true())


def any_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """True where one of them is; of none, nowhere."""
    return or_(entity.c.id.is_(None), *conditions)


def _of_kinds(kinds: Sequence[str]) -> ColumnElement[bool]:
    return entity.c.kind.in_([kind.lower() for kind in kinds]) if kinds else true()


def _annotated(annotations: Sequence[str]) -> Select[tuple[int]]:
    return select(filter_row.c.entity_id).where(filter_row.c.key_id.in_(_keys(annotations)))


def _keys(annotations: Sequence[str]) -> Select[tuple[int]]:
    names = [(PREFIX + annotation).lower() for annotation in annotations]
    return select(filter_key.c.id).where(filter_key.c.key.in_(names))
