"""Slices as one canonical text, which is also what people type: `country=SE, plays=2026`.

Pairs are in the order of their names. A name or value that holds one of `=,[]"`, or begins or
ends with a blank, or is empty, is written in double quotes, as in JSON.
"""

import re
from collections.abc import Mapping

import orjson

LONGEST_SLICE = 500  # characters of the text
_PLAIN = re.compile(r'[^\s=,\[\]"](?:[^=,\[\]"\x00-\x1f]*[^\s=,\[\]"])?')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_PART = re.compile(rf"\s*(?:(?P<quoted>{_QUOTED.pattern})|(?P<plain>[^=,\[\]\"]*))\s*")


class InvalidSlice(ValueError):
    """Not a slice; the text says what is wrong with it."""


def slice_text(pairs: Mapping[str, str]) -> str:
    """The canonical text; empty for all of the data."""
    return ", ".join(f"{_written(name)}={_written(value)}" for name, value in sorted(pairs.items()))


def parse_slice(text: str) -> dict[str, str]:
    """The pairs of a slice, in any order and spacing; raises InvalidSlice."""
    pairs: dict[str, str] = {}
    place = 0
    while text[place:].strip():
        name, place = _part(text, place)
        if text[place : place + 1] != "=":
            raise InvalidSlice(f"`{name}` has no value: write name=value")
        pairs[name], place = _part(text, place + 1)
        if place < len(text) and text[place] != ",":
            raise InvalidSlice(f"a comma is missing before `{text[place:]}`")
        place += 1
    return pairs


def _written(part: str) -> str:
    return part if _PLAIN.fullmatch(part) else orjson.dumps(part).decode()


def _part(text: str, place: int) -> tuple[str, int]:
    found = _PART.match(text, place)
    assert found is not None  # it matches the empty text too
    if found["quoted"] is None:
        return found["plain"].strip(), found.end()
    try:
        return str(orjson.loads(found["quoted"])), found.end()
    except orjson.JSONDecodeError:
        raise InvalidSlice(f"{found['quoted']} is not well quoted") from None
