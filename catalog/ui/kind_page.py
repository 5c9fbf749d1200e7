"""The list of a kind at /catalog/<kind>: a table, filtered by facets, sorted by its heads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.browse.views import Found
from catalog.ui.addresses import with_query
from catalog.ui.asking import FACETS, Asked, asked_by
from catalog.ui.exports import export
from catalog.ui.finding import find, titles_of
from catalog.ui.kind_table import kind_columns, kind_rows
from catalog.ui.kinds import KindLook, is_listed, look_of
from catalog.ui.listed import lines_of
from catalog.ui.parts import PageParts
from catalog.ui.showing import show, wants_part
from catalog.ui.tables import Row, Table, asked_of, sorted_rows
from descriptors.format import make_kind
from search.errors import InvalidCursor

PAGE = 50
AT_ONCE = 200  # entities read at a time where all are wanted
# Lists of up to so many are sorted here, by any column; longer ones by what the index sorts by.
FEW = 1_000
INDEXED = ("title", "updated", "views")
FACETS_OF_A_KIND = tuple(field for field in FACETS if field != "kind")


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of the rows; `found` has the counts of all of them."""

    found: browse.SearchPage
    rows: tuple[Row, ...]
    next_cursor: str


def kind_page(parts: PageParts, kind: str) -> AnyResponse:
    """The table of all entities of a kind, or the file it is asked for as."""
    if kind != kind.lower():
        address = with_query(f"/catalog/{quote(kind.lower(), safe='')}", request.args.items(True))
        return redirect(address, 301)
    if not _is_known(parts, kind):
        abort(404)
    asked, look = asked_by(f"/catalog/{kind}", request.args, kind, "title"), look_of(kind)
    try:
        page = _page(parts, asked, look)
    except InvalidCursor:
        return redirect(asked.address())
    table = _table(asked, look, page)
    every = _all_rows(parts, asked, look, page.found.total)
    return export(table, every, look.plural) or _shown(parts, asked, look, page, table)


def _shown(
    parts: PageParts, asked: Asked, look: KindLook, page: _Page, table: Table
) -> AnyResponse:
    answer = show(
        "kind.html",
        asked=asked,
        found=page.found,
        table=table,
        kind=look,
        facet_names={field: FACETS[field] for field in FACETS_OF_A_KIND},
        titles=titles_of(parts, page.found, asked),
        locations=() if page.found.hits else browse.locations(parts.database),
    )
    if wants_part():
        answer.headers["HX-Push-Url"] = asked.address(cursor=asked.cursor)
    return answer


def _is_known(parts: PageParts, kind: str) -> bool:
    """Whether the catalog or a plugin in use brings the kind, or something is of it."""
    if is_listed(kind):
        return True
    brought = (make_kind(schema) for one in parts.plugins().loaded for schema in one.kinds)
    if any(one.name.lower() == kind for one in brought):
        return True
    return kind in dict(browse.counts_by(parts.database, parts.reader(), "kind"))


def _table(asked: Asked, look: KindLook, page: _Page) -> Table:
    few = page.found.total <= FEW
    return Table(
        title=look.plural,
        columns=kind_columns(look, page.rows, lambda key: few or key in INDEXED),
        rows=page.rows,
        asked=asked_of(asked.path, request.args, default_sort="title"),
        next_cursor=page.next_cursor,
    )


def _page(parts: PageParts, asked: Asked, look: KindLook) -> _Page:
    start = int(asked.cursor) if asked.cursor.isdecimal() and len(asked.cursor) < 6 else 0
    of_index = replace(asked, sort=_index_sort(asked), cursor="" if start else asked.cursor)
    found = find(parts, of_index, PAGE, FACETS_OF_A_KIND)
    if found.total > FEW or of_index.sort == asked.sort:
        return _Page(found, _rows(parts, look, found.hits), found.next_cursor)
    every = tuple(_all_rows(parts, asked, look, found.total))
    end = start + PAGE
    rows, more = every[start:end], str(end) if end < len(every) else ""
    hits = tuple(row.of.hit for row in rows)
    return _Page(replace(found, hits=hits), rows, more)


def _all_rows(parts: PageParts, asked: Asked, look: KindLook, total: int) -> Iterator[Row]:
    """Every row in the order asked for, read piece by piece."""
    sort = _index_sort(asked)
    pieces = _pieces(parts, replace(asked, sort=sort, cursor=""))
    rows = (row for hits in pieces for row in _rows(parts, look, hits))
    if total > FEW or sort == asked.sort:
        yield from rows
    else:
        columns = kind_columns(look, (), lambda key: True)
        yield from sorted_rows(rows, columns, asked.sort)


def _pieces(parts: PageParts, asked: Asked) -> Iterator[tuple[Found, ...]]:
    while True:
        found = find(parts, asked, AT_ONCE, ())
        yield found.hits
        if not found.next_cursor:
            return
        asked = replace(asked, cursor=found.next_cursor)


def _rows(parts: PageParts, look: KindLook, hits: tuple[Found, ...]) -> tuple[Row, ...]:
    return tuple(kind_rows(look, hits, lines_of(parts, [hit.ref for hit in hits])))


def _index_sort(asked: Asked) -> str:
    return asked.sort if asked.sort.lstrip("-") in INDEXED else "title"
