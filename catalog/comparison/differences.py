"""How a value differs from that of the baseline, and what the difference is worth."""

import math

from catalog.comparison.gains import gain
from catalog.comparison.views import BARE, SAME, Difference
from catalog.evaluations import MetricDefinition
from catalog.evaluations.side_by_side import Measured

NOT_FINITE = "not a finite number"
BASELINE_NOT_FINITE = "the baseline is not a finite number"
TOO_LARGE = "the difference is too large for a number"


def difference(
    value: Measured, base: Measured, definition: MetricDefinition | None
) -> Difference | str:
    """The difference, or why there is none."""
    if not math.isfinite(value.value):
        return NOT_FINITE
    if not math.isfinite(base.value):
        return BASELINE_NOT_FINITE
    change = value.value - base.value
    if not math.isfinite(change):
        return TOO_LARGE
    return Difference(
        value=change,
        relative=_relative(change, base.value),
        label=SAME if change == 0 else BARE,
        gain=gain(value.value, base.value, definition),
    )


def _relative(change: float, base: float) -> float | None:
    relative = change / abs(base) if base else math.inf
    return relative if math.isfinite(relative) else None
