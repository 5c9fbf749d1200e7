"""The kinds of the format, and the JSON Schema of each, for editors and other tools."""

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import NotFound
from catalog.api.parts import ApiParts


def list_kinds(parts: ApiParts) -> Response:
    """Every kind an entity may be of."""
    kinds = [
        {
            "name": kind.name,
            "description": str(kind.schema.get("description", "")),
            "apiVersions": kind.api_versions,
            "schema": f"/schemas/{kind.name}.json",
        }
        for kind in sorted(parts.format.kinds.values(), key=lambda kind: kind.name)
    ]
    return json_answer({"kinds": kinds})


def kind_schema(parts: ApiParts, kind: str) -> Response:
    """The JSON Schema of descriptors of one kind."""
    found = parts.format.kinds.get(kind.lower())
    if found is None:
        raise NotFound(f"No kind is called {kind}")
    answer = json_answer(found.schema)
    answer.content_type = "application/schema+json"
    return answer
