"""Where a page ended: the sort key and id of its last hit, as text for people's addresses."""

import base64
import binascii
import json
from dataclasses import dataclass

from search.errors import InvalidCursor


@dataclass(frozen=True, slots=True)
class Cursor:
    """`key` is the last hit's sort key, or its score where relevance sorts.

    `seen` is how many hits came before: where to look first, not where to start.
    """

    sort: str
    key: str | float
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
    except (ValueError, TypeError, binascii.Error, RecursionError) as problem:
        raise InvalidCursor("this is not a cursor of a search") from problem
    if cursor.sort != sort or isinstance(key, str) != bool(sort) or not _whole(cursor):
        raise InvalidCursor("the cursor belongs to a search with another sort")
    return cursor


def _whole(cursor: Cursor) -> bool:
    number = isinstance(cursor.key, int | float) and not isinstance(cursor.key, bool)
    return (isinstance(cursor.key, str) or number) and cursor.id >= 0 and cursor.seen >= 0
