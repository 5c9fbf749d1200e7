"""How a value differs from that of the baseline, and what the difference is worth.

Differences of single examples count first, then the intervals of both values; two bare values have
no word but that. See catalog/statistics/README.md for the formulas.
"""

import math

from catalog.comparison.gains import gain
from catalog.comparison.views import BARE, SAME, UNDERPOWERED, Difference
from catalog.evaluations import MetricDefinition
from catalog.evaluations.side_by_side import Measured
from catalog.statistics import (
    LEAST,
    PairedDifference,
    UnpairedDifference,
    label,
    unpaired_difference,
)
from catalog.statistics import Measured as WithInterval

NOT_FINITE = "not a finite number"
BASELINE_NOT_FINITE = "the baseline is not a finite number"
TOO_LARGE = "the difference is too large for a number"
# Beyond this share of the value, the mean of the examples' scores is another number than what was
# reported: a metric that is no mean, as areas under curves are not.
_OTHER_NUMBER = 0.01
_MEANS_OF_HITS = ("share of examples",)  # aggregations of zeros and ones


def difference(
    value: Measured,
    base: Measured,
    definition: MetricDefinition | None,
    pair: PairedDifference | None = None,
    *,
    of_many: bool = False,
) -> Difference | str:
    """The difference, or why there is none. `of_many`: its p is going to be adjusted for that."""
    if not math.isfinite(value.value):
        return NOT_FINITE
    if not math.isfinite(base.value):
        return BASELINE_NOT_FINITE
    change = value.value - base.value
    if not math.isfinite(change):
        return TOO_LARGE
    if pair is not None and _is_of(pair, value, base):
        judged = _judged(pair, value, base, definition)
        return judged._replace(p=pair.p_of_many) if of_many else judged
    if change == 0:
        return Difference(0.0, 0.0 if base.value else None, SAME, gain=_zero(definition))
    unpaired = _unpaired(value, base, definition)
    if unpaired is not None and not _few(value, base):
        return _judged(unpaired, value, base, definition)
    word = UNDERPOWERED if _few(value, base) else BARE
    gained = gain(value.value, base.value, definition)
    return Difference(change, _relative(change, base.value), word, gain=gained)


def direction_of(value: float, base: float, definition: MetricDefinition | None) -> str:
    """Towards a target, more is better below it and worse above it; on both sides neither is."""
    if definition is None:
        return ""
    target = definition.target
    if definition.direction != "target" or target is None:
        return definition.direction
    if value <= target and base <= target:
        return "higher"
    return "lower" if value >= target and base >= target else ""


def _judged(
    found: PairedDifference | UnpairedDifference,
    value: Measured,
    base: Measured,
    definition: MetricDefinition | None,
) -> Difference:
    word = label(found, direction_of(found.value, found.baseline, definition))
    if found.difference == 0 and found.low == found.high:
        word = SAME
    return Difference(
        value=found.difference,
        relative=_relative(found.difference, found.baseline),
        label=word,
        low=found.low,
        high=found.high,
        level=found.level if found.low is not None else None,
        p=found.p,
        method=found.method,
        gain=gain(found.value, found.baseline, definition),
    )


def _is_of(pair: PairedDifference, value: Measured, base: Measured) -> bool:
    """Whether the means of the shared examples are what was reported."""
    both = ((pair.value, value.value), (pair.baseline, base.value))
    near = (math.isclose(mean, told, rel_tol=_OTHER_NUMBER, abs_tol=1e-9) for mean, told in both)
    return math.isfinite(pair.difference) and all(near)


def _unpaired(
    value: Measured, base: Measured, definition: MetricDefinition | None
) -> UnpairedDifference | None:
    proportion = definition is not None and definition.aggregation in _MEANS_OF_HITS
    if not proportion and (value.low is None or base.low is None):
        return None
    return unpaired_difference(_with(value, proportion), _with(base, proportion))


def _with(one: Measured, proportion: bool) -> WithInterval:
    return WithInterval(
        value=one.value,
        n=one.n,
        low=one.low,
        high=one.high,
        level=one.level,
        proportion=proportion,
    )


def _few(value: Measured, base: Measured) -> bool:
    """Whether one of them is known to be of too few examples to say anything."""
    return any(one.n is not None and one.n < LEAST for one in (value, base))


def _relative(change: float, base: float) -> float | None:
    relative = change / abs(base) if base else math.inf
    return relative if math.isfinite(relative) else None


def _zero(definition: MetricDefinition | None) -> float | None:
    return gain(0.0, 0.0, definition)
