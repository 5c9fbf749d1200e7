"""From resampled t values to an interval and a p value: the wider of two methods.

The studentised bootstrap is right for skewed differences, Student's t for symmetric ones with long
tails, where the first is too narrow; README.md has how often either holds what it promises.
"""

from typing import NamedTuple

import numpy as np

from catalog.statistics.units import Array

POWER = 0.8


class Bounds(NamedTuple):
    """Of one metric: how many of its standard errors the interval reaches `low` below the
    difference and `high` above it; infinite where resamples have no bound. `p_of_many` is the p to
    be adjusted for how many there are."""

    low: float
    high: float
    p: float
    p_of_many: float


def wider_of_both(t_values: Array, observed: Array, units: int, level: float) -> list[Bounds]:
    """`t_values` (resamples, metrics); `observed`: each difference by its standard error (that of
    a population of these units, as resamples have it).

    p is at most 1 - level exactly where 0 is outside of the interval.
    """
    resamples = len(t_values)
    place = tail_place(resamples, level)
    ordered = np.partition(t_values, (place - 1, resamples - place), axis=0)
    student = students_quantile(units, level) * unbiased(units)
    low = np.maximum(ordered[resamples - place], student)
    high = np.maximum(-ordered[place - 1], student)
    drawn, students = _bootstrap_p(t_values, observed), _students_p(observed, units)
    p = np.maximum(drawn, students)
    # Where no resample is as extreme, their share says no more than that p is small.
    p_of_many = np.where(drawn > 2 / (resamples + 1), p, students)
    return [Bounds(*map(float, one)) for one in zip(low, high, p, p_of_many, strict=True)]


def tail_place(resamples: int, level: float) -> int:
    """Which of the ordered resamples, from either end, bounds the interval: those of ranks k and
    R + 1 - k, with k = (R + 1)(1 - level) / 2 (Davison and Hinkley 1997, 5.2.1)."""
    return int((resamples + 1) * (1 - level) / 2 + 1e-9)


def students_quantile(units: int, level: float) -> float:
    return _students_inverse(units, (1 + level) / 2)


def detectable(standard_error: float, units: int, level: float) -> float:
    """The smallest true difference that is found with 80 % power: 2.8 standard errors of many
    units, of fewer the sum of two quantiles of Student's t (Bloom 1995, Evaluation Review 19)."""
    return standard_error * (students_quantile(units, level) + _students_inverse(units, POWER))


def _bootstrap_p(t_values: Array, observed: Array) -> Array:
    """Twice the share of the rarer side, the data themselves counted as one more resample
    (Davison and Hinkley 1997, 4.2.1): never below 2 / (R + 1)."""
    above = (t_values >= observed).sum(axis=0)
    below = (t_values <= observed).sum(axis=0)
    share = (np.minimum(above, below) + 1) / (len(t_values) + 1)
    p: Array = np.minimum(1.0, 2 * share)
    return p


def _students_inverse(units: int, share: float) -> float:
    from scipy.special import stdtrit  # 20 MB, for processes that compute intervals

    return float(stdtrit(units - 1, share))


def _students_p(observed: Array, units: int) -> Array:
    from scipy.special import stdtr

    p: Array = 2 * stdtr(units - 1, -np.abs(observed) / unbiased(units))
    return p


def unbiased(units: int) -> float:
    """From the standard error of a population of these units to that of one they are drawn from."""
    return float(np.sqrt(units / (units - 1)))
