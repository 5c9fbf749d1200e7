"""Differences of many slices at once: adjusted, they are seldom found by chance, and found."""

from collections.abc import Callable

import numpy as np
import pytest

from catalog.statistics import PairedDifference, benjamini_hochberg, label, paired_bootstrap
from catalog.statistics.units import Array

SLICES = 20


def found(differences: list[PairedDifference]) -> list[bool]:
    """Which are said to be one, after p is adjusted."""
    adjusted = benjamini_hochberg([one.p_of_many for one in differences])
    return [
        label(one, "higher") in ("improved", "regressed") and p is not None and p <= 0.05
        for one, p in zip(differences, adjusted, strict=True)
    ]


def normal(dice: np.random.Generator, shape: tuple[int, int]) -> Array:
    return dice.normal(size=shape)


def hits(dice: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Of zeros and ones: one of five differs, in either direction."""
    differs = dice.random(shape) < 0.2
    return np.where(differs, dice.choice([-1.0, 1.0], size=shape), 0.0)


def tailed(dice: np.random.Generator, shape: tuple[int, int]) -> Array:
    return dice.standard_t(3, size=shape)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [normal, hits, tailed])
def test_of_twenty_slices_alike_a_difference_is_found_less_than_once_in_twenty_times(
    kind: Callable[[np.random.Generator, tuple[int, int]], Array],
) -> None:
    times = 120
    scores = kind(np.random.default_rng(11), (40, SLICES * times))
    differences = paired_bootstrap(scores, np.zeros_like(scores))
    families = [differences[at : at + SLICES] for at in range(0, len(differences), SLICES)]
    assert sum(any(found(family)) for family in families) / times < 0.05


def test_p_to_be_adjusted_has_no_least_value_where_p_has() -> None:
    scores = np.random.default_rng(2).normal(size=(100, 2)) + np.array([1.0, 0.02])
    clear, unclear = paired_bootstrap(scores, np.zeros_like(scores))
    assert clear.p == pytest.approx(2 / 2001)
    assert clear.p_of_many is not None
    assert clear.p_of_many < 1e-9
    assert unclear.p_of_many == unclear.p


def test_one_difference_among_many_slices_is_found_however_many_they_are() -> None:
    scores = np.random.default_rng(4).normal(size=(100, 120))
    scores[:, 7] -= 1.0
    differences = paired_bootstrap(scores, np.zeros_like(scores))
    assert found(differences)[7]
    by_resamples_alone = benjamini_hochberg([one.p for one in differences])
    assert min(p for p in by_resamples_alone if p is not None) > 0.05
