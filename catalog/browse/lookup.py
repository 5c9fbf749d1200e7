"""Search without an index: the query's words looked for in names and titles, with SQL.

It reads the same query language, so that filters and negations still mean what they say; there is
no stemming, no typo is forgiven, and order is by title unless asked otherwise.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, not_, or_, select, true

from catalog.browse.cursor import decode_json, encode_json
from catalog.browse.filters.asked import has_part, one_of
from catalog.browse.filters.compile import at_key
from catalog.browse.reader import Reader
from catalog.browse.summaries import summary_fields, summary_rows
from catalog.browse.views import Facet, Found, SearchPage
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.tables import entity
from search.errors import InvalidCursor
from search.looking_up import looked_up
from search.query import parse_query
from search.query.tree import And, Between, Ids, Is, Node, Not, Or, Words
from search.request import SearchRequest

_COLUMNS: dict[str, ColumnElement[Any]] = {
    name: entity.c[name]
    for name in ("kind", "namespace", "type", "lifecycle", "owner", "project", "ref")
}
_REFS = ("owner", "project", "ref")
_SORTS = {
    "title": func.lower(entity.c.title),
    "name": entity.c.name,
    "kind": entity.c.kind,
    "updated": entity.c.updated_at,
}
_PATHS = {"tag": "metadata.tags", "domain": "spec.domain"}


def lookup(db: Database, reader: Reader, request: SearchRequest) -> SearchPage:
    """One `degraded` page of what SQL finds; raises InvalidCursor."""
    query = parse_query(request.query, request.fields)
    tree = looked_up(query.tree, request.fields, request.look_up)
    start = _start(request.cursor)
    with db.read() as connection:
        matches = and_(
            _condition(tree, reader, connection),
            *(_any_of(field, values, reader) for field, values in request.filters.items()),
        )
        counting = select(func.count()).select_from(entity).where(reader.sees(), matches)
        total = connection.execute(counting).scalar_one()
        rows = connection.execute(_ordered(reader, matches, request.sort, start, request.limit))
        hits = tuple(_found(row) for row in rows)
        facets = {
            name: tuple(Facet(value, count) for value, count in connection.execute(counts))
            for name in request.facets
            if (counts := _facet(name, reader, matches)) is not None
        }
    end = start + request.limit
    more = encode_json({"sql": end}) if end < total else ""
    return SearchPage(total, hits, facets, more, understood=query.chips, degraded=True)


def _condition(node: Node, reader: Reader, connection: Connection) -> ColumnElement[bool]:
    match node:
        case Words(text, _phrase, field):
            return _words(text, field, reader)
        case Is(field, values):
            return _any_of(field, values, reader)
        case Not(part):
            return not_(_condition(part, reader, connection))
        case And(parts):
            return and_(true(), *(_condition(part, reader, connection) for part in parts))
        case Or(parts):
            return or_(false(), *(_condition(part, reader, connection) for part in parts))
        case Between("updated_at" | "updated", low, high):
            return _between(entity.c.updated_at, low, high)
        case Between():
            return false()
        case Ids(ids):
            return among(connection, entity.c.id, ids)


def _words(text: str, field: str, reader: Reader) -> ColumnElement[bool]:
    word = text.strip().lower()
    if field == "description":
        key = "metadata.description"
        return at_key(key, has_part(word), reader)
    name = entity.c.name.contains(word, autoescape=True)
    title = func.lower(entity.c.title).contains(word, autoescape=True)
    return {"name": name, "title": title}.get(field, or_(name, title))


def _any_of(field: str, values: tuple[str, ...], reader: Reader) -> ColumnElement[bool]:
    wanted = [value.lower() for value in values]
    if field in _PATHS:
        return at_key(_PATHS[field], one_of(tuple(wanted)), reader)
    column = _COLUMNS.get(field)
    if column is None:
        return false()
    short = [column.endswith(f"/{value}", autoescape=True) for value in wanted]
    return or_(column.in_(wanted), *(short if field in _REFS else ()))


def _between(
    column: ColumnElement[float], low: float | None, high: float | None
) -> ColumnElement[bool]:
    return and_(
        true() if low is None else column >= low, true() if high is None else column <= high
    )


def _ordered(
    reader: Reader, matches: ColumnElement[bool], sort: str, start: int, limit: int
) -> Select[Any]:
    column = _SORTS.get(sort.lstrip("-"), _SORTS["title"])
    order = column.desc() if sort.startswith("-") else column.asc()
    rows = summary_rows(reader).where(matches).order_by(order, entity.c.id)
    return rows.limit(limit).offset(start)


def _facet(name: str, reader: Reader, matches: ColumnElement[bool]) -> Select[Any] | None:
    column = _COLUMNS.get(name)
    if column is None:
        return None
    counts = select(column, func.count()).where(reader.sees(), matches, column != "")
    return counts.group_by(column).order_by(func.count().desc(), column)


def _found(row: Any) -> Found:
    return Found(**summary_fields(row), score=0.0)


def _start(cursor: str) -> int:
    """Where to go on; a cursor of the index can't be gone on from here."""
    if not cursor:
        return 0
    try:
        start = decode_json(cursor).get("sql")
    except ValueError:
        start = None
    if not isinstance(start, int) or not 0 <= start < 2**31:
        raise InvalidCursor("this page belongs to a search that cannot be continued now")
    return start
