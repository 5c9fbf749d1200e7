"""Points of series: put together, thinned, packed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evaluations.limits import MOST_POINTS
from catalog.evaluations.points import joined, pack_points, points_of, thinned, unpack_points
from plugins.facts import Series

_points = st.lists(
    st.tuples(st.integers(-(2**63), 2**63 - 1), st.just(0.0) | st.floats(0, 1e10), st.floats())
)


@given(_points)
def test_points_come_back_as_they_were_packed(points: list[tuple[int, float, float]]) -> None:
    assert repr(unpack_points(pack_points(points))) == repr(points)


def test_of_several_values_for_a_step_the_last_counts() -> None:
    series = Series(metric="loss", steps=[2, 1, 2], values=[1, 2, 3])
    assert points_of(series) == [(1, 0, 2), (2, 0, 3)]


def test_steps_that_are_all_alike_are_told_apart_by_their_time() -> None:
    series = Series(metric="loss", steps=[0, 0], values=[1, 2], times=[5, 6])
    assert points_of(series) == [(0, 5, 1), (0, 6, 2)]


@given(_points, _points)
def test_joining_again_changes_nothing(
    before: list[tuple[int, float, float]], after: list[tuple[int, float, float]]
) -> None:
    once = joined(before, after)
    assert repr(joined(once, after)) == repr(once)


@pytest.mark.parametrize(
    "series",
    [
        Series(metric="m", steps=[1, 2], values=[1]),
        Series(metric="m", steps=[1], values=[1], times=[1, 2]),
        Series(metric="m", steps=[1.5], values=[1]),  # type: ignore[list-item]
        Series(metric="m", steps=[math.inf], values=[1]),  # type: ignore[list-item]
        Series(metric="m", steps=[2**63], values=[1]),
        Series(metric="m", steps=["x"], values=[1]),  # type: ignore[list-item]
    ],
)
def test_columns_that_make_no_points_are_refused(series: Series) -> None:
    with pytest.raises((ValueError, TypeError, OverflowError)):
        points_of(series)


def test_a_long_series_keeps_its_ends_and_its_spikes() -> None:
    points = [(step, 0.0, math.sin(step / 1000)) for step in range(100_000)]
    points[50_123] = (50_123, 0.0, 99.0)
    points[70_321] = (70_321, 0.0, -99.0)
    kept, note = thinned(points)
    assert len(kept) <= MOST_POINTS
    assert {points[0], points[-1], points[50_123], points[70_321]} <= set(kept)
    assert kept == sorted(kept)
    assert "of 100000 points" in note
