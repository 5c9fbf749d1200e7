"""Texts and JSON values from strangers, made fit to be stored and shown."""

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

LONGEST_TEXT = 1 << 20  # characters
MOST_VALUES = 200_000  # in one JSON value
DEEPEST = 64
LARGEST = 2**63 - 1  # what databases keep


def as_text(text: str) -> str:
    """The text without what no database keeps: NUL, and halves of characters."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a text of at most {LONGEST_TEXT:,} characters")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return str.__str__(text).replace("\0", "") if "\0" in text else str.__str__(text)


def as_json(value: Any) -> Any:
    """An equal value of nothing but JSON's own types. ValueError says what it should have been."""
    return _Walk().value(value, DEEPEST)


def shown(value: object, longest: int = 80) -> str:
    """A value in a message, in short and on one line. Never asks a stranger's `repr`."""
    if isinstance(value, int) and abs(value) > LARGEST:
        return "a huge number"
    if value is None or isinstance(value, (bool, int, float)):
        return str(value)[:longest]
    if isinstance(value, str):
        return repr(value[:longest]) + ("…" if len(value) > longest else "")
    return f"a value of the type {type(value).__name__}"


class _Walk:
    """Counts values, so that one that holds itself, or a bomb, comes to an end."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def value(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0:
            raise ValueError(f"JSON of at most {MOST_VALUES:,} values")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return as_text(value)
        if isinstance(value, Real):
            return _number(value)
        if depth == 0:
            raise ValueError(f"JSON nested at most {DEEPEST} deep")
        if isinstance(value, Mapping):
            return {self.key(key): self.value(each, depth - 1) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(each, depth - 1) for each in value]
        raise ValueError(f"JSON, which has no {type(value).__name__}")

    def key(self, key: Any) -> str:
        if not isinstance(key, str):
            raise ValueError("JSON, whose keys are texts")
        return as_text(key)


def _number(value: Real) -> int | float:
    if isinstance(value, Integral):
        if not -LARGEST <= int(value) <= LARGEST:
            raise ValueError("a number of at most 63 bits; larger ones are written as texts")
        return int(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("JSON, which has no NaN or infinity; leave it out or say None")
    return number


def said(error: BaseException, longest: int = 300) -> str:
    """The class of an exception and the beginning of its text, on one line."""
    try:
        text = str(error)
    except Exception:
        text = ""
    line = " ".join(printable(text[: 2 * longest]).split())[:longest]
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


def printable(text: str) -> str:
    """The text without control characters, which could lie about themselves on a terminal."""
    return "".join(c if c.isprintable() else " " for c in as_text(text))
