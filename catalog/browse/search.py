"""Finding entities by words: the index finds, SQL says what is still there to be seen."""

from collections.abc import Mapping, Sequence

from catalog.browse.lookup import lookup
from catalog.browse.reader import Reader
from catalog.browse.recorded import fields_of, look_up
from catalog.browse.summaries import known_fields
from catalog.browse.views import Facet, Found, SearchPage
from catalog.store.database import Database
from search.errors import IndexUnavailable
from search.index import SearchIndex
from search.request import MARKED_FIELDS, SearchRequest, SearchResult


def search(
    index: SearchIndex | None,
    db: Database,
    reader: Reader,
    query: str = "",
    filters: Mapping[str, tuple[str, ...]] | None = None,
    facets: Sequence[str] = (),
    sort: str = "",
    cursor: str = "",
    limit: int = 20,
    highlight: Sequence[str] = MARKED_FIELDS,
) -> SearchPage:
    """One page of results. Without an index SQL looks for the words in names and titles, and the
    page is `degraded`. Raises search.errors.InvalidCursor."""
    request = SearchRequest(
        query=query,
        filters=filters or {},
        audiences=reader.audiences,
        facets=tuple(facets),
        limit=limit,
        cursor=cursor,
        sort=sort,
        highlight=tuple(highlight),
        fields=fields_of(db, query),
        look_up=look_up(db),
    )
    try:
        result = index.find(request) if index else None
    except IndexUnavailable:
        result = None
    return _page(db, reader, result) if result else lookup(db, reader, request)


def _page(db: Database, reader: Reader, result: SearchResult) -> SearchPage:
    """An index may lag behind: what is deleted or hidden by now is left out of the hits."""
    known = known_fields(db, reader, [hit.ref for hit in result.hits])
    return SearchPage(
        total=result.total,
        hits=tuple(
            Found(**known[hit.ref], score=hit.score, highlights=hit.highlights)
            for hit in result.hits
            if hit.ref in known
        ),
        facets={
            name: tuple(Facet(facet.value, facet.count) for facet in counts)
            for name, counts in result.facets.items()
        },
        next_cursor=result.next_cursor,
        understood=result.understood,
        near=result.near,
    )
