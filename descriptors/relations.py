"""What an entity points to, read off its document by the rules of its kind."""

import re
from collections.abc import Iterator
from typing import Any

from descriptors.entity import Relation
from descriptors.format import Kind, RelationRule
from descriptors.problems import Problem, Steps
from descriptors.refs import EntityRef, InvalidRef, parse_ref

_HOW_TO_WRITE = "write it as `kind:namespace/name`"
_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")


def relations_of(
    document: dict[str, Any], ref: EntityRef, kind: Kind
) -> tuple[tuple[Relation, ...], list[tuple[Steps, Problem]]]:
    """The distinct relations in the order of the kind's rules, and what is wrong with refs."""
    relations: dict[Relation, None] = {}
    problems: list[tuple[Steps, Problem]] = []
    for rule in kind.relations:
        first, *rest = rule.steps[1:]
        if first not in document["spec"] or not _applies(rule, document["spec"]):
            continue
        for steps, text in _texts(document["spec"][first], rest, ("spec", first)):
            target = _target(text, rule, ref.namespace)
            if isinstance(target, Problem):
                problems.append((steps, target))
                continue
            relations[Relation(rule.type, rule.inverse, str(target))] = None
            if not _NAME.fullmatch(target.name):
                problems.append((steps, _no_such_name(target)))
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


def _target(text: Any, rule: RelationRule, namespace: str) -> EntityRef | Problem:
    if not isinstance(text, str):
        message = f"An entity ref must be text, not `{text}`"
        return Problem("ref/invalid", message, _HOW_TO_WRITE)
    try:
        name = text.partition("@")[0] if rule.versioned else text
        return parse_ref(name, rule.target_kind, namespace)
    except InvalidRef as error:
        return Problem("ref/invalid", f"The entity ref {error}", _HOW_TO_WRITE)


def _no_such_name(target: EntityRef) -> Problem:
    message = f"No entity can be called `{target.name}`, so this will lead nowhere"
    hint = "refer to the `metadata.name` of an entity, not to its title"
    return Problem("ref/no-such-name", message, hint, severity="warning")
