"""The schema of a kind, made from what is its own: what every entity has is added."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from descriptors.bundle import bundle

ITSELF = "itself.json"


def kind(
    name: str,
    *,
    about: str,
    fields: Mapping[str, Mapping[str, Any]],
    api_version: str,
    required: Sequence[str] = (),
    relations: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What the hook `kinds` returns one of.

    `fields` are JSON Schemas of what is under `spec`; {"$ref": "fields.json#/$defs/owner"} is the
    field of that name as ML Home's own kinds have it. A relation is {"path": "spec.owner", "type":
    "ownedBy", "inverse": "ownerOf", "kind": "Group"}: `kind` is that of refs which name none, `[]`
    follows a list (`spec.models[]`). Fields that are not named are warned of, as slips.
    """
    spec = {
        "title": "Specification",
        "description": f"What is known of this {name}.",
        "type": "object",
        "required": list(required),
        "properties": {field: dict(schema) for field, schema in fields.items()},
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "description": about,
        "x-mlhome-known-fields": "warn",
        "x-mlhome-relations": [dict(relation) for relation in relations],
        "allOf": [{"$ref": "envelope.json"}, _own(name, about, api_version, spec)],
    }
    return bundle({**_shared(), ITSELF: schema}, ITSELF)


def _own(name: str, about: str, api_version: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    version = {
        "title": "API version",
        "description": "The version of the format that this kind is written in.",
        "enum": [api_version],
        "x-mlhome-code": "envelope/api-version",
        "examples": [api_version],
    }
    called = {"title": "Kind", "description": about, "const": name, "examples": [name]}
    properties = {"apiVersion": version, "kind": called, "spec": spec}
    return {"type": "object", "required": ["spec"], "properties": properties}


def _shared() -> dict[str, Any]:
    folder = resources.files("descriptors") / "schemas"
    names = ("envelope.json", "fields.json")
    return {name: json.loads((folder / name).read_text("utf-8")) for name in names}
