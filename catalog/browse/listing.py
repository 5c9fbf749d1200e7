"""Many entities at once, as the bytes that are stored: nothing here parses a document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select

from catalog.browse.cursor import Cursor
from catalog.browse.order import SortKey, beyond, loose_sort_keys, sort_keys
from catalog.browse.reader import Reader
from catalog.browse.selection import Selection
from catalog.store.database import Database
from catalog.store.tables import entity, entry


@dataclass(frozen=True, slots=True)
class Page:
    """Bodies in order, how many there are in all, and the ways on and back ("" = none)."""

    items: list[bytes]
    total: int
    next_cursor: str = ""
    prev_cursor: str = ""


def first_page(
    db: Database,
    reader: Reader,
    selection: Selection,
    *,
    limit: int,
    offset: int = 0,
    count: bool = True,
) -> Page:
    """The beginning of a listing; raises InvalidFilter."""
    statement, keys = _sorted(selection, reader)
    at_once = count and bool(selection.term)
    with db.read() as connection:
        rows = _rows(connection, statement, keys, limit + 1, offset=offset, count=at_once)
        if at_once and rows:
            total: int | None = int(rows[0].total)
        else:
            total = _total(connection, statement, len(rows), limit, offset) if count else None
    position = Cursor(selection, (), backwards=False, total=total)
    return _page(rows, position, limit)


def page_at(db: Database, reader: Reader, cursor: Cursor, *, limit: int) -> Page:
    """The page a cursor points at, of the listing it was given out for."""
    statement, keys = _sorted(cursor.selection, reader)
    place = beyond(keys, cursor.position, backwards=cursor.backwards)
    with db.read() as connection:
        rows = _rows(
            connection, statement.where(place), keys, limit + 1, backwards=cursor.backwards
        )
    return _page(rows, cursor, limit)


def all_bodies(
    db: Database, reader: Reader, selection: Selection, *, limit: int | None = None, offset: int = 0
) -> list[bytes]:
    """Everything that is selected, or a part of it in order (by ref where none is asked for).

    An order without limit leaves out what lacks its first field; with one it comes last.
    Raises InvalidFilter.
    """
    statement = select(entity.c.id).where(selection.matches(reader))
    if limit is not None or offset:
        keys = loose_sort_keys(selection.order)
    elif selection.order:
        statement, keys = sort_keys(statement, selection.order)
    else:
        return _unordered(db, reader, selection)
    with db.read() as connection:
        rows = _rows(connection, statement, keys, limit, offset=offset)
    return [row.body for row in rows if row.body is not None]


def _unordered(db: Database, reader: Reader, selection: Selection) -> list[bytes]:
    statement = select(entry.c.body).join(entity, entity.c.id == entry.c.entity_id)
    with db.read() as connection:
        return list(connection.execute(statement.where(selection.matches(reader))).scalars())


def _sorted(selection: Selection, reader: Reader) -> tuple[Select[Any], list[SortKey]]:
    statement = select(entity.c.id).where(selection.matches(reader))
    return sort_keys(statement, selection.order)


def _rows(
    connection: Connection,
    statement: Select[Any],
    keys: Sequence[SortKey],
    limit: int | None,
    *,
    offset: int = 0,
    backwards: bool = False,
    count: bool = False,
) -> list[Any]:
    """(body, sort values …, id) in order, or in reverse order; with `count` also their `total`.

    The ids are chosen first, so that sorting never carries bodies. A body is null in the moment
    between an entity's first reading and its stitching.
    """
    matches, keys = _matches(statement, keys, count=count)
    ordered = matches.order_by(*_clauses(keys, backwards))
    chosen = ordered.limit(limit).offset(offset or None).subquery("chosen")
    keys = _of(chosen, keys)
    with_body = chosen.outerjoin(entry, entry.c.entity_id == keys[-1].value)
    page = select(entry.c.body, *chosen.c).select_from(with_body)
    return list(connection.execute(page.order_by(*_clauses(keys, backwards))))


def _matches(
    statement: Select[Any], keys: Sequence[SortKey], *, count: bool
) -> tuple[Select[Any], Sequence[SortKey]]:
    """The sort values of what matches; with `count` their `total` in the same pass, where another
    one would look into every text again."""
    labelled = [key.value.label(f"sort_{place}") for place, key in enumerate(keys)]
    matches = statement.with_only_columns(*labelled, maintain_column_froms=True)
    if not count:
        return matches, keys
    found = matches.cte("found")
    total = select(func.count()).select_from(found).scalar_subquery()
    return select(found, total.label("total")), _of(found, keys)


def _clauses(keys: Sequence[SortKey], backwards: bool) -> list[ColumnElement[Any]]:
    return [key.clause(backwards=backwards) for key in keys]


def _of(rows: FromClause, keys: Sequence[SortKey]) -> list[SortKey]:
    """The same order, of rows chosen before."""
    return [replace(key, value=rows.c[f"sort_{place}"]) for place, key in enumerate(keys)]


def _total(
    connection: Connection, statement: Select[Any], found: int, limit: int, offset: int
) -> int:
    if found <= limit and (found or not offset):  # the page holds the end of the listing
        return offset + found
    counting = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return connection.execute(counting).scalar_one()


def _page(rows: list[Any], cursor: Cursor, limit: int) -> Page:
    more, rows = len(rows) > limit, rows[:limit]
    if cursor.backwards:
        rows.reverse()
    came_from = bool(cursor.position)
    forward = came_from if cursor.backwards else more
    back = more if cursor.backwards else came_from
    return Page(
        items=[row.body for row in rows if row.body is not None],
        total=cursor.total or 0,
        next_cursor=_cursor_at(rows[-1], cursor, backwards=False) if rows and forward else "",
        prev_cursor=_cursor_at(rows[0], cursor, backwards=True) if rows and back else "",
    )


def _cursor_at(row: Any, cursor: Cursor, *, backwards: bool) -> str:
    values = tuple(row)[1 : len(cursor.selection.order) + 2]
    return Cursor(cursor.selection, values, backwards, cursor.total).encode()
