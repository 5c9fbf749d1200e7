"""Search results, the list of a kind, and the rows of the palette."""

from typing import Any
from urllib.parse import quote

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.ui.addresses import with_query
from catalog.ui.asking import FACETS, SORTS, Asked, asked_by
from catalog.ui.kinds import LOOKS, is_listed, look_of
from catalog.ui.listed import columns_of, lines_of
from catalog.ui.parts import PageParts
from catalog.ui.showing import show, wants_part
from search.errors import InvalidCursor

PAGE = 20
LIST_PAGE = 50
PALETTE_ROWS = 8
REF_FACETS = ("owner", "project", "domain")


def search_page(parts: PageParts) -> AnyResponse:
    """Results for /search?q=…, on the page or, while typing, for the page."""
    asked = asked_by("/search", request.args)
    answer = _answer(parts, "search.html", asked, PAGE, tuple(FACETS))
    if wants_part():
        typing_on = "/search" in request.headers.get("HX-Current-URL", "")
        address = asked.address(cursor=asked.cursor)
        answer.headers["HX-Replace-Url" if typing_on else "HX-Push-Url"] = address
    return answer


def kind_page(parts: PageParts, kind: str) -> AnyResponse:
    """The table of all entities of a kind, at /catalog/<kind>."""
    if kind != kind.lower():
        address = with_query(f"/catalog/{quote(kind.lower(), safe='')}", request.args.items(True))
        return redirect(address, 301)
    if not is_listed(kind) and not _has_any(parts, kind):
        abort(404)
    asked = asked_by(f"/catalog/{kind}", request.args, fixed_kind=kind, default_sort="title")
    facets = tuple(field for field in FACETS if field != "kind")
    answer = _answer(parts, "kind.html", asked, LIST_PAGE, facets, kind=look_of(kind))
    if wants_part():
        answer.headers["HX-Push-Url"] = asked.address(cursor=asked.cursor)
    return answer


def _has_any(parts: PageParts, kind: str) -> bool:
    return kind in dict(browse.counts_by(parts.database, parts.reader(), "kind"))


def palette(parts: PageParts) -> Response:
    """What the palette lists for a few letters: pages first, then entities."""
    query = request.args.get("q", "").strip()
    looks = [look for look in LOOKS if query and look.plural.lower().startswith(query.lower())]
    found = browse.search(parts.index(), parts.database, parts.reader(), query, limit=PALETTE_ROWS)
    return show("palette.html", query=query, looks=looks if query else LOOKS[:8], found=found)


def _answer(
    parts: PageParts, template: str, asked: Asked, limit: int, facets: tuple[str, ...], **more: Any
) -> AnyResponse:
    try:
        found = _find(parts, asked, limit, facets)
    except InvalidCursor:
        return redirect(asked.address())
    lines = lines_of(parts, [hit.ref for hit in found.hits])
    return show(
        template,
        asked=asked,
        found=found,
        facet_names={field: FACETS[field] for field in facets},
        sorts=SORTS,
        titles=_titles(parts, found, asked),
        lines=lines,
        columns=columns_of(lines),
        locations=() if found.hits else browse.locations(parts.database),
        **more,
    )


def _find(parts: PageParts, asked: Asked, limit: int, facets: tuple[str, ...]) -> browse.SearchPage:
    return browse.search(
        parts.index(),
        parts.database,
        parts.reader(),
        query=asked.query,
        filters=asked.all_filters(),
        facets=facets,
        sort=asked.sort,
        cursor=asked.cursor,
        limit=limit,
    )


def _titles(parts: PageParts, found: browse.SearchPage, asked: Asked) -> dict[str, str]:
    """Titles of the refs that facets, chips and rows mention."""
    refs = {facet.value for field in REF_FACETS for facet in found.facets.get(field, ())}
    refs |= {value for field in REF_FACETS for value in asked.filters.get(field, ())}
    refs |= {ref for hit in found.hits for ref in (hit.owner, hit.project) if ref}
    known = browse.summaries(parts.database, parts.reader(), sorted(refs))
    return {ref: summary.title for ref, summary in known.items()}
