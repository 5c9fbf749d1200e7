"""What an entity points to, read off its document by the rules of its kind."""

from collections.abc import Iterator
from typing import Any

from descriptors.entity import Relation
from descriptors.format import Kind, RelationRule
from descriptors.known_fields import Steps
from descriptors.problems import Problem, pointer
from descriptors.refs import EntityRef, InvalidRef, parse_ref


def relations_of(
    document: dict[str, Any], ref: EntityRef, kind: Kind
) -> tuple[tuple[Relation, ...], list[Problem]]:
    """The distinct relations in the order of the kind's rules, and the refs that can't be read."""
    relations: dict[Relation, None] = {}
    problems: list[Problem] = []
    for rule in kind.relations:
        first, *rest = rule.steps[1:]
        if first not in document["spec"] or not _applies(rule, document["spec"]):
            continue
        for steps, text in _texts(document["spec"][first], rest, ("spec", first)):
            found = _relation(text, rule, ref.namespace)
            if isinstance(found, Relation):
                relations[found] = None
            elif found:
                problems.append(Problem("ref/invalid", *found, path=pointer(steps)))
    return tuple(relations), problems


def _applies(rule: RelationRule, spec: dict[str, Any]) -> bool:
    return not rule.spec_type or spec.get("type") == rule.spec_type


def _texts(value: Any, rest: list[str], steps: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, rest, (*steps, index))
    elif rest:
        if isinstance(value, dict) and rest[0] in value:
            yield from _texts(value[rest[0]], rest[1:], (*steps, rest[0]))
    elif value is not None:
        yield steps, value


def _relation(text: Any, rule: RelationRule, namespace: str) -> Relation | tuple[str, str]:
    """The relation, or what is wrong with the ref and how to put it right."""
    if not isinstance(text, str):
        return f"An entity ref must be text, not `{text}`", "write it as `kind:namespace/name`"
    name = text.partition("@")[0] if rule.versioned else text
    try:
        target = parse_ref(name, rule.target_kind, namespace)
    except InvalidRef as error:
        return f"The entity ref {error}", "write it as `kind:namespace/name`"
    return Relation(rule.type, rule.inverse, str(target))
