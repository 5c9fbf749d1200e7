"""Values in JSON as evaluation tools write it: with NaN, and of any type."""

import math
from collections.abc import Iterator
from typing import TypeGuard

from plugins.api import Value
from plugins.contents import mapping, storable

LONGEST_PARAM = 1000
DEEPEST = 20  # of mappings that are flattened


def text(value: Value) -> str:
    """The value where it is a text; other plain values as they are written, else empty."""
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        return ""
    return storable(str(value)) if not isinstance(value, int) or is_small(value) else ""


def is_number(value: Value) -> TypeGuard[int | float]:
    """NaN and infinities are numbers; booleans and what no float can hold are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return isinstance(value, float) or is_small(value)


def is_small(value: int) -> bool:
    return value.bit_length() < 1000


def whole(value: Value) -> int | None:
    """The value where it is a count."""
    return value if type(value) is int and 0 <= value < 2**53 else None


def time(value: Value) -> float | None:
    """The value where it is a moment, in seconds since 1970."""
    return float(value) if is_number(value) and math.isfinite(value) and value > 0 else None


def flat(value: Value, prefix: str = "", depth: int = DEEPEST) -> Iterator[tuple[str, Value]]:
    """Each value that is no mapping, by its dotted name."""
    if isinstance(value, dict) and depth:
        for key, each in value.items():
            yield from flat(each, f"{prefix}.{key}" if prefix else key, depth - 1)
    elif prefix:
        yield prefix, value


def params(value: Value, prefix: str = "") -> dict[str, str | float | int | bool]:
    """Texts, numbers and switches of a mapping; lists, mappings and nulls say what is not set,
    or how the tool is made."""
    found: dict[str, str | float | int | bool] = {}
    for key, each in mapping(value).items():
        name = storable(f"{prefix}{key}")
        if isinstance(each, bool) or (is_number(each) and math.isfinite(each)):
            found[name] = each
        elif isinstance(each, str) and len(each) <= LONGEST_PARAM:
            found[name] = storable(each)
    return found
