"""Reads fields of JSON that another system wrote: what is of the wrong type is said, by name.

A field that is missing or null is its default, since MLflow leaves out what is empty, and every
release adds fields.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from plugins.api import Problem, Value
from plugins.contents import storable

Thing = TypeVar("Thing")

# What MLflow stores in place of infinity, which SQL has no number for.
LARGEST = 1.7976931348623157e308
_NOT_NUMBERS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_SHOWN = 60


class Unreadable(ValueError):
    """A value is not of the type it has to be; the text names the field and the value."""

    def __init__(self, field: str, wanted: str, value: object) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        super().__init__(f"`{field}` has to be {wanted}, and is {shown}")


def mapping(value: Value, field: str) -> Mapping[str, Value]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable(field, "a mapping", value)
    return value


def items(value: Value, field: str) -> Sequence[Value]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Unreadable(field, "a list", value)
    return value


def text(source: Mapping[str, Value], field: str) -> str:
    value = source.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(field, "a text", value)
    return storable(value)


def needed(source: Mapping[str, Value], field: str) -> str:
    """A text that nothing can be made of without."""
    value = text(source, field)
    if not value:
        raise Unreadable(field, "a text", source.get(field))
    return value


def whole(source: Mapping[str, Value], field: str) -> int | None:
    """A whole number; in JSON made from protocol buffers, 64-bit ones are often written as text."""
    value = source.get(field)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and len(value) < 20:
        return int(value)
    raise Unreadable(field, "a whole number", value)


def number(source: Mapping[str, Value], field: str) -> float:
    """A number, NaN and infinities included."""
    value = source.get(field)
    if isinstance(value, str) and value in _NOT_NUMBERS:
        return _NOT_NUMBERS[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(field, "a number", value)
    if abs(value) >= LARGEST:
        return math.inf if value > 0 else -math.inf
    return float(value)


def pairs(value: Value, field: str) -> Mapping[str, str]:
    """MLflow's way to write a mapping: a list of `{key, value}`."""
    found = (mapping(item, field) for item in items(value, field))
    return {needed(item, "key"): text(item, "value") for item in found}


def each(
    values: Sequence[Value], read: Callable[[Value], Thing], what: str
) -> tuple[list[Thing], list[Problem]]:
    """All that can be read, and a problem for each that can't."""
    found: list[Thing] = []
    problems: list[Problem] = []
    for value in values:
        try:
            found.append(read(value))
        except Unreadable as wrong:
            problems.append(unreadable(what, wrong))
    return found, problems


def unreadable(what: str, wrong: Unreadable) -> Problem:
    return Problem(
        code="mlflow/unreadable",
        message=f"MLflow's answer about {what} can't be read: {wrong}.",
        hint="Ask whoever runs the MLflow server which release it is.",
    )
