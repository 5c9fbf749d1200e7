"""How often each value occurs at a path, among the entities that are selected."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, func, select

from catalog.browse.filters.asked import anything
from catalog.browse.filters.fields import COLUMNS, RELATIONS, key_id
from catalog.browse.filters.relations import relation_pairs
from catalog.browse.reader import Reader
from catalog.browse.remembered import Remembered
from catalog.browse.selection import Selection
from catalog.browse.views import Facet
from catalog.store.database import Database
from catalog.store.tables import NO_VALUE, entity, entry, filter_row

FacetMemory = Remembered[list[Facet]]


def facets(
    db: Database,
    reader: Reader,
    keys: Iterable[str],
    selection: Selection,
    memory: FacetMemory | None = None,
) -> dict[str, list[Facet]]:
    """For each path as asked, its values as they were written, sorted; raises InvalidFilter.

    `memory` keeps counts until the catalog changes: they are asked for with every page.
    """
    selected = selection.matches(reader)
    with db.read() as connection:
        count = partial(_facet, connection, selected=selected, reader=reader)
        if memory is None:
            return {key: count(key) for key in keys}
        asked = (reader, selection.identity())
        return {key: memory.answer(connection, (key, *asked), partial(count, key)) for key in keys}


def _facet(
    connection: Connection, key: str, selected: ColumnElement[bool], reader: Reader
) -> list[Facet]:
    counts = _counts(connection, key.lower(), selected, reader)
    return [Facet(value, count) for value, count in sorted(counts.items())]


def _counts(
    connection: Connection, key: str, selected: ColumnElement[bool], reader: Reader
) -> Counter[str]:
    if key in COLUMNS:
        return _of_column(connection, key, COLUMNS[key], selected)
    if key.startswith(RELATIONS):
        return _of_relation(connection, key.removeprefix(RELATIONS), selected, reader)
    return _of_rows(connection, key, selected)


def _of_rows(connection: Connection, key: str, selected: ColumnElement[bool]) -> Counter[str]:
    written = func.coalesce(filter_row.c.original, filter_row.c.value)
    statement = (
        select(written, func.count())
        .join(entity, entity.c.id == filter_row.c.entity_id)
        .where(filter_row.c.key_id == key_id(key), filter_row.c.value != NO_VALUE, selected)
        .group_by(written)
    )
    return _as_counter(connection.execute(statement))


def _of_relation(
    connection: Connection, type: str, selected: ColumnElement[bool], reader: Reader
) -> Counter[str]:
    pairs = relation_pairs(type, reader, anything())
    statement = (
        select(pairs.c.ref, func.count())
        .join(entity, entity.c.id == pairs.c.entity_id)
        .where(selected)
        .group_by(pairs.c.ref)
    )
    return _as_counter(connection.execute(statement))


def _of_column(
    connection: Connection, key: str, column: Column[str], selected: ColumnElement[bool]
) -> Counter[str]:
    """Columns are lower case; what was written otherwise is in filter rows, kinds in bodies."""
    statement = select(column, func.count(), func.min(entity.c.id))
    rows = connection.execute(statement.where(selected, column != "").group_by(column)).all()
    if key == "kind":
        kinds = _kinds_as_written(connection, [row[2] for row in rows])
        return Counter({kinds.get(id, kind): count for kind, count, id in rows})
    return _with_original_case(
        connection, key, selected, Counter({value: count for value, count, _id in rows})
    )


def _kinds_as_written(connection: Connection, ids: list[int]) -> dict[int, str]:
    rows = connection.execute(select(entry).where(entry.c.entity_id.in_(ids)))
    return {row.entity_id: orjson.loads(row.body)["kind"] for row in rows}


def _with_original_case(
    connection: Connection, key: str, selected: ColumnElement[bool], counts: Counter[str]
) -> Counter[str]:
    statement = (
        select(filter_row.c.value, filter_row.c.original, func.count())
        .join(entity, entity.c.id == filter_row.c.entity_id)
        .where(filter_row.c.key_id == key_id(key), filter_row.c.original.is_not(None), selected)
        .group_by(filter_row.c.value, filter_row.c.original)
    )
    for value, original, count in connection.execute(statement):
        counts[value] -= count
        counts[original] += count
    return +counts


def _as_counter(rows: Iterable[Any]) -> Counter[str]:
    return Counter(dict(tuple(row) for row in rows))
