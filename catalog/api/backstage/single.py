"""One entity, by what it is called."""

from typing import Any

import orjson
from flask import Response

from catalog.api.answers import json_bytes, json_list
from catalog.api.errors import NotFound
from catalog.api.parts import ApiParts
from catalog.browse.ancestry import Ancestor, ancestry
from catalog.browse.bodies import bodies_by_refs, body, body_by_uid
from catalog.browse.projection import parse_fields, project
from catalog.browse.selection import Selection


def entity_by_name(parts: ApiParts, kind: str, namespace: str, name: str) -> Response:
    """The entity with this kind, namespace and name, whatever their case."""
    found = body(parts.database, parts.reader(), f"{kind}:{namespace}/{name}".lower())
    if found is None:
        raise _no_such(kind, namespace, name)
    return json_bytes(found)


def entity_ancestry(parts: ApiParts, kind: str, namespace: str, name: str) -> Response:
    """The entity, and the `Location` entities that led to its file."""
    ref = f"{kind}:{namespace}/{name}".lower()
    found = ancestry(parts.database, parts.reader(), ref)
    if not found:
        raise _no_such(kind, namespace, name)
    known = {ancestor.ref for ancestor in found}
    items = b",".join(_ancestry_item(ancestor, known) for ancestor in found)
    root = orjson.dumps(ref)
    return json_bytes(b'{"rootEntityRef":' + root + b',"items":[' + items + b"]}")


def entity_by_uid(parts: ApiParts, uid: str) -> Response:
    """The entity with this uid, which it keeps until it is deleted."""
    found = body_by_uid(parts.database, parts.reader(), uid)
    if found is None:
        raise NotFound(f"No entity with uid {uid}")
    return json_bytes(found)


def entities_by_refs(parts: ApiParts, query: dict[str, Any], asked: dict[str, Any]) -> Response:
    """Many entities by their canonical refs, in that order; null for what is not there."""
    selection = Selection(filters=tuple(query["filter"]), query=asked["query"])
    wanted = parse_fields(asked["fields_"])
    found = bodies_by_refs(parts.database, parts.reader(), asked["entityRefs"], selection)
    if wanted:
        found = [None if one is None else project([one], wanted)[0] for one in found]
    return json_bytes(b'{"items":' + json_list(found) + b"}")


def _ancestry_item(ancestor: Ancestor, known: set[str]) -> bytes:
    parents = orjson.dumps([ancestor.parent] if ancestor.parent in known else [])
    return b'{"entity":' + ancestor.body + b',"parentEntityRefs":' + parents + b"}"


def _no_such(kind: str, namespace: str, name: str) -> NotFound:
    return NotFound(
        f"No entity named '{name}' found, with kind '{kind}' in namespace '{namespace}'"
    )
