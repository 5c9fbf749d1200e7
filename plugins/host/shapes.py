"""Values of the classes of the contract as plain JSON values, and back.

A shape is made from a class's own annotations. `plain` trusts nothing and says what is wrong,
where; `built` makes the value again on the other side, from plain values that it trusts as little.
Nothing else ever crosses between a plugin's process and ours: no pickle, no foreign class.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from numbers import Integral, Real
from typing import Any, Union, get_args, get_origin, get_type_hints

from plugins.texts import LARGEST, as_json, as_text, shown


class Mismatch(Exception):
    """A value is not what it should be; `where` grows from the inside out."""

    def __init__(self, expected: str, value: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.found = shown(value)
        self.where = ""

    def inside(self, step: str) -> "Mismatch":
        self.where = step + self.where
        return self

    def __str__(self) -> str:
        return f"{self.where.lstrip('.') or 'it'} must be {self.expected}, not {self.found}"


@dataclass(frozen=True, slots=True)
class Shape:
    """How values of one type are made plain and built again. Both raise Mismatch."""

    plain: Callable[[Any], Any]
    built: Callable[[Any], Any]


@cache
def shape_of(wanted: Any) -> Shape:
    """The shape of a type as annotations of the contract write it."""
    if simple := _SIMPLE.get(wanted):
        return simple
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return _one_of(arguments)
    if origin is Sequence:
        return _list(shape_of(arguments[0]))
    if origin is tuple:
        return _list(shape_of(arguments[0])) if arguments[-1] is ... else _row(arguments)
    if origin is Mapping:
        return _mapping(shape_of(arguments[1]))
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _record(wanted)
    raise TypeError(f"{wanted} is no type of values that can cross")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Mismatch("a text", value)
    try:
        return as_text(value)
    except ValueError as error:
        raise Mismatch(str(error), value) from None


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Mismatch("True or False", value)
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise Mismatch("a whole number", value)
    if not -LARGEST <= int(value) <= LARGEST:
        raise Mismatch("a whole number of at most 63 bits", value)
    return int(value)


def _number(value: Any) -> float:
    if type(value) is float:
        return value
    if isinstance(value, bool) or not isinstance(value, Real):
        raise Mismatch("a number", value)
    try:
        return float(value)
    except OverflowError:
        raise Mismatch("a number that fits a float", value) from None


def _nothing(value: Any) -> None:
    if value is not None:
        raise Mismatch("None", value)


def _json(value: Any) -> Any:
    try:
        return as_json(value)
    except ValueError as error:
        raise Mismatch(str(error), value) from None


def _both(check: Callable[[Any], Any]) -> Shape:
    return Shape(check, check)


_SIMPLE: Mapping[Any, Shape] = {
    str: _both(_text),
    bool: _both(_switch),
    int: _both(_integer),
    float: _both(_number),
    type(None): _both(_nothing),
    Any: _both(_json),
    object: _both(_json),
}


def _one_of(wanted: tuple[Any, ...]) -> Shape:
    # A whole number fits a float as well, but would be no whole number afterwards.
    shapes = [shape_of(each) for each in sorted(wanted, key=lambda each: each is float)]
    return Shape(
        _first_that_fits([shape.plain for shape in shapes]),
        _first_that_fits([shape.built for shape in shapes]),
    )


def _first_that_fits(checks: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def fit(value: Any) -> Any:
        failures: list[Mismatch] = []
        for check in checks:
            try:
                return check(value)
            except Mismatch as error:
                failures.append(error)
        deep = next((each for each in failures if each.where), None)
        raise deep or Mismatch(" or ".join(each.expected for each in failures), value)

    return fit


def _list(item: Shape) -> Shape:
    def walk(value: Any, check: Callable[[Any], Any]) -> list[Any]:
        if not isinstance(value, (list, tuple)):
            raise Mismatch("a list", value)
        made: list[Any] = []
        try:
            for each in value:
                made.append(check(each))
        except Mismatch as error:
            raise error.inside(f"[{len(made)}]") from None
        return made

    return Shape(
        lambda value: walk(value, item.plain), lambda value: tuple(walk(value, item.built))
    )


def _row(wanted: tuple[Any, ...]) -> Shape:
    shapes = [shape_of(each) for each in wanted]

    def walk(value: Any, checks: Sequence[Callable[[Any], Any]]) -> list[Any]:
        if not isinstance(value, (list, tuple)) or len(value) != len(checks):
            raise Mismatch(f"{len(checks)} values", value)
        return [check(each) for check, each in zip(checks, value, strict=True)]

    return Shape(
        lambda value: walk(value, [shape.plain for shape in shapes]),
        lambda value: tuple(walk(value, [shape.built for shape in shapes])),
    )


def _mapping(item: Shape) -> Shape:
    def walk(value: Any, check: Callable[[Any], Any]) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Mismatch("a mapping", value)
        made: dict[str, Any] = {}
        for key, each in value.items():
            try:
                made[_text(key)] = check(each)
            except Mismatch as error:
                raise error.inside(f"[{shown(key)}]") from None
        return made

    return Shape(lambda value: walk(value, item.plain), lambda value: walk(value, item.built))


def _record(wanted: type) -> Shape:
    """A dataclass: plain, it is a mapping of those fields that differ from their defaults."""
    hints = get_type_hints(wanted)
    fields = [
        (field.name, shape_of(hints[field.name]), field.default)
        for field in dataclasses.fields(wanted)
    ]
    shapes = {name: shape for name, shape, _ in fields}

    def plain(value: Any) -> dict[str, Any]:
        if not isinstance(value, wanted):
            raise Mismatch(f"a {wanted.__name__}", value)
        made: dict[str, Any] = {}
        for name, shape, default in fields:
            each = getattr(value, name)
            if each is default:
                continue
            try:
                made[name] = shape.plain(each)
            except Mismatch as error:
                raise error.inside(f".{name}") from None
        return made

    def built(value: Any) -> Any:
        if not isinstance(value, dict) or not value.keys() <= shapes.keys():
            raise Mismatch(f"the fields of a {wanted.__name__}", value)
        try:
            return wanted(**{name: shapes[name].built(each) for name, each in value.items()})
        except TypeError:  # a field without a default is missing
            raise Mismatch(f"all fields of a {wanted.__name__}", value) from None

    return Shape(plain, built)
