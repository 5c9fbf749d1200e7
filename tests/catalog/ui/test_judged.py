"""A value beside that of another version."""

import math

import pytest

from catalog.evaluations import MetricDefinition
from catalog.ui.judged import beside

HIGHER, LOWER = (MetricDefinition("m", way, "test") for way in ("higher", "lower"))


@pytest.mark.parametrize(
    ("value", "other", "definition", "word", "amount"),
    [
        (0.92, 0.9, HIGHER, "better", "0.02"),
        (0.92, 0.9, LOWER, "worse", "0.02"),
        (2, 3, None, "different", "\N{MINUS SIGN}1"),
        (2, 2, HIGHER, "the same", ""),
    ],
)
def test_a_value_stands_beside_another(
    value: float, other: float, definition: MetricDefinition | None, word: str, amount: str
) -> None:
    found = beside(value, other, definition)
    assert found is not None
    assert (found.word, found.amount) == (word, amount)


def test_nothing_stands_beside_what_is_no_number() -> None:
    assert beside(math.nan, 1, HIGHER) is None
    assert beside(math.inf, math.inf, HIGHER) is None
    assert beside(1, None, HIGHER) is None
