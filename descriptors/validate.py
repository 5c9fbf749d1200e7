"""From a document to an entity, or to everything that is wrong with it."""

from dataclasses import replace
from typing import Any

from descriptors.entity import Entity
from descriptors.explain import explain, unknown_field_warnings
from descriptors.format import Format
from descriptors.parse import Document
from descriptors.problems import Problem, Steps, pointer
from descriptors.refs import EntityRef
from descriptors.relations import relations_of

_SORTED = frozenset(
    {
        "providesApis", "consumesApis", "dependsOn", "dependencyOf", "memberOf", "children",
        "members",
    }
)  # fmt: skip


def validate(document: Document, format: Format, file: str = "") -> Entity | list[Problem]:
    """The entity that a document declares; its problems, each with its place, if it is invalid.

    An entity may carry warnings of its own. Neither the document nor the format is changed.
    """
    value = document.value
    kind = format.kind(value.get("kind"))
    if kind is None or not kind.is_valid(value):
        return explain(document, kind, format, file)
    settled = _settled(value)
    metadata = settled["metadata"]
    ref = EntityRef(kind.name, metadata["namespace"], metadata["name"])
    relations, found = relations_of(value, ref, kind)
    problems = _located(found, document, file, ref) if found else []
    if any(problem.is_error for problem in problems):
        return problems
    warnings = (*problems, *unknown_field_warnings(document, kind, file))
    return Entity(ref, settled, relations, document.line, warnings)


def _located(
    found: list[tuple[Steps, Problem]], document: Document, file: str, ref: EntityRef
) -> list[Problem]:
    """The problems with their places, errors before warnings."""
    found = sorted(found, key=lambda item: not item[1].is_error)
    return [
        replace(document.locate(problem, steps, file), path=pointer(steps), entity_ref=str(ref))
        for steps, problem in found[: document.limits.problems]
    ]


def _settled(value: dict[str, Any]) -> dict[str, Any]:
    """The document as the catalog shows it: namespace written in, lists of refs sorted."""
    metadata, spec = value["metadata"], value["spec"]
    if "namespace" not in metadata:
        metadata = {**metadata, "namespace": "default"}
    return {**value, "metadata": metadata, "spec": _with_sorted_lists(spec)}


def _with_sorted_lists(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _sorted(value) if name in _SORTED and isinstance(value, list) else value
        for name, value in spec.items()
    }


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=_utf16) if all(isinstance(item, str) for item in items) else items


def _utf16(text: str) -> bytes:
    """The order of JavaScript's sort: by UTF-16 code unit."""
    return text.encode("utf-16-be", "surrogatepass")
