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

_SORTED = (
    "providesApis", "consumesApis", "dependsOn", "dependencyOf", "memberOf", "children", "members",
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
    first = sorted(found, key=lambda item: not item[1].is_error)[: document.limits.problems]
    problems = [_located(problem, steps, document, file, ref) for steps, problem in first]
    if any(problem.is_error for problem in problems):
        return problems
    warnings = (*problems, *unknown_field_warnings(document, kind, file))
    return Entity(ref, settled, relations, document.line, warnings)


def _located(
    problem: Problem, steps: Steps, document: Document, file: str, ref: EntityRef
) -> Problem:
    located = document.locate(problem, steps, file)
    return replace(located, path=pointer(steps), entity_ref=str(ref))


def _settled(value: dict[str, Any]) -> dict[str, Any]:
    """The document as the catalog shows it: namespace written in, lists of refs sorted."""
    metadata, spec = value["metadata"], value["spec"]
    if "namespace" not in metadata:
        metadata = {**metadata, "namespace": "default"}
    return {**value, "metadata": metadata, "spec": _with_sorted_lists(spec)}


def _with_sorted_lists(spec: dict[str, Any]) -> dict[str, Any]:
    lists = {name: spec[name] for name in _SORTED if isinstance(spec.get(name), list)}
    texts = {name: items for name, items in lists.items() if all(isinstance(i, str) for i in items)}
    return {**spec, **{name: sorted(items, key=_utf16) for name, items in texts.items()}}


def _utf16(text: str) -> bytes:
    """The order of JavaScript's sort: by UTF-16 code unit."""
    return text.encode("utf-16-be", "surrogatepass")
