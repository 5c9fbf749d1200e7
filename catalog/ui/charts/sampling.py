"""Fewer points that look the same."""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def kept(points: Sequence[Point | None], limit: int) -> list[int]:
    """Places of at most about `limit` points to show, in order, gaps (None) included.

    All are kept if they are few enough. Otherwise the first, the last, the highest and the lowest
    are kept, and between them those that say most about the shape; each gap keeps one place.
    """
    if len(points) <= limit:
        return list(range(len(points)))
    known = [(place, point) for place, point in enumerate(points) if point is not None]
    if not known:
        return []
    line = [point for _, point in known]
    heights = [y for _, y in line]
    extremes = {heights.index(max(heights)), heights.index(min(heights))}
    chosen = sorted({*largest_triangles(line, max(3, limit - 2)), *extremes})
    return _with_gaps([known[at][0] for at in chosen], points)


def _with_gaps(chosen: Sequence[int], points: Sequence[Point | None]) -> list[int]:
    gaps = [0]
    for point in points:
        gaps.append(gaps[-1] + (point is None))
    places = [chosen[0]]
    for before, after in pairwise(chosen):
        if gaps[after] > gaps[before]:
            places.append(next(at for at in range(before, after) if points[at] is None))
        places.append(after)
    return places


def largest_triangles(points: Sequence[Point], limit: int) -> list[int]:
    """Places of `limit` points that keep the shape of a line (at least 3).

    Largest-Triangle-Three-Buckets: of each bucket, the point that spans the largest triangle with
    the point kept before and the mean of the next bucket. S. Steinarsson, "Downsampling Time
    Series for Visual Representation", University of Iceland, 2013.
    """
    if len(points) <= limit:
        return list(range(len(points)))
    width = (len(points) - 2) / (limit - 2)
    starts = [int(bucket * width) + 1 for bucket in range(limit - 1)]
    chosen = [0]
    for bucket, (start, end) in enumerate(pairwise(starts)):
        following = points[end : starts[bucket + 2]] if bucket + 2 < len(starts) else points[-1:]
        chosen.append(_largest(points, range(start, end), points[chosen[-1]], _mean(following)))
    return [*chosen, len(points) - 1]


def _mean(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _largest(points: Sequence[Point], places: range, before: Point, after: Point) -> int:
    """The place whose point spans the largest triangle; twice its area is enough to compare."""
    (ax, ay), (cx, cy) = before, after
    width, height = ax - cx, ay - cy

    def doubled_area(at: int) -> float:
        x, y = points[at]
        return abs(width * (y - ay) - (ax - x) * -height)

    return max(places, key=doubled_area)


def spread(count: int, limit: int) -> list[int]:
    """Places of at most `limit` of `count` things, evenly apart."""
    if count <= limit:
        return list(range(count))
    return [at * count // limit for at in range(limit)]
