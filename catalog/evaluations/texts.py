"""Texts and numbers as both databases can keep them."""

import math
import re
from typing import Any

from catalog.evaluations.limits import LATEST_TIME, LONGEST_NAME, LONGEST_SHOWN
from catalog.evaluations.remarks import Remarks
from descriptors.refs import InvalidRef, parse_ref

NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
"""JSON has no such numbers: they travel as these texts."""
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Without what PostgreSQL or UTF-8 can't hold."""
    plain = text.isascii() and "\0" not in text  # the usual case, told quickly
    return text if plain else _UNSTORABLE.sub("\ufffd", text)


def bounded(given: Any, longest: int, remarks: Remarks, path: str) -> str:
    """A text that fits, cut where it does not."""
    text = clean(str(given))
    if len(text) <= longest:
        return text
    remarks.warn("too-long", f"{len(text)} characters were cut to {longest}", path)
    return text[:longest]


def canonical(ref: str, default_kind: str) -> str:
    """What facts are about, as all know it. Raises InvalidRef."""
    found = str(parse_ref(clean(ref), default_kind=default_kind))
    if len(found) > LONGEST_NAME:
        raise InvalidRef(f"a ref has at most {LONGEST_NAME} characters, not {len(found)}")
    return found


def moment(value: float | None, remarks: Remarks, path: str) -> float | None:
    """Seconds since 1970, or None with a remark where it can't be that."""
    if value is None or (0 <= value < LATEST_TIME):
        return None if value is None else value + 0.0  # a database keeps no -0.0
    hint = "times are seconds since 1970; these may be milliseconds" if value > 0 else ""
    remarks.warn("time", f"{value!r} is no time and was left out", path, hint)
    return None


def filterable(value: str | float | int | bool) -> tuple[float | None, str]:
    """What a param is filtered and sorted by: its number, where it is one, and its text."""
    text = shown(value)
    return as_number(text), text[:LONGEST_SHOWN]


def shown(value: str | float | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def json_number(value: float) -> float | str:
    """The number, or the text that stands for one that is not finite."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def as_number(text: str) -> float | None:
    """The finite number that a text is, if it is one as people write them."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None
