"""The kinds of the format, and the JSON Schema of each, for editors and other tools."""

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import NotFound
from catalog.api.parts import ApiParts
from descriptors.schema import ANY_KIND, UnknownKind, schema_json


def list_kinds(parts: ApiParts) -> Response:
    """Every kind an entity may be of; `anyKind` is the schema for files that hold several."""
    kinds = [
        {
            "name": kind.name,
            "description": str(kind.schema.get("description", "")),
            "apiVersions": kind.api_versions,
            "schema": f"/schemas/{kind.name}.json",
        }
        for kind in sorted(parts.format.kinds.values(), key=lambda kind: kind.name)
    ]
    return json_answer({"kinds": kinds, "anyKind": f"/schemas/{ANY_KIND}.json"})


def kind_schema(parts: ApiParts, kind: str) -> Response:
    """The JSON Schema of descriptors of one kind, or of `any`: the one of the kind they name."""
    try:
        schema = schema_json(parts.format, kind)
    except UnknownKind as unknown:
        raise NotFound(str(unknown)) from None
    return Response(schema, content_type="application/schema+json")
