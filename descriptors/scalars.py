"""What a plain scalar means: the core schema of YAML 1.2, with JavaScript's numbers.

`yes`, `on`, `1:30`, `1_000` and `2024-01-01` are text; `0o14` is 12, `014` is 14, `1e3` is 1000.
A number that JSON can't carry unchanged is refused instead of being quietly altered.
"""

import math
import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

NOT_ALWAYS_TEXT = frozenset("~nNtTfF.+-0123456789")
_LARGEST_EXACT = 2**53 - 1
_LONGEST_NUMBER = 400
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class InexactNumber(ValueError):
    """The scalar is a number that would not survive being written as JSON."""


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar. Raises InexactNumber."""
    if not text or text[0] not in NOT_ALWAYS_TEXT:
        return text or None
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.fullmatch(text):
        return _exact(text, 10)
    if _OTHER_BASE.fullmatch(text):
        return _exact(text, 0)
    if _FLOAT.fullmatch(text):
        return javascript_number(float(text))
    if _NOT_FINITE.fullmatch(text):
        raise InexactNumber(text)
    return text


def javascript_number(number: float) -> int | float:
    """A float as JavaScript writes it: without a fraction when it has none."""
    if not math.isfinite(number):
        raise InexactNumber(str(number))
    return int(number) if abs(number) <= _LARGEST_EXACT and number == int(number) else number


def key_text(value: Scalar) -> str:
    """A scalar as the key of a JSON object, spelt as JavaScript spells it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _exact(text: str, base: int) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise InexactNumber(text)
    number = int(text, base)
    if abs(number) > _LARGEST_EXACT:
        raise InexactNumber(text)
    return number
