"""Differences of which only values and intervals are known."""

import math
from dataclasses import replace

import pytest
from scipy.stats import binomtest, norm

from catalog.statistics import Measured, unpaired_difference


def share(right: int, n: int) -> Measured:
    return Measured(value=right / n, n=n, proportion=True)


def wilson(right: int, n: int) -> Measured:
    """As a tool reports it that says the interval."""
    interval = binomtest(right, n).proportion_ci(method="wilson")
    return Measured(value=right / n, n=n, low=interval.low, high=interval.high, level=0.95)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_intervals_are_those_of_newcombes_table(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, p. 873, Table II, method 10."""
    found = unpaired_difference(wilson(*first), wilson(*second))
    assert found is not None
    assert not found.paired
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_mean_of_zeros_and_ones_needs_no_interval() -> None:
    found, said = (unpaired_difference(make(56, 70), make(48, 80)) for make in (share, wilson))
    assert found is not None
    assert said is not None
    assert (found.low, found.high) == (pytest.approx(said.low), pytest.approx(said.high))
    assert found.method == "unpaired, Wilson intervals"
    assert said.method == "unpaired, from both intervals"


def test_intervals_of_other_levels_are_brought_to_one() -> None:
    narrow = Measured(value=1.0, low=1.0 - 1.6449, high=1.0 + 1.6449, level=0.9)
    wide = Measured(value=0.0, low=-2.5758, high=2.5758, level=0.99)
    found = unpaired_difference(narrow, wide)
    assert found is not None
    assert found.standard_error == pytest.approx(math.sqrt(2), rel=1e-4)
    assert found.low == pytest.approx(1 - 1.959964 * math.sqrt(2), rel=1e-3)
    assert found.p == pytest.approx(0.4795, abs=1e-4)


def test_swapping_the_two_negates_the_answer() -> None:
    there = unpaired_difference(share(56, 70), share(48, 80))
    back = unpaired_difference(share(48, 80), share(56, 70))
    assert there is not None
    assert back is not None
    assert (back.low, back.high) == (pytest.approx(-there.high), pytest.approx(-there.low))
    assert back.p == pytest.approx(there.p)


@pytest.mark.parametrize("value", [0.5001, 0.55, 0.7, 1.1])
def test_p_is_that_of_a_normal_distribution(value: float) -> None:
    there = Measured(value=value, low=value - 0.04, high=value + 0.04, level=0.95)
    found = unpaired_difference(there, replace(there, value=0.5, low=0.46, high=0.54))
    assert found is not None
    z = (value - 0.5) / (0.04 / norm.ppf(0.975) * math.sqrt(2))
    assert found.p == pytest.approx(2 * norm.sf(z))


GOOD = Measured(value=0.5, n=100, low=0.4, high=0.6, level=0.95)


@pytest.mark.parametrize(
    "other",
    [
        replace(GOOD, low=None),
        replace(GOOD, level=None),
        replace(GOOD, level=95.0),
        replace(GOOD, level=0.9999999999999999),
        replace(GOOD, value=math.nan),
        replace(GOOD, value=math.inf, high=math.inf),
        replace(GOOD, low=-math.inf),
        replace(GOOD, low=math.nan),
        replace(GOOD, value=0.7),
        replace(GOOD, n=1),
        replace(GOOD, low=0.5, high=0.5),
        Measured(value=0.5, n=100),
        Measured(value=0.5, n=10, proportion=True),
        Measured(value=50.0, n=100, proportion=True),
        Measured(value=0.5, proportion=True),
    ],
)
def test_what_does_not_say_how_sure_it_is_has_no_difference(other: Measured) -> None:
    assert unpaired_difference(GOOD, other) is None
    assert unpaired_difference(other, GOOD) is None
