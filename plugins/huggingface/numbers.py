"""Values of metrics, as people write them."""

import math
import re
from dataclasses import dataclass

from plugins.api import Value

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_WRITTEN = re.compile(rf"({_NUMBER}) ?(%)?(?: ?(?:±|\+/-|\+-) ?({_NUMBER} ?%?))?")
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "infinity": math.inf}
_NOT_FINITE |= {"-inf": -math.inf, "-infinity": -math.inf}
LONGEST = 100


@dataclass(frozen=True)
class Number:
    """`spread` is what stood behind `±`, as it was written; nobody says what it is of.
    `percent`: the value was written with a percent sign, and is a share now."""

    value: float
    spread: str = ""
    percent: bool = False


def number(given: Value) -> Number | None:
    """A number on the scale it was reported on; None where it is none."""
    if isinstance(given, bool):
        return None
    if isinstance(given, (int, float)):
        return Number(_as_float(given))
    if not isinstance(given, str) or len(given) > LONGEST:
        return None
    text = given.strip()
    if text.lower() in _NOT_FINITE:
        return Number(_NOT_FINITE[text.lower()])
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    share = float(f"{found[1]}e-2") if found[2] and "e" not in found[1].lower() else None
    if found[2] and share is None:
        return None
    return Number(float(found[1]) if share is None else share, found[3] or "", share is not None)


def _as_float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
