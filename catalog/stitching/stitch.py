"""Stitching: what an entity declares and what others say of it become the entry people see.

One pure function: the same inputs give the same bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import orjson

from catalog.store.origin import ORPHAN, Origin, annotated

PROCESSING = "backstage.io/catalog-processing"
OWNED_BY, OWNER_OF = "ownedBy", "ownerOf"


class Inherited(NamedTuple):
    """What an entity passes on to those that name it as their project, model or subject."""

    owner: str = ""
    project: str = ""
    audience: int = 0


class ShownProblem(NamedTuple):
    message: str
    file: str
    line: int
    severity: str


@dataclass(frozen=True)
class Inputs:
    """All that an entry is made of."""

    ref: str
    uid: str
    kind: str  # lower case
    document: bytes  # JSON
    origin: Origin | None  # None: nothing declares it any more
    parent: str = ""  # ref of the entity it inherits from
    declared: Sequence[tuple[str, str]] = ()  # (type, target)
    incoming: Sequence[tuple[str, str]] = ()  # (inverse, ref of the one that declares it)
    inherits: Inherited = field(default_factory=Inherited)  # from the parent
    problems: Sequence[ShownProblem] = ()

    def inheriting(self, inherits: Inherited) -> "Inputs":
        return replace(self, inherits=inherits)


@dataclass(frozen=True)
class Stitched:
    body: bytes  # JSON, in the shape of Backstage's entities
    etag: str  # 40 hex digits; equal bodies have equal etags
    own: Inherited  # what it has and passes on


def stitch(inputs: Inputs) -> Stitched:
    """The entry of these inputs."""
    own = _own(inputs)
    document = orjson.loads(inputs.document)
    body = annotated(document, inputs.origin) if inputs.origin else _orphaned(document)
    body["metadata"] = {**body["metadata"], "uid": inputs.uid}
    body["relations"] = [
        {"type": type, "targetRef": target}
        for type, target in sorted({*inputs.declared, *inputs.incoming, *_ownership(own)})
    ]
    if inputs.problems:
        body["status"] = {"items": [_status(problem) for problem in inputs.problems]}
    etag = _etag(body, own)
    body["metadata"]["etag"] = etag
    return Stitched(orjson.dumps(body), etag, own)


def _own(inputs: Inputs) -> Inherited:
    owner = next((target for type, target in inputs.declared if type == OWNED_BY), "")
    in_project = inputs.parent.startswith("project:")
    return Inherited(
        owner=owner or inputs.inherits.owner,
        project=inputs.parent if in_project else inputs.inherits.project,
        audience=inputs.inherits.audience,
    )


def _ownership(own: Inherited) -> list[tuple[str, str]]:
    """Shown whether it is declared or inherited; a set makes one of the two."""
    return [(OWNED_BY, own.owner)] if own.owner else []


def _orphaned(document: dict[str, Any]) -> dict[str, Any]:
    metadata = document["metadata"]
    annotations = {**(metadata.get("annotations") or {}), ORPHAN: "true"}
    return {**document, "metadata": {**metadata, "annotations": annotations}}


def _status(problem: ShownProblem) -> dict[str, Any]:
    place = f" ({problem.file}:{problem.line})" if problem.file else ""  # else a plugin says it
    message = problem.message + place
    return {
        "type": PROCESSING,
        "level": problem.severity,
        "message": f"InputError: {message}",
        "error": {"name": "InputError", "message": message},
    }


def _etag(body: dict[str, Any], own: Inherited) -> str:
    stable = orjson.dumps([body, *own], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha1(stable, usedforsecurity=False).hexdigest()
