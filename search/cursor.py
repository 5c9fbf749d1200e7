"""Where a page ended: the sort key and id of its last hit, as text for people's addresses."""

import base64
import json
from dataclasses import dataclass

from search.errors import InvalidCursor
from search.folding import printable
from search.request import NUMBER_SORTS, TEXT_SORTS

# What the engines can compare with.
_WHOLE = range(2**63)
_HIGHEST_SCORE = 1e30


@dataclass(frozen=True, slots=True)
class Cursor:
    """`key` is the last hit's sort key: a text or a whole number; its score by relevance.

    `seen` is how many hits came before: where to look first, not where to start.
    """

    sort: str
    key: str | int | float
    id: int
    seen: int
    near: bool = False


def write_cursor(cursor: Cursor) -> str:
    fields = [cursor.sort, cursor.key, cursor.id, cursor.seen, int(cursor.near)]
    data = json.dumps(fields, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_cursor(text: str, sort: str) -> Cursor | None:
    """None for no text; raises InvalidCursor for one that this sort did not give out."""
    if not text:
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        given, key, id, seen, near = json.loads(data)
        cursor = Cursor(str(given), key, int(id), int(seen), bool(near))
    except (ValueError, TypeError, ArithmeticError, RecursionError) as problem:
        raise InvalidCursor("this is not a cursor of a search") from problem
    if cursor.id not in _WHOLE or cursor.seen not in _WHOLE:
        raise InvalidCursor("this is not a cursor of a search")
    if cursor.sort != sort or not _is_key(key, sort):
        raise InvalidCursor("the cursor belongs to a search with another sort")
    return cursor


def _is_key(key: object, sort: str) -> bool:
    name = sort.removeprefix("-")
    if name in TEXT_SORTS:
        return isinstance(key, str) and printable(key) == key
    if name in NUMBER_SORTS:
        return type(key) is int and key in _WHOLE
    return type(key) is float and abs(key) <= _HIGHEST_SCORE
