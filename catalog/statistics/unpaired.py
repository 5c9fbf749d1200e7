"""The difference between two models of which only values and intervals are known.

Scores of the same examples go up and down together, which two intervals don't show: a difference
found here is one, but where none is found a paired comparison may still find it.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar

from catalog.statistics.intervals import POWER
from catalog.statistics.paired import LEAST, LEVEL

UNPAIRED = "unpaired, from both intervals"
WILSON = "unpaired, Wilson intervals"
NORMAL = NormalDist()
LEVELS = (0.5, 0.999999)  # of intervals that say how sure a value is; nobody is surer


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value over `n` examples with its interval. `proportion`: the metric is known to be a mean
    of zeros and ones, so that value and n alone say how sure it is."""

    value: float
    n: int | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    proportion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpairedDifference:
    """As PairedDifference has it, of measurements taken as independent."""

    value: float
    baseline: float
    difference: float
    low: float
    high: float
    level: float
    p: float
    standard_error: float
    detectable: float
    method: str

    paired: ClassVar[bool] = False
    is_tie: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class _Sides:
    """How far an interval reaches below and above its value, in standard errors of a normal
    distribution: one for each side, since intervals of proportions are not symmetric."""

    below: float
    above: float


def unpaired_difference(
    a: Measured, b: Measured, level: float = LEVEL
) -> UnpairedDifference | None:
    """a - b; None where one of them has no interval that says how sure it is.

    From the limits of both, each side by itself (square and add: Newcombe 1998, method 10, for
    Wilson's; Zou and Donner 2008 for all). Takes both as independent.
    """
    first, second = _sides(a), _sides(b)
    if first is None or second is None:
        return None
    difference, z = a.value - b.value, NORMAL.inv_cdf((1 + level) / 2)
    below = math.hypot(first.below, second.above)
    above = math.hypot(first.above, second.below)
    # The side towards 0 decides whether 0 is inside.
    facing = below if difference > 0 else above
    if not (facing > 0 and below < math.inf and above < math.inf and math.isfinite(difference)):
        return None
    return UnpairedDifference(
        value=a.value,
        baseline=b.value,
        difference=difference,
        low=difference - z * below,
        high=difference + z * above,
        level=level,
        p=math.erfc(abs(difference) / facing / math.sqrt(2)),
        standard_error=(below + above) / 2,
        detectable=(z + NORMAL.inv_cdf(POWER)) * (below + above) / 2,
        method=WILSON if a.low is None and b.low is None else UNPAIRED,
    )


def _sides(one: Measured) -> _Sides | None:
    if not math.isfinite(one.value) or (one.n is not None and one.n < 2):
        return None
    if one.low is None or one.high is None or one.level is None:
        return _wilson(one)
    if one.low == one.high or not one.low <= one.value <= one.high:
        return None
    if not LEVELS[0] <= one.level <= LEVELS[1]:
        return None
    z = NORMAL.inv_cdf((1 + one.level) / 2)
    return _Sides((one.value - one.low) / z, (one.high - one.value) / z)


def _wilson(one: Measured) -> _Sides | None:
    """Wilson (1927), J. Am. Statist. Assoc. 22, at 95 %."""
    if not one.proportion or one.n is None or one.n < LEAST or not 0 <= one.value <= 1:
        return None
    z = NORMAL.inv_cdf((1 + LEVEL) / 2)
    spread = z * math.sqrt(one.value * (1 - one.value) / one.n + (z / (2 * one.n)) ** 2)
    middle, scale = one.value + z * z / (2 * one.n), 1 + z * z / one.n
    return _Sides(
        (one.value - (middle - spread) / scale) / z, ((middle + spread) / scale - one.value) / z
    )
