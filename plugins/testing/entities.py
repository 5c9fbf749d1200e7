"""Entities as descriptors may declare them: as little, as much and as oddly as is valid."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from descriptors.format import Format, Kind
from plugins.api import Entity
from plugins.testing.examples import ODD

ODD_VALUES = ("", " ", ODD, "x" * 20_000, "../../etc/passwd", "1", "null", "a/b/c:d@e#f?g=h&i")


def entities(
    format: Format, kinds: Sequence[str], annotations: Mapping[str, str]
) -> Iterator[tuple[str, Entity]]:
    """Each entity with what is special about it. `annotations` are good values by name, which
    every entity but the last ones has."""
    wanted = {kind.lower() for kind in kinds} or {"component", "model"}
    for kind in (format.kinds[name] for name in sorted(wanted & format.kinds.keys())):
        for full in (False, True):
            what = f"a {kind.name} with {'every field' if full else 'what it needs'}"
            yield what, entity(kind, annotations, full=full)
        for value in ODD_VALUES if annotations else ():
            odd = dict.fromkeys(annotations, value)
            yield f"a {kind.name} with the annotation {value[:20]!r}", entity(kind, odd)


def entity(kind: Kind, annotations: Mapping[str, str], *, full: bool = False) -> Entity:
    name = "example"
    metadata: dict[str, Any] = {"name": name, "namespace": "default"}
    if annotations:
        metadata["annotations"] = dict(annotations)
    if full:
        metadata |= {"title": ODD, "description": ODD, "tags": ["a"], "labels": {"a": "b"}}
    return Entity(
        ref=f"{kind.name}:default/{name}".lower(),
        kind=kind.name,
        namespace="default",
        name=name,
        title=metadata.get("title", name),
        document={
            "apiVersion": kind.api_versions[0],
            "kind": kind.name,
            "metadata": metadata,
            "spec": _spec(kind, full=full),
        },
    )


def _spec(kind: Kind, *, full: bool) -> dict[str, Any]:
    schema = kind.schema["allOf"][-1]["properties"].get("spec", {})
    required = schema.get("required", ())
    return {
        name: field["examples"][0]
        for name, field in schema.get("properties", {}).items()
        if field.get("examples") and (full or name in required)
    }
