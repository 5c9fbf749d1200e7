"""A predicate as the SQL condition on `entity` that means the same."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select, true, union_all

from catalog.browse.filters.asked import Asked, anything, begins, one_of
from catalog.browse.filters.fields import COLUMNS, LONGEST_KEY, RELATIONS, key_id
from catalog.browse.filters.predicate import (
    All,
    AnyOf,
    Exists,
    HasPrefix,
    Not,
    OneOf,
    Predicate,
)
from catalog.browse.filters.relations import related
from catalog.browse.reader import Reader
from catalog.store.tables import NO_VALUE, entity, filter_row


def condition(predicate: Predicate, reader: Reader) -> ColumnElement[bool]:
    """What the predicate asks of a row of `entity`, as the reader sees the catalog."""
    match predicate:
        case All(parts):
            return and_(true(), *(condition(part, reader) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(condition(part, reader) for part in parts))
        case Not(part):
            return not_(condition(part, reader))
        case Exists(key):
            return at_key(key, anything(), reader, even_without_value=True)
        case OneOf(key, values):
            return at_key(key, one_of(values), reader)
        case HasPrefix(key, prefix):
            return at_key(key, begins(prefix), reader)


def at_key(
    key: str, asked: Asked, reader: Reader, *, even_without_value: bool = False
) -> ColumnElement[bool]:
    """That some value at `key` is as asked; null is no value, but can be there."""
    if len(key) > LONGEST_KEY:
        return false()
    if key in COLUMNS:
        return and_(COLUMNS[key] != "", asked.of(COLUMNS[key]))
    if key.startswith(RELATIONS):
        return related(key.removeprefix(RELATIONS), asked, reader)
    rows = select(filter_row.c.entity_id).where(filter_row.c.key_id == key_id(key))
    if not even_without_value:
        rows = rows.where(filter_row.c.value != NO_VALUE, asked.of(filter_row.c.value))
    listed = item_rows(key) if asked.holds("true") else []
    return entity.c.id.in_(union_all(rows, *listed) if listed else rows)


def item_rows(key: str) -> list[Select[Any]]:
    """The entities that have `key` as a text in a list: `metadata.tags.java` is `true` for the
    tag `java`. Texts hold dots as well, so that any dot may be the one before the text."""
    parts = key.split(".")
    return [
        select(filter_row.c.entity_id).where(
            filter_row.c.key_id == key_id(".".join(parts[:at])),
            filter_row.c.value == ".".join(parts[at:]),
            filter_row.c.item,
        )
        for at in range(1, len(parts))
    ]
