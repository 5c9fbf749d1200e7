"""A predicate as the SQL condition on `entity` that means the same."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, false, literal, not_, or_, select, true

from catalog.browse.filters.fields import COLUMNS, RELATIONS, key_id
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

# Makes of a column holding values the condition asked of one value.
Test = Callable[[ColumnElement[str]], ColumnElement[bool]]


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
            return at_key(key, lambda value: value != "", reader, and_empty=True)
        case OneOf(key, values):
            return at_key(key, _equals(values), reader)
        case HasPrefix(key, prefix):
            return at_key(key, lambda value: value.startswith(prefix, autoescape=True), reader)


def at_key(key: str, test: Test, reader: Reader, *, and_empty: bool = False) -> ColumnElement[bool]:
    """That some value at `key` passes the test; `and_empty` lets any row of it pass."""
    if key in COLUMNS:
        return and_(COLUMNS[key] != "", test(COLUMNS[key]))
    if key.startswith(RELATIONS):
        return related(key.removeprefix(RELATIONS), test, reader)
    rows = select(filter_row.c.entity_id).where(filter_row.c.key_id == key_id(key))
    if not and_empty:
        rows = rows.where(filter_row.c.value != NO_VALUE, test(filter_row.c.value))
    return entity.c.id.in_(rows)


def _equals(values: tuple[str, ...]) -> Test:
    if len(values) == 1:
        return lambda column: column == literal(values[0])
    return lambda column: column.in_(values)
