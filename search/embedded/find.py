"""Answers one request from one view of the index."""

from collections.abc import Mapping
from dataclasses import replace

import orjson
import tantivy

from search.cursor import Cursor, write_cursor
from search.embedded.pages import Found, Page, read_page
from search.embedded.queries import Translation
from search.facets import FACET_SIZE, counts
from search.highlight import Marker
from search.plan import Plan, may_be_mistyped
from search.request import FACETS, FacetCount, SearchHit, SearchResult
from search.rows import to_hit


def find(searcher: tantivy.Searcher, schema: tantivy.Schema, plan: Plan) -> SearchResult:
    translation = Translation(schema, plan, plan.near)
    page = read_page(searcher, translation.whole(), plan)
    if not page.total and may_be_mistyped(plan):
        near = Translation(schema, plan, near=True)
        near_page = read_page(searcher, near.whole(), plan)
        if near_page.total:
            plan, translation, page = replace(plan, near=True), near, near_page
    return SearchResult(
        total=page.total,
        hits=_hits(searcher, page, plan),
        facets=_facets(searcher, translation, plan),
        next_cursor=_next(page, plan),
        understood=plan.query.chips,
        near=plan.near,
    )


def _hits(searcher: tantivy.Searcher, page: Page, plan: Plan) -> tuple[SearchHit, ...]:
    marker = Marker(plan) if plan.request.highlight else None
    return tuple(_hit(searcher, found, marker) for found in page.found[: plan.limit])


def _hit(searcher: tantivy.Searcher, found: Found, marker: Marker | None) -> SearchHit:
    row = orjson.loads(searcher.doc(found.address)["row"][0])
    score = found.key if isinstance(found.key, float) else 0.0
    return to_hit(row, score, marker.marks(row) if marker else {})


def _next(page: Page, plan: Plan) -> str:
    if len(page.found) <= plan.limit or not plan.limit:
        return ""
    last = page.found[plan.limit - 1]
    seen = (plan.cursor.seen if plan.cursor else 0) + plan.limit
    return write_cursor(Cursor(plan.order, last.key, last.id, seen, plan.near))


def _facets(
    searcher: tantivy.Searcher, translation: Translation, plan: Plan
) -> Mapping[str, tuple[FacetCount, ...]]:
    """Counts that ignore the facet's own filter, as few questions as that allows."""
    asked = [facet for facet in plan.request.facets if facet in FACETS]
    filtered = [facet for facet in asked if facet in plan.filters]
    together = [facet for facet in asked if facet not in filtered]
    found = _count(searcher, translation.whole(), together)
    for facet in filtered:
        found |= _count(searcher, translation.whole(ignoring=facet), [facet])
    return {facet: found[facet] for facet in asked}


def _count(
    searcher: tantivy.Searcher, query: tantivy.Query, facets: list[str]
) -> dict[str, tuple[FacetCount, ...]]:
    if not facets:
        return {}
    asked = {f: {"terms": {"field": f"facet_{f}", "size": FACET_SIZE}} for f in facets}
    answer = searcher.aggregate(query, asked)
    return {f: counts((b["key"], b["doc_count"]) for b in answer[f]["buckets"]) for f in facets}
