"""How a value differs from that of the baseline, and what the difference is worth.

Differences of single examples count first, then the intervals of both values; two bare values have
no word but that. See catalog/statistics/README.md for the formulas.
"""

import math

from catalog.comparison.figures import figures, signed
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
# As much may rounding of what was reported change a difference.
_ROUNDED = 0.1
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
    change = value.value - base.value
    if why := _why_none(value, base, definition, pair):
        return why
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


def contradiction(pair: PairedDifference | None, value: Measured, base: Measured) -> str:
    """What the shared examples say, where it is not what was reported and so doesn't count; ""
    where it is."""
    change = value.value - base.value
    if pair is None or not math.isfinite(change) or _is_of(pair, value, base):
        return ""
    return (
        f"the {pair.n:,} examples that both scored say {signed(pair.difference)}, "
        f"where {signed(change)} was reported"
    )


def is_outside(value: float, definition: MetricDefinition | None) -> bool:
    """Whether a metric can't have that value: 91.3 is no share."""
    low, high = definition.range if definition else (None, None)
    below = low is not None and value < low and not math.isclose(value, low, abs_tol=1e-9)
    return below or (high is not None and value > high and not math.isclose(value, high))


def range_words(definition: MetricDefinition | None) -> str:
    """The numbers that a metric can have."""
    low, high = definition.range if definition else (None, None)
    if low is None or high is None:
        return f"{figures(low)} and more" if high is None else f"{figures(high)} and less"
    return f"{figures(low)} to {figures(high)}"


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


def _why_none(
    value: Measured,
    base: Measured,
    definition: MetricDefinition | None,
    pair: PairedDifference | None,
) -> str:
    """Why there is no difference; "" where there is one."""
    if not math.isfinite(value.value):
        return NOT_FINITE
    if not math.isfinite(base.value):
        return BASELINE_NOT_FINITE
    if not math.isfinite(value.value - base.value):
        return TOO_LARGE
    outside = is_outside(value.value, definition)
    if outside != is_outside(base.value, definition):
        whose = "the value" if outside else "that of the baseline"
        return f"{whose} is outside of what the metric can be, {range_words(definition)}"
    if pair is not None and _is_of_others(pair, value, base):
        over = f"the {pair.n:,} examples that both scored"
        return f"one of the two is over other examples; over {over} it is {signed(pair.difference)}"
    return ""


def _is_of(pair: PairedDifference, value: Measured, base: Measured) -> bool:
    """Whether the shared examples say what was reported: both means, which may be near by chance,
    and their difference."""
    if not (_is_mean(pair.value, value) and _is_mean(pair.baseline, base)):
        return False
    change, scale = value.value - base.value, max(abs(value.value), abs(base.value))
    if pair.low is not None and pair.high is not None and pair.low <= change <= pair.high:
        return True
    return math.isclose(change, pair.difference, rel_tol=_ROUNDED, abs_tol=1e-9 * scale)


def _is_of_others(pair: PairedDifference, value: Measured, base: Measured) -> bool:
    """Whether one of the two left examples out that count in the other: often the hard ones."""
    counted = value.n is not None and base.n is not None and value.n != base.n
    means = _is_mean(pair.value, value), _is_mean(pair.baseline, base)
    return (counted or pair.left_out > 0) and any(means) and not all(means)


def _is_mean(mean: float, told: Measured) -> bool:
    return math.isclose(mean, told.value, rel_tol=_OTHER_NUMBER, abs_tol=1e-9)


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
