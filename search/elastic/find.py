"""Answers one request with one or two questions to the cluster."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from elasticsearch import Elasticsearch

from search.cursor import Cursor, write_cursor
from search.elastic.queries import Translation, filter_parts
from search.facets import FACET_SIZE, counts
from search.highlight import Marker
from search.plan import Plan, may_be_mistyped
from search.request import FACETS, FacetCount, SearchHit, SearchResult
from search.rows import to_hit

Answer = Mapping[str, Any]


def find(client: Elasticsearch, index: str, plan: Plan) -> SearchResult:
    answer = _ask(client, index, plan, plan.near)
    if not _total(answer) and may_be_mistyped(plan):
        near = _ask(client, index, plan, near=True)
        if _total(near):
            plan, answer = replace(plan, near=True), near
    return SearchResult(
        total=_total(answer),
        hits=_hits(answer, plan),
        facets=_facet_counts(answer, plan),
        next_cursor=_next(answer, plan),
        understood=plan.query.chips,
        near=plan.near,
    )


def _ask(client: Elasticsearch, index: str, plan: Plan, near: bool) -> Answer:
    filters = filter_parts(plan.filters)
    answer = client.search(
        index=index,
        query=Translation(plan, near).whole(),
        post_filter={"bool": {"filter": filters}} if filters else None,
        aggs=_facet_questions(plan) or None,
        sort=_sort(plan),
        search_after=_after(plan),
        size=plan.limit + 1,
        track_total_hits=True,
        track_scores=True,
        # The same copy of the index for all pages of a search: copies' scores differ a little.
        preference=f"q{zlib.crc32(plan.request.query.encode(errors='replace')) % 1_000}",
    )
    return cast(Answer, answer.body)


def _sort(plan: Plan) -> list[dict[str, str]]:
    if not plan.sort:
        return [{"_score": "desc"}, {"id": "asc"}]
    return [{f"by_{plan.sort}": "desc" if plan.descending else "asc"}, {"id": "asc"}]


def _after(plan: Plan) -> list[str | int | float] | None:
    return [plan.cursor.key, plan.cursor.id] if plan.cursor else None


def _total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])


def _hits(answer: Answer, plan: Plan) -> tuple[SearchHit, ...]:
    marker = Marker(plan) if plan.request.highlight else None
    return tuple(_hit(found, plan, marker) for found in answer["hits"]["hits"][: plan.limit])


def _hit(found: Mapping[str, Any], plan: Plan, marker: Marker | None) -> SearchHit:
    row = found["_source"]["row"]
    score = 0.0 if plan.sort else float(found["_score"])
    return to_hit(row, score, marker.marks(row) if marker else {})


def _next(answer: Answer, plan: Plan) -> str:
    found = answer["hits"]["hits"]
    if len(found) <= plan.limit or not plan.limit:
        return ""
    key, id = found[plan.limit - 1]["sort"]
    key = key if plan.sort else float(key)
    seen = (plan.cursor.seen if plan.cursor else 0) + plan.limit
    return write_cursor(Cursor(plan.order, key, id, seen, plan.near))


def _facet_questions(plan: Plan) -> dict[str, Any]:
    """Counts that ignore the facet's own filter."""
    return {
        facet: {
            "filter": {"bool": {"filter": filter_parts(plan.filters, ignoring=facet)}},
            "aggs": {"values": {"terms": {"field": f"facet_{facet}", "size": FACET_SIZE}}},
        }
        for facet in _asked(plan)
    }


def _facet_counts(answer: Answer, plan: Plan) -> dict[str, tuple[FacetCount, ...]]:
    found = {facet: answer["aggregations"][facet]["values"]["buckets"] for facet in _asked(plan)}
    return {
        facet: counts((bucket["key"], bucket["doc_count"]) for bucket in buckets)
        for facet, buckets in found.items()
    }


def _asked(plan: Plan) -> list[str]:
    return [facet for facet in plan.request.facets if facet in FACETS]
