"""Fewer points that look the same."""

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.ui.charts.sampling import kept, largest_triangles, spread

numbers = st.floats(-1e9, 1e9)
lines = st.lists(st.none() | st.tuples(numbers, numbers), max_size=400)


@given(lines, st.integers(3, 60))
def test_ends_and_extremes_stay_whatever_the_line(
    points: list[tuple[float, float] | None], limit: int
) -> None:
    places = kept(points, limit)
    known = [at for at, point in enumerate(points) if point is not None]
    assert places == sorted(set(places))
    if not known or len(points) <= limit:
        return
    heights = [point[1] for point in points if point is not None]
    shown = [point[1] for point in map(points.__getitem__, places) if point is not None]
    assert {known[0], known[-1]} <= set(places)
    assert (min(shown), max(shown)) == (min(heights), max(heights))
    assert len(shown) <= max(5, limit)


@given(lines, st.integers(3, 60))
def test_a_line_stays_broken_where_it_was(
    points: list[tuple[float, float] | None], limit: int
) -> None:
    places = kept(points, limit)
    for before, after in pairwise(places):
        between = points[before + 1 : after]
        if points[before] is not None and points[after] is not None:
            assert None not in between


def test_few_points_are_left_alone() -> None:
    assert kept([(0, 1), None, (2, 3)], 3) == [0, 1, 2]
    assert kept([None] * 10, 3) == []


def test_one_peak_among_many_equal_points_survives() -> None:
    points = [(float(x), 0.0) for x in range(10_000)]
    points[6_431] = (6_431.0, 1.0)
    assert 6_431 in largest_triangles(points, 20)


def test_the_shape_of_a_wave_is_kept() -> None:
    points = [(x / 100, math.sin(x / 100)) for x in range(5_000)]
    places = largest_triangles(points, 200)
    assert len(places) == 200
    for at, point in enumerate(points):
        after = next(place for place in places if place >= at)
        before = max(place for place in places if place <= at)
        share = (at - before) / (after - before) if after > before else 0
        drawn = points[before][1] * (1 - share) + points[after][1] * share
        assert drawn == pytest.approx(point[1], abs=0.05)


def test_noise_keeps_how_far_it_reaches() -> None:
    chance = random.Random(1)
    points = [(float(x), chance.gauss(0, 1)) for x in range(20_000)]
    places = kept(points, 2_000)
    assert len(places) <= 2_000
    assert max(points[at][1] for at in places) == max(y for _, y in points)


def test_things_are_picked_evenly() -> None:
    assert spread(3, 5) == [0, 1, 2]
    assert spread(100, 4) == [0, 25, 50, 75]
