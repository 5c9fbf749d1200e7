"""What an entity points to, read off its document by the rules of its kind."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from descriptors.entity import Relation
from descriptors.format import Kind
from descriptors.problems import Problem, Steps
from descriptors.refs import EntityRef, InvalidRef, parse_ref

_HOW_TO_WRITE = "write it as `kind:namespace/name`"
_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")


def relations_of(
    document: dict[str, Any], ref: EntityRef, kind: Kind
) -> tuple[tuple[Relation, ...], list[tuple[Steps, Problem]]]:
    """The distinct relations in the order of the kind's rules, and what is wrong with refs."""
    spec, namespace = document["spec"], ref.namespace
    relations: dict[Relation, None] = {}
    problems: list[tuple[Steps, Problem]] = []
    for rule in kind.relations:
        field, *rest = rule.steps
        if field not in spec or (rule.spec_type and rule.spec_type != spec.get("type")):
            continue
        for steps, text in _texts(spec[field], rest, ("spec", field)):
            if isinstance(text, str):
                target, problem = _target(text, rule.target_kind, rule.versioned, namespace)
            else:
                target, problem = "", _not_text(text)
            if problem:
                problems.append((steps, problem))
            if target:
                relations[Relation(rule.type, rule.inverse, target)] = None
    return tuple(relations), problems


def _texts(value: Any, rest: Sequence[str], steps: Steps) -> Iterator[tuple[Steps, Any]]:
    """The refs at the end of a rule's path, through all lists on the way."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, rest, (*steps, index))
    elif rest:
        if isinstance(value, dict) and rest[0] in value:
            yield from _texts(value[rest[0]], rest[1:], (*steps, rest[0]))
    elif value is not None:
        yield steps, value


@lru_cache(maxsize=8192)  # a few owners and systems are named by nearly everything
def _target(
    text: str, default_kind: str, versioned: bool, namespace: str
) -> tuple[str, Problem | None]:
    """The canonical ref, empty if the text is none, and what is wrong with it, if anything."""
    try:
        name = text.partition("@")[0] if versioned else text
        ref = parse_ref(name, default_kind, namespace)
    except InvalidRef as error:
        return "", Problem("ref/invalid", f"The entity ref {error}", _HOW_TO_WRITE)
    return str(ref), None if _NAME.fullmatch(ref.name) else _no_such_name(ref.name)


def _not_text(value: Any) -> Problem:
    return Problem("ref/invalid", f"An entity ref must be text, not `{value}`", _HOW_TO_WRITE)


def _no_such_name(name: str) -> Problem:
    message = f"No entity can be called `{name}`, so this will lead nowhere"
    hint = "refer to the `metadata.name` of an entity, not to its title"
    return Problem("ref/no-such-name", message, hint, severity="warning")
