"""What `field:value` and `field>value` ask for."""

import re

from search.query.fields import QueryField, read_date, read_number
from search.query.tokens import Token
from search.query.tree import And, Between, Is, Node, Or, Words

MAX_VALUES = 64
_HAS_WORD = re.compile(r"[^\W_]")


def read_fielded(token: Token, field: QueryField, is_open: bool) -> Node | None:
    """The tree of one `field…value`; None if the field can't be asked that way."""
    values = tuple(v for v in token.values[:MAX_VALUES] if v)
    if not values:
        return None
    if field.kind in ("number", "date"):
        return _any(tuple(_interval(token.operator, value, field) for value in values))
    if token.operator != ":":
        return None
    if field.kind == "text":
        return _any(tuple(_within(value, field, is_open) for value in values))
    return Is(field.stored_as, values)


def as_words(token: Token, is_open: bool) -> Node:
    """What looked like a field and is none: the text as it stands (a ref, a URL), or its words."""
    whole = Words(token.text, open=is_open)
    words = tuple(
        Words(text, phrase=" " in text, open=is_open and text == token.values[-1])
        for text in (token.field, *token.values[:MAX_VALUES])
        if has_word(text)
    )
    return Or((whole, And(words))) if len(words) > 1 else whole


def has_word(text: str) -> bool:
    """Whether anything of the text can be searched for at all."""
    return _HAS_WORD.search(text) is not None


def _any(nodes: tuple[Node | None, ...]) -> Node | None:
    """All of them have to be readable."""
    known = tuple(node for node in nodes if node is not None)
    if len(known) < len(nodes):
        return None
    return known[0] if len(known) == 1 else Or(known)


def _within(value: str, field: QueryField, is_open: bool) -> Words | None:
    if not has_word(value):
        return None
    return Words(value, phrase=" " in value, field=field.stored_as, open=is_open)


def _interval(operator: str, value: str, field: QueryField) -> Between | None:
    if operator == ":" and ".." in value:
        return _range(value, field)
    span = _read(value, field)
    if span is None:
        return None
    low, high = span
    whole = low == high  # a number; a date is the interval from its start to the next one's
    match operator:
        case ">":
            return Between(field.stored_as, low=high, include_low=not whole)
        case ">=":
            return Between(field.stored_as, low=low)
        case "<":
            return Between(field.stored_as, high=low, include_high=False)
        case "<=":
            return Between(field.stored_as, high=high, include_high=whole)
    return Between(field.stored_as, low=low, high=high, include_high=whole)


def _range(value: str, field: QueryField) -> Between | None:
    first, _, last = value.partition("..")
    low, high = _read(first, field), _read(last, field)
    if (first and low is None) or (last and high is None) or not (first or last):
        return None
    return Between(
        field.stored_as,
        low=low[0] if low else None,
        high=high[1] if high else None,
        include_high=high is None or high[0] == high[1],
    )


def _read(text: str, field: QueryField) -> tuple[float, float] | None:
    return read_date(text) if field.kind == "date" else read_number(text)
