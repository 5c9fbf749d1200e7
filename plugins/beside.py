"""What the descriptors beside a file declare: whose it is, where the file itself does not say.

A Reader asks for them with the rest that it needs:

    Reading(needs=[*descriptors_beside(levels=2), "metrics.json"])

and `declared_beside` and `nearest` say what they declare.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from descriptors.parse import Document, parse
from descriptors.patterns import DEFAULT_PATTERNS
from descriptors.refs import InvalidRef, parse_ref
from plugins.api import Entity
from plugins.contents import mapping


def descriptors_beside(levels: int, *, above: int = 0) -> list[str]:
    """Paths of descriptors in a file's folder, or, with `above`, in the folder so many above it;
    and in `levels` folders further up, the nearest first."""
    folders = ["../" * (above + level) for level in range(levels + 1)]
    return [folder + name for folder in folders for name in DEFAULT_PATTERNS]


def declared_beside(near: Mapping[str, bytes | None], paths: Sequence[str]) -> list[Entity]:
    """The entities that those files declare, in their order. What is wrong with a descriptor is
    told where it is read as one."""
    return [entity for path in paths for entity in _declared(near.get(path) or b"")]


def nearest(near: Mapping[str, bytes | None], paths: Sequence[str], kind: str) -> Entity | None:
    """The one entity of the kind in the nearest folder that declares any; None where there are
    several, since nothing says which of them is meant."""
    for _, inside in groupby(paths, posixpath.dirname):
        found = {it.ref: it for it in declared_beside(near, list(inside)) if it.kind == kind}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _declared(data: bytes) -> Iterator[Entity]:
    documents, _ = parse(data) if data else ([], [])
    for document in documents:
        entity = _entity(document)
        if entity is not None:
            yield entity


def _entity(document: Document) -> Entity | None:
    metadata, kind = document.value.get("metadata"), document.value.get("kind")
    if not isinstance(metadata, dict) or not isinstance(kind, str):
        return None
    named = {key: metadata.get(key, "") for key in ("name", "namespace", "title")}
    if not all(isinstance(it, str) for it in named.values()):
        return None
    try:
        ref = parse_ref(f"{kind}:{named['namespace'] or 'default'}/{named['name']}")
    except InvalidRef:
        return None
    return Entity(
        ref=str(ref),
        kind=kind,
        namespace=ref.namespace,
        name=named["name"],
        title=named["title"] or named["name"],
        document={
            **document.value,
            "metadata": {**metadata, "annotations": _texts(metadata.get("annotations"))},
            "spec": mapping(document.value.get("spec")),
        },
    )


def _texts(annotations: object) -> dict[str, str]:
    """A number or nothing in place of a text is a mistake of the descriptor's."""
    given = mapping(annotations)
    return {str(name): text for name, text in given.items() if isinstance(text, str)}
