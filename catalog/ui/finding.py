"""Search results, and the rows of the palette."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.ui.asking import FACETS, SORTS, Asked, asked_by
from catalog.ui.kinds import LOOKS
from catalog.ui.listed import lines_of
from catalog.ui.parts import PageParts
from catalog.ui.plugin_links import PluginLink
from catalog.ui.proposed import proposed_among
from catalog.ui.showing import show, wants_part
from search.errors import InvalidCursor

PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page that is of no kind and no entity."""

    title: str
    address: str
    icon: str
    about: str


OWN_PAGES = (
    OwnPage("Compare", "/compare", "scale", "versions and runs side by side"),
    OwnPage("Leaderboards", "/leaderboards", "trophy", "who is best on the same data"),
    OwnPage("Catalog health", "/health", "heart-pulse", "locations, plugins, problems"),
)
PALETTE_ROWS = 8
REF_FACETS = ("owner", "project", "domain")


def search_page(parts: PageParts) -> AnyResponse:
    """Results for /search?q=…, on the page or, while typing, for the page."""
    asked = asked_by("/search", request.args)
    try:
        found = find(parts, asked, PAGE, tuple(FACETS))
    except InvalidCursor:
        return redirect(asked.address())
    answer = show(
        "search.html",
        asked=asked,
        found=found,
        facet_names=FACETS,
        sorts=SORTS,
        titles=titles_of(parts, found, asked),
        lines=lines_of(parts, [hit.ref for hit in found.hits]),
        proposed=proposed_among(parts, [hit.ref for hit in found.hits]),
        locations=() if found.hits else browse.locations(parts.database),
    )
    if wants_part():
        typing_on = "/search" in request.headers.get("HX-Current-URL", "")
        address = asked.address(cursor=asked.cursor)
        answer.headers["HX-Replace-Url" if typing_on else "HX-Push-Url"] = address
    return answer


def palette(parts: PageParts, links: Callable[[], Sequence[PluginLink]]) -> Response:
    """What the palette lists for a few letters: pages first, then entities."""
    query = request.args.get("q", "").strip()
    looks = [look for look in LOOKS if query and look.plural.lower().startswith(query.lower())]
    found = browse.search(
        parts.index(), parts.database, parts.reader(), query, limit=PALETTE_ROWS, highlight=()
    )
    own = [one for one in OWN_PAGES if query.lower() in one.title.lower()]
    pages = [one for one in links() if not query or query.lower() in one.title.lower()]
    return show(
        "palette.html",
        query=query,
        looks=looks if query else LOOKS[:8],
        own_pages=own,
        pages=pages[:PALETTE_ROWS],
        found=found,
    )


def find(parts: PageParts, asked: Asked, limit: int, facets: tuple[str, ...]) -> browse.SearchPage:
    """One page of what an address asks for; raises InvalidCursor."""
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


def titles_of(parts: PageParts, found: browse.SearchPage, asked: Asked) -> dict[str, str]:
    """Titles of the refs that facets, chips and rows mention."""
    refs = {facet.value for field in REF_FACETS for facet in found.facets.get(field, ())}
    refs |= {value for field in REF_FACETS for value in asked.filters.get(field, ())}
    refs |= {ref for hit in found.hits for ref in (hit.owner, hit.project) if ref}
    known = browse.summaries(parts.database, parts.reader(), sorted(refs))
    return {ref: summary.title for ref, summary in known.items()}
