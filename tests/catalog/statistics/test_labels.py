"""What a difference is called."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.comparison import views
from catalog.statistics import (
    HIGHER,
    IMPROVED,
    LOWER,
    NO_EVIDENCE,
    REGRESSED,
    UNDERPOWERED,
    Measured,
    PairedDifference,
    label,
    paired_bootstrap,
    unpaired_difference,
)


def difference(value: float, width: float, baseline: float = 0.8) -> PairedDifference:
    """One whose interval reaches `width` to either side."""
    [found] = paired_bootstrap(np.arange(30.0), np.arange(30.0) * 1.01)
    return replace(
        found,
        value=baseline + value,
        baseline=baseline,
        difference=value,
        low=value - width,
        high=value + width,
        detectable=width / 1.96 * 2.8,
    )


@pytest.mark.parametrize(
    ("value", "width", "direction", "margin", "expected"),
    [
        (0.02, 0.01, "higher", 0.0, IMPROVED),
        (0.02, 0.01, "lower", 0.0, REGRESSED),
        (-0.02, 0.01, "higher", 0.0, REGRESSED),
        (-0.02, 0.01, "lower", 0.0, IMPROVED),
        (0.02, 0.01, "none", 0.0, HIGHER),
        (-0.02, 0.01, "target", 0.0, LOWER),
        (-0.02, 0.01, "", 0.0, LOWER),
        (0.005, 0.01, "higher", 0.0, NO_EVIDENCE),  # 5 % of 0.8 would have been seen
        (0.005, 0.1, "higher", 0.0, UNDERPOWERED),
        (0.02, 0.01, "higher", 0.015, NO_EVIDENCE),  # not surely beyond the margin
        (0.03, 0.01, "higher", 0.015, IMPROVED),
        (0.0, 0.01, "higher", 0.001, UNDERPOWERED),
        (0.0, 0.01, "higher", 0.012, NO_EVIDENCE),  # 80 % power at 0.0143, but 0.012 is excluded
    ],
)
def test_a_label_follows_its_rule(
    value: float, width: float, direction: str, margin: float, expected: str
) -> None:
    assert label(difference(value, width), direction, margin) == expected


def test_words_are_those_of_comparisons() -> None:
    assert (IMPROVED, REGRESSED) == (views.IMPROVED, views.REGRESSED)
    assert (HIGHER, LOWER) == (views.HIGHER, views.LOWER)
    assert (NO_EVIDENCE, UNDERPOWERED) == (views.NO_EVIDENCE, views.UNDERPOWERED)


def test_nothing_is_claimed_without_an_interval() -> None:
    assert label(None, "higher") == UNDERPOWERED
    [one] = paired_bootstrap([1.0], [0.0])
    [constant] = paired_bootstrap([1.0] * 50, [0.0] * 50)
    [ties] = paired_bootstrap([1.0] * 50, [1.0] * 50)
    [few_ties] = paired_bootstrap([1.0] * 5, [1.0] * 5)
    [infinite] = paired_bootstrap([float("inf")] * 50, [1.0] * 50)
    found = [label(it, "higher") for it in (one, constant, ties, few_ties, infinite)]
    assert found == [UNDERPOWERED, UNDERPOWERED, NO_EVIDENCE, UNDERPOWERED, UNDERPOWERED]


def test_overlapping_intervals_do_not_hide_a_difference() -> None:
    first = Measured(value=0.80, low=0.77, high=0.83, level=0.95)
    second = Measured(value=0.755, low=0.725, high=0.785, level=0.95)
    found = unpaired_difference(first, second)
    assert found is not None
    assert label(found, "higher") == IMPROVED


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(*[st.sampled_from([0.0, 0.3, 1.0])] * 2), min_size=1, max_size=60),
    st.sampled_from([0.0, 0.05]),
)
def test_swapping_the_models_swaps_the_label(
    pairs: list[tuple[float, float]], margin: float
) -> None:
    a, b = [a for a, _ in pairs], [b for _, b in pairs]
    [there], [back] = (paired_bootstrap(*two, resamples=200) for two in ((a, b), (b, a)))
    swapped = {IMPROVED: REGRESSED, REGRESSED: IMPROVED}
    word = label(there, "higher", margin)
    assert label(back, "higher", margin) == swapped.get(word, word)
    assert label(there, "lower", margin) == swapped.get(word, word)
