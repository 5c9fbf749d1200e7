"""Whether a measured value is good enough, and how sure that is.

Where an interval is known it counts: a limit inside of it leaves the verdict open.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from catalog.comparison.criteria import Criterion
from catalog.comparison.differences import difference, direction_of
from catalog.comparison.figures import figures, short
from catalog.comparison.gains import at_least
from catalog.comparison.views import (
    FAIL,
    FIRST_VERSION,
    INCONCLUSIVE,
    MISSING,
    PASS,
    UNDERPOWERED,
    Difference,
)
from catalog.evaluations import MetricDefinition
from catalog.evaluations.side_by_side import Measured
from catalog.statistics import LEAST, PairedDifference

WORST_FIRST = (FAIL, MISSING, INCONCLUSIVE, FIRST_VERSION, PASS)


class Verdict(NamedTuple):
    """`why` has the numbers; `by_value`: what the value alone would say, where an interval or too
    few examples leave it open."""

    word: str
    why: str
    by_value: str = ""


def joined_verdict(words: Iterable[str]) -> str:
    """Of several the worst; "" of none."""
    found = set(words)
    return next((one for one in WORST_FIRST if one in found), "")


def on_bounds(criterion: Criterion, value: Measured) -> Verdict:
    """Whether a value keeps the least and the greatest that are good enough."""
    if not math.isfinite(value.value):
        return Verdict(MISSING, f"what was measured is {figures(value.value)}")
    low = value.value if value.low is None else min(value.low, value.value)
    high = value.value if value.high is None else max(value.high, value.value)
    least = -math.inf if criterion.low is None else criterion.low
    most = math.inf if criterion.high is None else criterion.high
    why = _told(value.value, value.low, value.high)
    if not (at_least(high, least) and at_least(most, low)):
        return Verdict(FAIL, why)
    if at_least(low, least) and at_least(most, high):
        return _if_enough(value, why)
    kept = at_least(value.value, least) and at_least(most, value.value)
    return _open(why, kept)


def on_gain(
    criterion: Criterion,
    value: Measured,
    base: Measured,
    definition: MetricDefinition | None,
    pair: PairedDifference | None = None,
) -> Verdict:
    """Whether a value is as much better than the baseline's as it has to be, or not worse than
    it may be."""
    found = difference(value, base, definition, pair)
    if not isinstance(found, Difference):
        return Verdict(MISSING, found)
    if found.gain is None:
        return Verdict(MISSING, "nobody has said which way is better")
    limit, scale = criterion.gain or 0.0, max(abs(value.value), abs(base.value))
    if found.low is not None and not direction_of(value.value, base.value, definition):
        return _both_sides(found.gain, at_least(found.gain, limit, scale), value, base)
    low, high = _gained(found, value, base, definition)
    why = _gain_told(found.gain, low, high, value, base)
    if not at_least(high, limit, scale):
        return Verdict(FAIL, why)
    if at_least(low, limit, scale):
        few = found.label == UNDERPOWERED and found.low is None
        return Verdict(INCONCLUSIVE, f"{why}: too few examples") if few else Verdict(PASS, why)
    return _open(why, at_least(found.gain, limit, scale))


def _both_sides(gained: float, kept: bool, value: Measured, base: Measured) -> Verdict:
    """Of a difference across the target, the interval says nothing of which is nearer to it."""
    why = _gain_told(gained, gained, gained, value, base)
    why = f"{why}: on both sides of the target, where nothing says how sure that is"
    return Verdict(INCONCLUSIVE, why, PASS if kept else FAIL)


def _open(why: str, kept: bool) -> Verdict:
    value = "keeps it" if kept else "does not keep it"
    why = f"{why}: the limit is inside the interval, the value {value}"
    return Verdict(INCONCLUSIVE, why, PASS if kept else FAIL)


def _gained(
    found: Difference, value: Measured, base: Measured, definition: MetricDefinition | None
) -> tuple[float, float]:
    """Between which numbers the gain lies: one number, where nothing says how sure it is."""
    gained = found.gain or 0.0
    if found.low is None or found.high is None:
        return gained, gained
    match direction_of(value.value, base.value, definition):
        case "higher":
            return found.low, found.high
        case "lower":
            return -found.high, -found.low
    return gained, gained


def _if_enough(value: Measured, why: str) -> Verdict:
    """A few examples without an interval prove nothing."""
    certain = value.low is not None or value.high is not None
    if certain or value.n is None or value.n >= LEAST:
        return Verdict(PASS, why)
    return Verdict(INCONCLUSIVE, f"{why}: only {value.n} examples")


def _told(value: float, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return figures(value)
    return f"{figures(value)} ({figures(low)} to {figures(high)})"


def _gain_told(gained: float, low: float, high: float, value: Measured, base: Measured) -> str:
    word = "better" if gained >= 0 else "worse"
    between = f" (gain {short(low)} to {short(high)})" if low != high else ""
    numbers = f"{figures(value.value)} beside {figures(base.value)}"
    return f"{short(abs(gained))} {word}{between}: {numbers}"
