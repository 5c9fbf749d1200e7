"""Series: sorted by step and time, put together, and thinned where they are long."""

from collections.abc import Sequence

from catalog.evaluations.blobs import Columns, pack_columns, unpack_columns
from catalog.evaluations.limits import MOST_POINTS
from plugins.facts import Series

Point = tuple[int, float, float]  # step, time (0 where there is none), value


def points_of(series: Series) -> list[Point]:
    """In the order of steps; of several values for one step and time the last counts.

    Raises ValueError for columns of unequal length or of something else than numbers.
    """
    times = series.times or [0.0] * len(series.steps)
    if not len(series.steps) == len(series.values) == len(times):
        raise ValueError("steps, values and times are not equally many")
    rows = zip(series.steps, times, series.values, strict=True)
    points = [(_step(step), float(time), float(value)) for step, time, value in rows]
    return joined((), points)


def joined(before: Sequence[Point], after: Sequence[Point]) -> list[Point]:
    """Both, `after` in place of what is there for the same step and time."""
    values = {(step, time): value for step, time, value in (*before, *after)}
    return sorted((step, time, value) for (step, time), value in values.items())


def thinned(points: Sequence[Point]) -> tuple[list[Point], str]:
    """At most MOST_POINTS, and a note where that is fewer: of each stretch of equally many points
    the lowest and the highest stay, so that no spike is lost."""
    if len(points) <= MOST_POINTS:
        return list(points), ""
    stretches = MOST_POINTS // 2 - 1
    kept = {0, len(points) - 1}
    for place in range(stretches):
        start = place * len(points) // stretches
        stretch = range(start, (place + 1) * len(points) // stretches)
        kept |= {min(stretch, key=lambda i: points[i][2]), max(stretch, key=lambda i: points[i][2])}
    return [points[i] for i in sorted(kept)], f"{len(kept)} of {len(points)} points were kept"


def pack_points(points: Sequence[Point]) -> bytes:
    """Raises OverflowError for steps beyond 64 bits."""
    numbers = {"value": [point[2] for point in points]}
    if any(point[1] for point in points):
        numbers["time"] = [point[1] for point in points]
    return pack_columns(Columns({"step": [point[0] for point in points]}, numbers, {}))


def unpack_points(body: bytes) -> list[Point]:
    columns = unpack_columns(body)
    steps, values = columns.integers["step"], columns.numbers["value"]
    times = columns.numbers.get("time") or [0.0] * len(steps)
    return list(zip(steps, times, values, strict=True))


def _step(step: float) -> int:
    if int(step) != step or abs(step) >= 2**63:
        raise ValueError(f"{step!r} is no step")
    return int(step)
