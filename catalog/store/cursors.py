"""Where a reader is in a listing, as text that a client hands back: base64 of JSON."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import orjson

from catalog.store.nul import holds_nul


class InvalidCursor(ValueError):
    """Not a cursor this server gave out."""


def encode_json(value: Mapping[str, Any]) -> str:
    return base64.b64encode(orjson.dumps(value)).decode()


def decode_json(text: str) -> dict[str, Any]:
    """The object in a cursor; raises InvalidCursor."""
    try:
        json = base64.b64decode(text.replace(" ", "+"), validate=True)
        value = orjson.loads(json)
    except (binascii.Error, ValueError) as wrong:
        raise InvalidCursor("Malformed cursor: not base64 of JSON") from wrong
    if not isinstance(value, dict) or holds_nul(json):
        raise InvalidCursor("Malformed cursor: expected an object of texts and numbers")
    return value
