"""Good answers made bad: each function gives a JSON value like the one it is given, but wrong."""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

MANY, SOME = 100_000, 1000
NAMES = ("key", "name", "metric")  # what things with names call them
CENTURY = 100 * 365 * 86_400
ODD_TEXT = "\U0001f600\u202e<b>\u0000\ud800\x1b[2J" + "ü" * 300
YEAR = re.compile(r"^(19|20)\d\d-")


def wrong_types(value: Any) -> Any:
    """Texts become numbers, and numbers texts."""
    return _each(value, lambda leaf: 7 if isinstance(leaf, str) else "seven")


def objects_for_lists(value: Any) -> Any:
    return _each(value, lambda leaf: leaf, lambda items: {"items": items})


def nested_wrongly(value: Any) -> Any:
    """What should be a text or number is a list or mapping of it."""
    return _each(value, lambda leaf: [leaf] if isinstance(leaf, str) else {"value": leaf})


def nothing(value: Any) -> Any:
    """Every text and number is null."""
    return _each(value, lambda leaf: None)


def without_fields(value: Any) -> Any:
    """Every innermost mapping is empty."""
    if isinstance(value, dict):
        inner = any(isinstance(each, (dict, list)) for each in value.values())
        return {key: without_fields(each) for key, each in value.items()} if inner else {}
    return [without_fields(each) for each in value] if isinstance(value, list) else value


def not_fractions(value: Any) -> Any:
    """Every fraction is NaN or infinite, as tokens that are not JSON but often written."""
    return _not_numbers(value, (float,))


def not_numbers(value: Any) -> Any:
    """The same of every number, times and counts included."""
    return _not_numbers(value, (int, float))


def _not_numbers(value: Any, kinds: tuple[type, ...]) -> Any:
    numbers = itertools.cycle((float("nan"), float("inf"), float("-inf")))

    def spoilt(leaf: Any) -> Any:
        return next(numbers) if _is_number(leaf) and isinstance(leaf, kinds) else leaf

    return _each(value, spoilt)


def negative(value: Any) -> Any:
    """Every number is huge and negative."""
    return _each(value, lambda leaf: -(10**18) if _is_number(leaf) else leaf)


def twice(value: Any) -> Any:
    """Every list has everything twice: duplicate ids."""
    return _each(value, lambda leaf: leaf, lambda items: [*items, *items])


def ragged(value: Any) -> Any:
    """Of lists side by side in one mapping the first, third … lack their last item: columns that
    no longer belong together."""
    if isinstance(value, list):
        return [ragged(each) for each in value]
    if not isinstance(value, dict):
        return value
    shorter = itertools.cycle((True, False))
    return {
        key: ragged(each)[:-1] if isinstance(each, list) and next(shorter) else ragged(each)
        for key, each in value.items()
    }


def in_the_future(value: Any) -> Any:
    """Every time is a hundred years later: clocks that go wrong."""

    def later(leaf: Any) -> Any:
        if _is_number(leaf) and 1e9 < leaf < 1e10:
            return leaf + CENTURY
        if _is_number(leaf) and 1e12 < leaf < 1e13:
            return leaf + CENTURY * 1000
        if isinstance(leaf, str) and leaf.isdigit() and len(leaf) == 13:
            return str(int(leaf) + CENTURY * 1000)
        return YEAR.sub("9999-", leaf) if isinstance(leaf, str) else leaf

    return _each(value, later)


def odd_texts(value: Any) -> Any:
    """Every text goes on with what no terminal, page or database likes."""
    return _each(value, lambda leaf: leaf + ODD_TEXT if isinstance(leaf, str) else leaf)


def many(value: Any) -> Any:
    """One list of named values has 100,000 items, each with a name of its own: so many metrics.
    Where there is none, one list of other flat mappings has a thousand."""
    spoilt = json.loads(json.dumps(value))
    lists = sorted(_flat_lists(spoilt), key=lambda items: not _is_named_value(items[0]))
    if lists:
        first = lists[0][0]
        number = MANY if _is_named_value(first) else SOME
        lists[0][:] = [_renamed(first, it) for it in range(number)]
    return spoilt


def _each(
    value: Any,
    leaf: Callable[[Any], Any],
    items: Callable[[list[Any]], Any] = lambda items: items,
) -> Any:
    """The value with `leaf` of each text, number, switch and null, and `items` of each list."""
    if isinstance(value, dict):
        return {key: _each(each, leaf, items) for key, each in value.items()}
    if isinstance(value, list):
        return items([_each(each, leaf, items) for each in value])
    return leaf(value)


def _flat_lists(value: Any) -> Iterator[list[dict[str, Any]]]:
    """The lists of mappings of texts and numbers."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _flat_lists(each)
    elif isinstance(value, list):
        for each in value:
            yield from _flat_lists(each)
        if value and isinstance(value[0], dict) and _is_flat(value[0]):
            yield value


def _is_flat(value: dict[str, Any]) -> bool:
    return not any(isinstance(each, (dict, list)) for each in value.values())


def _is_named_value(value: Mapping[str, Any]) -> bool:
    return _is_number(value.get("value")) and any(name in value for name in NAMES)


def _renamed(value: Mapping[str, Any], number: int) -> dict[str, Any]:
    names = [name for name in NAMES if isinstance(value.get(name), str)]
    names = names or [name for name, each in value.items() if isinstance(each, str)]
    return {**value, **{name: f"{value[name]} {number}" for name in names}}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


SPOILT: Mapping[str, Callable[[Any], Any]] = {
    "wrong types": wrong_types,
    "objects instead of lists": objects_for_lists,
    "values in lists": nested_wrongly,
    "null for every value": nothing,
    "empty objects": without_fields,
    "NaN for fractions": not_fractions,
    "NaN for every number": not_numbers,
    "huge negative numbers": negative,
    "everything twice": twice,
    "columns of unequal length": ragged,
    "times in the future": in_the_future,
    "odd texts": odd_texts,
}
