"""What became of an entity's descriptor, and what is wrong with descriptors."""

from dataclasses import asdict
from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import NotFound
from catalog.api.parts import ApiParts
from catalog.browse.health import problems
from catalog.browse.versions import history
from catalog.browse.views import VersionView


def entity_history(
    parts: ApiParts, query: dict[str, Any], kind: str, namespace: str, name: str
) -> Response:
    """The versions of an entity, newest first, also of one that is deleted."""
    ref = f"{kind}:{namespace}/{name}".lower()
    versions = history(
        parts.database, parts.reader(), ref, limit=query["limit"], before=query["before"]
    )
    if not versions and query["before"] is None:
        raise NotFound(f"No entity {ref} was ever seen")
    return json_answer({"entityRef": ref, "versions": [_version(one) for one in versions]})


def list_problems(parts: ApiParts, query: dict[str, Any]) -> Response:
    """What is wrong with descriptors: where, why, and how to put it right."""
    page = problems(
        parts.database,
        parts.reader(),
        location_id=query["location"],
        entity_ref=query["entityRef"].lower(),
        code=query["code"],
        limit=query["limit"],
        offset=query["offset"],
    )
    found = [problem.as_json() for problem in page.problems]
    codes = [asdict(code) for code in page.codes]
    return json_answer({"total": page.total, "problems": found, "codes": codes})


def _version(version: VersionView) -> dict[str, Any]:
    value = asdict(version)
    value["changedAt"] = value.pop("changed_at")
    return value
