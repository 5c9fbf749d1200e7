"""Entities that no descriptor declares yet: a plugin found them upstream, and proposes one."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import yaml

from catalog.browse.bodies import bodies_by_refs
from catalog.browse.descriptor_yaml import as_yaml
from catalog.browse.selection import Selection
from catalog.browse.views import Entry
from catalog.ingest.proposed import BY, WHY
from catalog.ui.parts import PageParts

ORDER = ("name", "namespace", "title", "description", "labels", "annotations", "tags", "links")


@dataclass(frozen=True, slots=True)
class Proposed:
    """`draft` is the descriptor to commit, as YAML."""

    plugin: str
    because: str
    draft: str


def proposed(entry: Entry) -> Proposed | None:
    """Who proposes an entity, and why; None for one that is declared."""
    annotations = entry.document["metadata"].get("annotations") or {}
    if BY not in annotations:
        return None
    draft = _draft(entry.descriptor_yaml)
    return Proposed(str(annotations[BY]), str(annotations.get(WHY, "")), draft)


def _draft(descriptor: str) -> str:
    """The descriptor without the marks of a proposal."""
    document = yaml.load(descriptor, yaml.CSafeLoader) or {}
    metadata = document.get("metadata", {})
    annotations = metadata.pop("annotations", {})
    kept = {name: value for name, value in annotations.items() if name not in (BY, WHY)}
    metadata |= {"annotations": kept} if kept else {}
    if metadata.get("namespace") == "default":
        del metadata["namespace"]
    ordered = {name: metadata[name] for name in sorted(metadata, key=_place)}
    return as_yaml({**document, "metadata": ordered}).strip()


def _place(name: str) -> int:
    """Where a field stands among those of the metadata, as people write them."""
    return ORDER.index(name) if name in ORDER else len(ORDER)


def proposed_among(parts: PageParts, refs: Sequence[str]) -> set[str]:
    """Those of the refs that are only proposed."""
    bodies = bodies_by_refs(parts.database, parts.reader(), refs, Selection())
    pairs = zip(refs, bodies, strict=True)
    marked = [(ref, body) for ref, body in pairs if body and BY.encode() in body]
    return {ref for ref, body in marked if BY in _annotations(body)}


def _annotations(body: bytes) -> dict[str, str]:
    found: dict[str, str] = orjson.loads(body)["metadata"].get("annotations") or {}
    return found
