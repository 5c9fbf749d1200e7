"""Our search: facets, highlights, and what was understood of the query."""

from dataclasses import asdict
from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.parts import ApiParts
from catalog.browse.search import search
from catalog.browse.views import Found, SearchPage


def search_entities(parts: ApiParts, query: dict[str, Any]) -> Response:
    """One page of what the query finds, best first unless sorted."""
    page = search(
        parts.index(),
        parts.database,
        parts.reader(),
        query["q"],
        filters={
            field: tuple(map(str.lower, values)) for field, values in query["filters"].items()
        },
        facets=query["facet"],
        sort=query["sort"],
        cursor=query["cursor"],
        limit=query["limit"],
    )
    return json_answer(as_json(page))


def as_json(page: SearchPage) -> dict[str, Any]:
    return {
        "total": page.total,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {
            name: [asdict(facet) for facet in facets] for name, facets in page.facets.items()
        },
        "nextCursor": page.next_cursor,
        "understood": [asdict(chip) for chip in page.understood],
        "near": page.near,
        "degraded": page.degraded,
    }


def _hit(hit: Found) -> dict[str, Any]:
    return {
        "entityRef": hit.ref,
        "kind": hit.kind,
        "namespace": hit.namespace,
        "name": hit.name,
        "title": hit.title,
        "description": hit.description,
        "type": hit.type,
        "lifecycle": hit.lifecycle,
        "owner": hit.owner,
        "project": hit.project,
        "tags": hit.tags,
        "updatedAt": hit.updated_at,
        "score": hit.score,
        "highlights": hit.highlights,
    }
