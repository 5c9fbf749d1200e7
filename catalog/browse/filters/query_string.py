"""`filter=kind=component,spec.type=service`: the filters of a query string.

Inside one parameter all conditions must hold, and a key named twice may have either value; a
repeated parameter is an alternative. `key` alone asks that it be there, `key=` that it be empty.
"""

from collections.abc import Iterable

from catalog.browse.filters.predicate import (
    EVERYTHING,
    All,
    AnyOf,
    Exists,
    InvalidFilter,
    OneOf,
    Predicate,
)


def parse_filters(texts: Iterable[str]) -> Predicate:
    """The predicate of all `filter` parameters; raises InvalidFilter."""
    alternatives = [_conjunction(text) for text in texts]
    if not alternatives:
        return EVERYTHING
    return alternatives[0] if len(alternatives) == 1 else AnyOf(tuple(alternatives))


def _conjunction(text: str) -> Predicate:
    wanted: dict[str, list[str] | None] = {}
    for statement in filter(None, (part.strip() for part in text.split(","))):
        key, value = _statement(statement)
        if value is None:
            wanted.setdefault(key, None)
        else:
            wanted[key] = [*(wanted.get(key) or []), value]
    return All(tuple(_condition(key, values) for key, values in wanted.items()))


def _statement(statement: str) -> tuple[str, str | None]:
    key, equals, value = statement.partition("=")
    key = key.strip().lower()
    if not key:
        raise InvalidFilter(
            f"Invalid filter, '{statement}' is not a valid statement"
            " (expected a string on the form a=b or a= or a)"
        )
    return key, value.strip().lower() if equals else None


def _condition(key: str, values: list[str] | None) -> Predicate:
    return Exists(key) if values is None else OneOf(key, tuple(values))
