"""What a difference is worth."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison.differences import difference
from catalog.comparison.views import (
    BARE,
    HIGHER,
    IMPROVED,
    LOWER,
    NO_EVIDENCE,
    REGRESSED,
    SAME,
    UNDERPOWERED,
    Difference,
)
from catalog.evaluations import MetricDefinition
from catalog.evaluations.side_by_side import Measured
from catalog.store.database import Database
from tests.catalog.comparison.compared import (
    cell,
    compared,
    measured,
    of_ranker,
    record,
    result,
    scored,
)
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity

ACCURACY = MetricDefinition("accuracy", "higher", "test", aggregation="share of examples")
AUC = MetricDefinition("auc", "higher", "test")
LOSS = MetricDefinition("loss", "lower", "test")
CALIBRATION = MetricDefinition("calibration", "target", "test", target=1.0)
COUNT = MetricDefinition("count", "none", "test")


def value(number: float, n: int | None = None, half: float | None = None) -> Measured:
    """With an interval at 95 % that reaches as far on both sides."""
    low, high = (None, None) if half is None else (number - half, number + half)
    return Measured(number, n, low, high, None if half is None else 0.95, "")


def word(one: Measured, base: Measured, definition: MetricDefinition | None) -> str:
    found = difference(one, base, definition)
    assert isinstance(found, Difference)
    return found.label


@pytest.mark.parametrize(
    ("one", "base", "definition", "expected"),
    [
        (value(0.92), value(0.9), AUC, BARE),
        (value(0.9), value(0.9), AUC, SAME),
        (value(0.92, half=0.001), value(0.9, half=0.001), AUC, IMPROVED),
        (value(0.92, half=0.001), value(0.9, half=0.001), LOSS, REGRESSED),
        (value(0.92, half=0.001), value(0.9, half=0.001), COUNT, HIGHER),
        (value(0.88, half=0.001), value(0.9, half=0.001), None, LOWER),
        (value(0.92, half=0.02), value(0.9, half=0.02), AUC, NO_EVIDENCE),
        (value(0.92, half=0.3), value(0.9, half=0.3), AUC, UNDERPOWERED),
        (value(0.92, half=0.01), value(0.9), AUC, BARE),
        (value(1.0, n=1), value(0.0, n=1), AUC, UNDERPOWERED),
        (value(1.0, n=1, half=0.0), value(0.0, n=1, half=0.0), AUC, UNDERPOWERED),
        # 95 % Wilson intervals of 920 and 880 of 1,000 don't overlap.
        (value(0.92, n=1000), value(0.88, n=1000), ACCURACY, IMPROVED),
        (value(0.92, n=1000), value(0.88, n=1000), AUC, BARE),
        (value(0.9, half=0.01), value(0.8, half=0.01), CALIBRATION, IMPROVED),
        (value(1.3, half=0.01), value(1.2, half=0.01), CALIBRATION, REGRESSED),
        (value(1.3, half=0.01), value(0.9, half=0.01), CALIBRATION, HIGHER),
    ],
)
def test_a_difference_has_an_honest_word(
    one: Measured, base: Measured, definition: MetricDefinition | None, expected: str
) -> None:
    assert word(one, base, definition) == expected


@given(st.floats(), st.floats(), st.sampled_from([AUC, LOSS, CALIBRATION, COUNT, None]))
def test_no_two_numbers_break_it_or_are_better_without_an_interval(
    one: float, base: float, definition: MetricDefinition | None
) -> None:
    found = difference(value(one), value(base), definition)
    if isinstance(found, str):
        assert not math.isfinite(one - base)
        return
    assert found.label in (BARE, SAME)
    assert math.isfinite(found.value)
    assert found.relative is None or math.isfinite(found.relative)
    assert (found.gain is None) == (definition in (COUNT, None))


@given(
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.floats(0, 1e6),
    st.integers(0, 10**6),
    st.sampled_from([AUC, LOSS, COUNT, None]),
)
def test_a_word_of_certainty_has_an_interval_that_is_all_on_its_side(
    one: float, base: float, half: float, n: int, definition: MetricDefinition | None
) -> None:
    found = difference(value(one, n, half), value(base, n, half), definition)
    assert isinstance(found, Difference)
    if found.label in (IMPROVED, REGRESSED, HIGHER, LOWER):
        assert found.low is not None
        assert found.high is not None
        assert n >= 20
        assert found.low > 0 or found.high < 0
    if found.label in (IMPROVED, REGRESSED):
        assert found.gain
        assert (found.gain > 0) == (found.label == IMPROVED)


@pytest.fixture
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def right(count: int, of: int = 200) -> dict[str, list[float]]:
    return {"accuracy": [1.0] * count + [0.0] * (of - count)}


def pair(database: Database, one: int, base: int, **more: Any) -> Difference:
    """200 examples, of which so many are right: always the first ones."""
    record(
        database,
        measured("6", {"accuracy": base / 200}, examples=scored(right(base))),
        measured("7", {"accuracy": one / 200}, examples=scored(right(one))),
    )
    found = compared(database, *of_ranker("6", "7"), **more)
    assert found.statistics.state == "done"
    assert found.statistics.seed is not None
    difference = cell(found, metric="accuracy").difference
    assert difference is not None
    return difference


@pytest.mark.usefixtures("ranker")
def test_examples_that_both_were_scored_on_are_compared_in_pairs(database: Database) -> None:
    found = pair(database, 180, 160)
    assert found.value == pytest.approx(0.1)
    assert (found.label, found.method) == (IMPROVED, "paired bootstrap")
    assert found.low is not None
    assert 0 < found.low < 0.1


@pytest.mark.usefixtures("ranker")
def test_all_ties_are_the_same(database: Database) -> None:
    assert pair(database, 160, 160).label == SAME


@pytest.mark.usefixtures("ranker")
def test_scores_of_which_the_metric_is_no_mean_are_not_taken_for_it(database: Database) -> None:
    record(
        database,
        measured("6", {"auc": 0.95}, examples=scored({"auc": [0.5] * 100})),
        measured("7", {"auc": 0.96}, examples=scored({"auc": [0.7] * 100})),
    )
    difference = cell(compared(database, *of_ranker("6", "7"))).difference
    assert difference is not None
    assert (difference.value, difference.label) == (pytest.approx(0.01), BARE)


@pytest.mark.usefixtures("ranker")
def test_means_that_are_near_are_not_taken_where_the_difference_is_another(
    database: Database,
) -> None:
    base = [1000.0 + place % 7 for place in range(100)]
    record(
        database,
        measured("6", {"perplexity": 1000.0}, examples=scored({"perplexity": base})),
        measured(
            "7",
            {"perplexity": 1003.0},
            examples=scored({"perplexity": [x - 5 - place % 3 for place, x in enumerate(base)]}),
        ),
    )
    difference = cell(compared(database, *of_ranker("6", "7")), metric="perplexity").difference
    assert difference is not None
    assert (difference.value, difference.label) == (3, BARE)


@pytest.mark.usefixtures("ranker")
def test_numbers_that_were_rounded_are_compared_in_pairs(database: Database) -> None:
    record(
        database,
        measured("6", {"accuracy": 0.667}, examples=scored(right(200, of=300))),
        measured("7", {"accuracy": 0.747}, examples=scored(right(224, of=300))),
    )
    difference = cell(compared(database, *of_ranker("6", "7")), metric="accuracy").difference
    assert difference is not None
    assert (difference.label, difference.value) == (IMPROVED, pytest.approx(0.08))


@pytest.mark.usefixtures("ranker")
@pytest.mark.parametrize("n", [None, 160])
def test_who_leaves_out_the_hard_examples_is_not_better(database: Database, n: int | None) -> None:
    base = right(160)
    easy = [score or math.nan for score in base["accuracy"]]
    record(
        database,
        measured("6", results=[result("accuracy", 0.8, n=200)], examples=scored(base)),
        measured("7", results=[result("accuracy", 1.0, n=n)], examples=scored({"accuracy": easy})),
    )
    found = cell(compared(database, *of_ranker("6", "7")), metric="accuracy")
    assert found.difference is None
    assert "over the 160 examples that both scored it is 0" in found.why


def test_a_share_is_not_compared_with_a_percentage() -> None:
    share = MetricDefinition("accuracy", "higher", "test", range=(0, 1))
    assert difference(value(91.3), value(0.9), share) == (
        "the value is outside of what the metric can be, 0 to 1"
    )
    assert difference(value(0.9), value(91.3), share) == (
        "that of the baseline is outside of what the metric can be, 0 to 1"
    )
    assert word(value(91.3), value(90.0), share) == BARE
    assert word(value(1 + 1e-12), value(1.0), share) == BARE


@pytest.mark.usefixtures("ranker")
def test_without_examples_there_are_no_pairs(database: Database) -> None:
    record(database, measured("6", {"auc": 0.95}), measured("7", {"auc": 0.96}))
    found = compared(database, *of_ranker("6", "7"))
    assert (found.statistics.state, found.statistics.why) == (
        "none",
        "no run has scores of single examples",
    )
