"""Measured numbers: aligned, and the best known only where a direction is."""

import math

import pytest

from catalog.evaluations import MetricDefinition
from catalog.ui.measured import aligned, best_of, way_of
from catalog.ui.times import duration


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.91, 0.8], ["0.9100", "0.8000"]),
        ([1234.5, 2.25], ["1,234", "2"]),
        ([3, 12000], ["3", "12,000"]),
        ([12.34, None, math.nan], ["12.34", "", "not a number"]),
        ([0.5, 0.0000012], ["0.5000", "1.2e-06"]),
        ([], []),
    ],
)
def test_a_column_has_the_same_decimals(values: list[float | None], texts: list[str]) -> None:
    assert aligned(values) == texts


@pytest.mark.parametrize(
    ("direction", "target", "best"),
    [
        ("higher", None, {3}),
        ("lower", None, {1}),
        ("target", 1.9, {2}),
        ("none", None, set()),
        ("target", None, set()),
    ],
)
def test_the_best_follows_the_direction(
    direction: str, target: float | None, best: set[int]
) -> None:
    definition = MetricDefinition("m", direction, "metric:default/m", target=target)
    assert best_of({1: 1.0, 2: 2.0, 3: 3.0, 4: None, 5: math.inf}, definition) == best


def test_nothing_is_best_where_all_are_equal_or_nobody_knows() -> None:
    higher = MetricDefinition("m", "higher", "metric:default/m")
    assert best_of({1: 1.0, 2: 1.0}, higher) == frozenset()
    assert best_of({1: 1.0, 2: 2.0}, None) == frozenset()


def test_the_way_of_a_metric_says_who_says_so() -> None:
    assert way_of(MetricDefinition("m", "lower", "metric:default/m")) == (
        "lower is better (metric:default/m)"
    )
    assert way_of(None) == "nobody has said which way is better"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.25, "250 ms"),
        (9.94, "9.9 s"),
        (75, "1 min 15 s"),
        (3600, "1 h"),
        (90061, "1 d 1 h"),
        (-1, "ends before it starts"),
    ],
)
def test_durations_are_in_their_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words
