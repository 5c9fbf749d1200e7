"""What is good enough, and whether a value is."""

import math

import pytest

from catalog.evaluations import MetricDefinitions
from catalog.ui.criteria import Criterion, for_version, joined_verdict, verdict
from catalog.ui.judged import beside

DATA = "dataset:default/d"


def asked(
    low: float | None = None, high: float | None = None, gain: float | None = None
) -> Criterion:
    return Criterion("evaluation:default/e", "metric:default/auc", DATA, "", low, high, gain, "v1")


@pytest.mark.parametrize(
    ("criterion", "value", "direction", "baseline", "expected"),
    [
        (asked(low=0.9), 0.9, "higher", None, "passed"),
        (asked(low=0.9), 0.89, "higher", None, "failed"),
        (asked(high=0.1), 0.2, "lower", None, "failed"),
        (asked(low=0.9), math.nan, "higher", None, "unknown"),
        (asked(low=0.9), None, "higher", None, "unknown"),
        (asked(gain=0.01), 0.92, "higher", 0.9, "passed"),
        (asked(gain=0.01), 0.29, "lower", 0.31, "passed"),
        (asked(gain=0.01), 0.9, "higher", 0.9, "failed"),
        (asked(gain=-0.01), 0.895, "higher", 0.9, "passed"),
        (asked(gain=0.01), 0.92, "", 0.9, "unknown"),
        (asked(gain=0.01), 0.92, "higher", None, "unknown"),
        (asked(low=0.95, gain=0.01), 0.92, "higher", None, "failed"),
    ],
)
def test_a_value_is_judged(
    criterion: Criterion,
    value: float | None,
    direction: str,
    baseline: float | None,
    expected: str,
) -> None:
    assert verdict(criterion, value, direction, baseline) == expected


def test_of_several_the_worst_counts() -> None:
    assert joined_verdict(["passed", "unknown", "failed"]) == "failed"
    assert joined_verdict(["passed", "unknown", ""]) == "unknown"
    assert joined_verdict(["passed"]) == "passed"
    assert joined_verdict([""]) == ""


def test_what_is_asked_is_said_in_words() -> None:
    assert asked(0.82, 0.9, 0.003).words == (
        "at least 0.82, at most 0.9, at least 0.003 better than v1"
    )
    assert asked(gain=-0.01).words == "at most 0.01 worse than v1"


def test_the_baseline_need_not_be_better_than_itself() -> None:
    criteria = [asked(low=0.8, gain=0.01), asked(gain=0.01)]
    assert for_version(criteria, "v1") == [asked(low=0.8)]
    assert for_version(criteria, "v2") == criteria


@pytest.mark.parametrize("metric", ["recall_at_10", "Recall@10", "recall-at-10"])
def test_a_metric_is_found_however_a_tool_spells_it(metric: str) -> None:
    criterion = Criterion("evaluation:default/e", "metric:default/recall-at-10", DATA)
    assert criterion.is_about(metric, DATA, MetricDefinitions({}))
    assert not criterion.is_about(metric, "dataset:default/other", MetricDefinitions({}))
    assert not criterion.is_about("recall", DATA, MetricDefinitions({}))


@pytest.mark.parametrize(
    ("value", "other", "direction", "word", "amount"),
    [
        (0.92, 0.9, "higher", "better", "0.02"),
        (0.92, 0.9, "lower", "worse", "0.02"),
        (2, 3, "", "different", "\N{MINUS SIGN}1"),
        (2, 2, "higher", "the same", ""),
    ],
)
def test_a_value_stands_beside_another(
    value: float, other: float, direction: str, word: str, amount: str
) -> None:
    found = beside(value, other, direction)
    assert found is not None
    assert (found.word, found.amount) == (word, amount)


def test_nothing_stands_beside_what_is_no_number() -> None:
    assert beside(math.nan, 1, "higher") is None
    assert beside(math.inf, math.inf, "higher") is None
    assert beside(1, None, "higher") is None
