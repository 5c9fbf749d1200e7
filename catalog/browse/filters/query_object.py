"""`{"$all": [{"kind": "component"}, {"spec.type": {"$in": [...]}}]}`: predicates as JSON.

The operators are Backstage's: `$all`, `$any`, `$not` around predicates; `$exists`, `$in`,
`$hasPrefix`, `$contains` at a path; a bare string, number or boolean means equality.
"""

from collections.abc import Callable
from typing import Any

from catalog.browse.filters.predicate import (
    All,
    AnyOf,
    Exists,
    HasPrefix,
    InvalidFilter,
    Not,
    OneOf,
    Predicate,
)

_DEEPEST = 32


def parse_query(value: Any, depth: int = 0) -> Predicate:
    """The predicate a JSON value describes; raises InvalidFilter."""
    if not isinstance(value, dict):
        raise InvalidFilter("Invalid query, expected an object")
    if depth > _DEEPEST:
        raise InvalidFilter(f"Invalid query, nested more than {_DEEPEST} deep")
    parts = [_part(key, condition, depth) for key, condition in value.items()]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _part(key: str, condition: Any, depth: int) -> Predicate:
    if key == "$all":
        return All(_each(key, condition, depth))
    if key == "$any":
        return AnyOf(_each(key, condition, depth))
    if key == "$not":
        return Not(parse_query(condition, depth + 1))
    if key.startswith("$"):
        raise InvalidFilter(f"Invalid query, unknown operator '{key}'")
    return _at_path(key.lower(), condition)


def _each(key: str, condition: Any, depth: int) -> tuple[Predicate, ...]:
    if not isinstance(condition, list):
        raise InvalidFilter(f"Invalid query, '{key}' takes a list of predicates")
    return tuple(parse_query(part, depth + 1) for part in condition)


def _at_path(key: str, condition: Any) -> Predicate:
    if not isinstance(condition, dict):
        return OneOf(key, (_text(key, condition),))
    if len(condition) != 1:
        raise InvalidFilter(f"Invalid query, '{key}' takes exactly one operator")
    ((operator, operand),) = condition.items()
    if operator not in _OPERATORS:
        raise InvalidFilter(f"Invalid query, unknown operator '{operator}' at '{key}'")
    return _OPERATORS[operator](key, operand)


def _exists(key: str, operand: Any) -> Predicate:
    if not isinstance(operand, bool):
        raise InvalidFilter(f"Invalid query, $exists at '{key}' takes true or false")
    return Exists(key) if operand else Not(Exists(key))


def _in(key: str, operand: Any) -> Predicate:
    if not isinstance(operand, list):
        raise InvalidFilter(f"Invalid query, $in at '{key}' takes a list of values")
    return OneOf(key, tuple(_text(key, value) for value in operand))


def _has_prefix(key: str, operand: Any) -> Predicate:
    if not isinstance(operand, str):
        raise InvalidFilter(f"Invalid query, $hasPrefix at '{key}' takes a string")
    return HasPrefix(key, operand.lower())


def _contains(key: str, operand: Any) -> Predicate:
    if not isinstance(operand, dict):
        return OneOf(key, (_text(key, operand),))
    kind = operand.get("type")
    if key != "relations" or not isinstance(kind, str) or set(operand) - {"type", "targetRef"}:
        raise InvalidFilter(
            f"Invalid query, $contains at '{key}' takes a plain value,"
            " or at 'relations' an object with type and targetRef"
        )
    relation = f"relations.{kind.lower()}"
    if "targetRef" not in operand:
        return Exists(relation)
    return _at_path(relation, operand["targetRef"])


def _text(key: str, value: Any) -> str:
    """A value as filter rows hold it: the text JavaScript would make of it, in lower case."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value).lower()
    raise InvalidFilter(f"Invalid query, the value at '{key}' must be a string, number or boolean")


_OPERATORS: dict[str, Callable[[str, Any], Predicate]] = {
    "$exists": _exists,
    "$in": _in,
    "$hasPrefix": _has_prefix,
    "$contains": _contains,
}
