"""Values of a comparison as JSON has them: names in camelCase, and texts for what JSON has no
number for."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from catalog.evaluations import RunRow
from catalog.evaluations.texts import json_number

_finite = math.isfinite
_LEFT_OUT = {RunRow: ("cells", "began")}


def plain(value: Any) -> Any:
    """Dataclasses and named tuples as objects; keys of mappings are left as they are."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        names = getattr(type(value), "_fields", None)
        return _listed(value) if names is None else _named(_camel_names(names), value)
    assert is_dataclass(value), type(value)
    return _object(value)


def _named(names: tuple[str, ...], values: "tuple[Any, ...] | list[Any]") -> dict[str, Any]:
    """There are ten thousand of these in a comparison: most of what they hold is plain already."""
    return {
        name: value
        if value is None or type(value) is str or (type(value) is float and _finite(value))
        else plain(value)
        for name, value in zip(names, values, strict=True)
    }


def _number(value: float) -> float | str:
    return value if _finite(value) else json_number(value)


def _listed(values: "tuple[Any, ...] | list[Any]") -> list[Any]:
    """Long lists are numbers of curves, which are told quickly to be finite."""
    if all(type(one) is float for one in values) and math.isfinite(sum(map(abs, values))):
        return list(values)
    return [plain(one) for one in values]


def _object(value: Any) -> dict[str, Any]:
    left_out = _LEFT_OUT.get(type(value), ())
    names = tuple(one.name for one in fields(value) if one.name not in left_out)
    values = (plain(getattr(value, name)) for name in names)
    return dict(zip(_camel_names(names), values, strict=True))


@cache
def _camel_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_camel, names))


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))
