"""How often each value occurs."""

from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.parts import ApiParts
from catalog.browse.facets import facets
from catalog.browse.selection import Selection


def entity_facets(parts: ApiParts, query: dict[str, Any]) -> Response:
    """The values at each path, and how many of the selected entities have them."""
    return _facets(parts, query["facet"], Selection(filters=tuple(query["filter"])))


def entity_facets_body(parts: ApiParts, asked: dict[str, Any]) -> Response:
    """The same, with the question in the body."""
    return _facets(parts, asked["facets"], Selection(query=asked["query"]))


def _facets(parts: ApiParts, keys: list[str], selection: Selection) -> Response:
    counted = facets(parts.database, parts.reader(), keys, selection, parts.facet_memory)
    return json_answer(
        {
            "facets": {
                key: [{"value": facet.value, "count": facet.count} for facet in values]
                for key, values in counted.items()
            }
        }
    )
