"""How much better a value is than another, by the direction of its metric."""

import math

from catalog.evaluations import MetricDefinition

# Differences of decimal fractions are off by some units in the last place of the values.
_ROUNDING = 1e-9


def gain(value: float, other: float | None, definition: MetricDefinition | None) -> float | None:
    """Positive where `value` is the better one; None where that can't be said."""
    direction = definition.direction if definition else ""
    if other is None or not math.isfinite(value) or not math.isfinite(other):
        return None
    if direction == "higher":
        return value - other
    if direction == "lower":
        return other - value
    if definition is not None and direction == "target" and definition.target is not None:
        return abs(other - definition.target) - abs(value - definition.target)
    return None


def at_least(value: float, limit: float, scale: float = 0.0) -> bool:
    """`value >= limit`, where what is equal but for rounding is equal. `scale` is the size of the
    numbers that `value` is the difference of."""
    return value >= limit or math.isclose(
        value, limit, rel_tol=_ROUNDING, abs_tol=1e-12 * abs(scale)
    )
