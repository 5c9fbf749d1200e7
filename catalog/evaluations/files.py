"""Files of runs: one JSON object, a list of them, or one object a line (JSON Lines)."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

import orjson


class Unreadable(ValueError):
    """Not JSON; the text says where."""


def read_runs(file: IO[bytes]) -> Iterator[Any]:
    """The items of a file as JSON values, whatever they are; those of a file with one a line are
    read one by one. Numbers may be written `NaN`, as Python does. Raises Unreadable."""
    first = next((line for line in file if line.strip()), b"")
    if not first:
        return
    if first.lstrip().startswith(b"{"):
        try:
            yield _value(first)
        except ValueError:  # an object on several lines
            yield from _whole(first + file.read())
        else:
            yield from _lines(file)
    else:
        yield from _whole(first + file.read())


def in_parts(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def _whole(text: bytes) -> Iterator[Any]:
    try:
        value = _value(text)
    except ValueError as wrong:
        raise Unreadable(f"not JSON: {wrong}") from None
    yield from value if isinstance(value, list) else [value]


def _lines(lines: Iterable[bytes]) -> Iterator[Any]:
    for line in lines:
        if line.strip():
            try:
                yield _value(line)
            except ValueError as wrong:
                raise Unreadable(f"not JSON: {line[:60]!r}: {wrong}") from None


def _value(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
