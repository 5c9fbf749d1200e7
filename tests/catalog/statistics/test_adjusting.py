"""p values are adjusted for how many there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from catalog.statistics import benjamini_hochberg


def test_p_values_are_adjusted_as_in_the_paper() -> None:
    """Benjamini and Hochberg (1995), section 4: of 15 p values four are rejected at 0.05."""
    paper = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
    adjusted = [p for p in benjamini_hochberg(paper) if p is not None]
    assert sum(p <= 0.05 for p in adjusted) == 4
    assert adjusted[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])


def test_what_was_not_tested_is_not_adjusted_for() -> None:
    assert benjamini_hochberg([None, 0.01, None, 0.04, float("nan")]) == [
        *(None, pytest.approx(0.02), None),
        *(pytest.approx(0.04), None),
    ]
    assert benjamini_hochberg([None]) == [None]
    assert benjamini_hochberg([]) == []


@given(st.lists(st.floats(0, 1), min_size=1))
def test_any_p_values_are_adjusted_as_scipy_does(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(list(false_discovery_control(p)))
