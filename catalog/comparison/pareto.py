"""What is not beaten in quality and cost at once."""

import math
from collections.abc import Sequence


def pareto(qualities: Sequence[float | None], costs: Sequence[float | None]) -> tuple[bool, ...]:
    """Both the more, the better. True where no other is at least as good in both and better in
    one; False where one of the two is not known, or no finite number."""
    points = list(map(_point, qualities, costs))
    known = [point for point in points if point]
    return tuple(
        bool(point) and not any(_beats(other, point) for other in known) for point in points
    )


def _point(quality: float | None, cost: float | None) -> tuple[float, float] | None:
    if quality is None or cost is None or not (math.isfinite(quality) and math.isfinite(cost)):
        return None
    return quality, cost


def _beats(one: tuple[float, float], other: tuple[float, float] | None) -> bool:
    return other is not None and one != other and one[0] >= other[0] and one[1] >= other[1]
