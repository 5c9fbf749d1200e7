"""Sorting entities by any path, and going on from a place in that order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_

from catalog.browse.filters.fields import COLUMNS, RELATIONS, key_id
from catalog.browse.selection import OrderField
from catalog.store.tables import NO_VALUE, entity, filter_row, relation


@dataclass(frozen=True, slots=True)
class SortKey:
    value: ColumnElement[Any]
    descending: bool = False
    missing_last: bool = False  # whatever the direction; else there is no row without a value

    def clause(self, *, backwards: bool = False) -> ColumnElement[Any]:
        clause = self.value.desc() if self.descending != backwards else self.value.asc()
        return clause.nulls_last() if self.missing_last else clause


def sort_keys(
    statement: Select[Any], order: Sequence[OrderField]
) -> tuple[Select[Any], list[SortKey]]:
    """The statement without the rows that lack the first field, and what it is sorted by.

    Where the first field is a list, an entity comes once for each of its items; that is how
    Backstage pages. Ties follow the id, in the direction of the first field.
    """
    if not order:
        return statement, [SortKey(entity.c.id)]
    first, *later = order
    statement, value = _first(statement, first.key)
    keys = [SortKey(value, first.descending)]
    keys += [
        SortKey(func.coalesce(_lowest(field.key), NO_VALUE), field.descending) for field in later
    ]
    return statement, [*keys, SortKey(entity.c.id, first.descending)]


def loose_sort_keys(order: Sequence[OrderField]) -> list[SortKey]:
    """An order that keeps every row, those without a value last; by ref where it says no more."""
    keys = [SortKey(_lowest(field.key), field.descending, True) for field in order]
    return [*keys, SortKey(entity.c.ref), SortKey(entity.c.id)]


def _first(statement: Select[Any], key: str) -> tuple[Select[Any], ColumnElement[Any]]:
    if key in COLUMNS:
        return statement.where(COLUMNS[key] != ""), COLUMNS[key]
    if key.startswith(RELATIONS):
        row = relation.alias("sorted")
        matches = func.lower(row.c.type) == key.removeprefix(RELATIONS)
        return statement.join(row, and_(row.c.entity_id == entity.c.id, matches)), row.c.target
    rows = filter_row.alias("sorted")
    joined = statement.join(
        rows, and_(rows.c.entity_id == entity.c.id, rows.c.key_id == key_id(key))
    )
    return joined.where(rows.c.value != NO_VALUE), rows.c.value


def _lowest(key: str) -> ColumnElement[Any]:
    """The smallest value at a path, null where there is none."""
    if key in COLUMNS:
        return func.nullif(COLUMNS[key], "")
    if key.startswith(RELATIONS):
        target = select(func.min(relation.c.target)).where(
            relation.c.entity_id == entity.c.id,
            func.lower(relation.c.type) == key.removeprefix(RELATIONS),
        )
        return target.scalar_subquery()
    value = select(func.min(filter_row.c.value)).where(
        filter_row.c.entity_id == entity.c.id,
        filter_row.c.key_id == key_id(key),
        filter_row.c.value != NO_VALUE,
    )
    return value.scalar_subquery()


def beyond(
    keys: Sequence[SortKey], values: Sequence[Any], *, backwards: bool = False
) -> ColumnElement[bool]:
    """That a row comes after (backwards: before) the place with these values."""
    directions = {key.descending for key in keys}
    if len(directions) == 1:  # a row value, which an index can serve
        here, there = tuple_(*(key.value for key in keys)), tuple_(*map(literal, values))
        return here < there if directions.pop() != backwards else here > there
    return or_(
        *(
            and_(
                *(key.value == value for key, value in zip(keys[:place], values, strict=False)),
                _past(keys[place], values[place], backwards),
            )
            for place in range(len(keys))
        )
    )


def _past(key: SortKey, value: Any, backwards: bool) -> ColumnElement[bool]:
    there = literal(value)
    return key.value < there if key.descending != backwards else key.value > there
