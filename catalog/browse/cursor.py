"""Where a reader is in a listing, as text a client hands back: base64 of JSON.

The names inside are Backstage's, whose client looks into cursors: one with a `query` is sent back
with POST. What the reader may see is never in a cursor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.browse.selection import MOST_FIELDS, OrderField, Selection
from catalog.store.cursors import InvalidCursor as InvalidCursor
from catalog.store.cursors import decode_json as decode_json
from catalog.store.cursors import encode_json as encode_json


@dataclass(frozen=True, slots=True)
class Cursor:
    """A selection, and the sort values (the last one an entity id) to go on from."""

    selection: Selection
    position: tuple[Any, ...]
    backwards: bool
    total: int | None  # as counted for the first page; None: was not asked for

    def encode(self) -> str:
        return encode_json(_as_json(self))


def decode(text: str) -> Cursor:
    """Raises InvalidCursor."""
    value = decode_json(text)
    try:
        return _from_json(value)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise InvalidCursor("Malformed cursor") from wrong


def _as_json(cursor: Cursor) -> dict[str, Any]:
    selection = cursor.selection
    value: dict[str, Any] = {
        "orderFields": [
            {"field": order.field, "order": "desc" if order.descending else "asc"}
            for order in selection.order
        ],
        "isPrevious": cursor.backwards,
        "fullTextFilter": {"term": selection.term, "fields": list(selection.term_fields)},
        "orderFieldValues": list(cursor.position),
        "filter": list(selection.filters),
    }
    if cursor.total is not None:
        value["totalItems"] = cursor.total
    if selection.query is not None:
        value["query"] = dict(selection.query)
    return value


def _from_json(value: Mapping[str, Any]) -> Cursor:
    selection = _selection(value)
    position = tuple(value["orderFieldValues"])
    _check_position(position, len(selection.order))
    total = value.get("totalItems")
    if not isinstance(total, int | None):
        raise TypeError("totalItems is a number")
    return Cursor(selection, position, backwards=bool(value["isPrevious"]), total=total)


def _selection(value: Mapping[str, Any]) -> Selection:
    words, query = value["fullTextFilter"], value.get("query")
    if not isinstance(query, dict | None):
        raise TypeError("query is an object")
    return Selection(
        filters=tuple(map(str, value["filter"])),
        query=query,
        order=tuple(
            OrderField(str(field["field"]), field["order"] == "desc")
            for field in value["orderFields"]
        ),
        term=str(words["term"]),
        term_fields=tuple(map(str, words["fields"])),
    )


def _check_position(position: tuple[Any, ...], fields: int) -> None:
    """One text for each order field, then an id: what the statement will compare with."""
    *values, last = position
    if (
        fields > MOST_FIELDS
        or len(values) != fields
        or not all(isinstance(value, str) for value in values)
    ):
        raise ValueError("one text for each order field")
    if not isinstance(last, int) or not 0 <= last < 2**31:
        raise ValueError("ends with an id")
