"""What is good enough, and whether a value is."""

import math

import pytest

from catalog.comparison.criteria import Criterion, criteria_of, for_version
from catalog.comparison.verdicts import joined_verdict, on_bounds, on_gain
from catalog.evaluations import MetricDefinition, MetricDefinitions
from catalog.evaluations.side_by_side import Measured
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from tests.catalog.evaluations.seen import make_entity

DATA = "dataset:default/d"


def asked(
    low: float | None = None, high: float | None = None, gain: float | None = None
) -> Criterion:
    return Criterion("evaluation:default/e", "metric:default/auc", DATA, "", low, high, gain, "v1")


def value(number: float, low: float | None = None, high: float | None = None) -> Measured:
    return Measured(number, None, low, high, None if low is None else 0.95, "")


def of(direction: str, target: float | None = None) -> MetricDefinition | None:
    return MetricDefinition("m", direction, "test", target=target) if direction else None


@pytest.mark.parametrize(
    ("criterion", "measured", "verdict"),
    [
        (asked(low=0.9), value(0.9), "pass"),
        (asked(low=0.9), value(0.89), "fail"),
        (asked(high=0.1), value(0.2), "fail"),
        (asked(low=0.9), value(math.nan), "missing"),
        (asked(low=0.9), value(math.inf), "missing"),
        (asked(low=0.9), value(0.95, 0.91, 0.99), "pass"),
        (asked(low=0.9), value(0.95, 0.89, 0.99), "inconclusive"),
        (asked(low=0.9), value(0.85, 0.8, 0.91), "inconclusive"),
        (asked(low=0.9), value(0.8, 0.75, 0.85), "fail"),
        (asked(high=0.1), value(0.08, 0.06, 0.12), "inconclusive"),
        (asked(low=0.1, high=0.3), value(0.2, 0.15, 0.25), "pass"),
        (asked(low=0.8), value(0.5, 0.85, 0.9), "inconclusive"),  # outside of its own interval
        (asked(low=0.9), Measured(1.0, 1, None, None, None, ""), "inconclusive"),
        (asked(low=0.9), Measured(0.0, 1, None, None, None, ""), "fail"),
    ],
)
def test_a_value_is_judged_by_its_bounds(
    criterion: Criterion, measured: Measured, verdict: str
) -> None:
    assert on_bounds(criterion, measured).word == verdict


@pytest.mark.parametrize(
    ("gain", "measured", "direction", "baseline", "verdict"),
    [
        (0.01, value(0.92), "higher", value(0.9), "pass"),
        (0.01, value(0.29), "lower", value(0.31), "pass"),
        (0.01, value(0.9), "higher", value(0.9), "fail"),
        (-0.01, value(0.895), "higher", value(0.9), "pass"),
        (0.01, value(0.92), "", value(0.9), "missing"),
        (0.01, value(0.92), "none", value(0.9), "missing"),
        (0.01, value(0.92), "higher", value(math.nan), "missing"),
        (0.01, value(0.35), "higher", value(0.34), "pass"),  # 0.35 - 0.34 < 0.01 in floats
        (-0.01, value(0.34), "higher", value(0.35), "pass"),
        (0.01, value(0.92, 0.91, 0.93), "higher", value(0.8, 0.79, 0.81), "pass"),
        (0.01, value(0.82, 0.78, 0.86), "higher", value(0.8, 0.76, 0.84), "inconclusive"),
        (0.01, value(0.7, 0.69, 0.71), "higher", value(0.8, 0.79, 0.81), "fail"),
        (-0.05, value(0.32, 0.31, 0.33), "lower", value(0.3, 0.29, 0.31), "pass"),
        (0.01, value(1.0), "target", value(1.2), "pass"),
        (0.01, value(0.8), "target", value(1.1), "fail"),
        (0.01, value(1.01, 0.5, 1.5), "target", value(0.9, 0.89, 0.91), "inconclusive"),
    ],
)
def test_a_difference_is_judged(
    gain: float, measured: Measured, direction: str, baseline: Measured, verdict: str
) -> None:
    definition = of(direction, target=1.0)
    assert on_gain(asked(gain=gain), measured, baseline, definition).word == verdict


def test_of_several_the_worst_counts() -> None:
    assert joined_verdict(["pass", "missing", "fail"]) == "fail"
    assert joined_verdict(["pass", "inconclusive", "missing"]) == "missing"
    assert joined_verdict(["pass", "first version"]) == "first version"
    assert joined_verdict(["pass"]) == "pass"
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
    ("pattern", "slice", "covered"),
    [
        ("", "", True),
        ("", "country=SE", False),
        ("country=SE", "country=SE", True),
        ("*", "country=SE", True),
        ("*", "", False),
        ("country=*", "country=SE", True),
        ("country=*", 'country="S, E"', True),
        ("country=*", "country=SE, plays=2026", False),
        ("country=*, plays=2026", "country=SE, plays=2026", True),
    ],
)
def test_slices_are_named_one_by_one_or_by_a_star(pattern: str, slice: str, covered: bool) -> None:
    criterion = Criterion("evaluation:default/e", "metric:default/auc", DATA, pattern)
    assert criterion.covers(slice) is covered


def test_what_an_evaluation_asks_is_read(database: Database) -> None:
    ref = "evaluation:default/e"
    make_entity(
        database,
        ref,
        subject="ranker@7",
        dataset="clicks@2026-10",
        baseline="6",
        metrics=[
            {"metric": "auc", "min": 0.9, "mustNotRegressBy": 0.01, "slices": ["b=2, a=1", "*"]},
            {"metric": "log-loss", "max": 0.4, "mustImproveBy": 0.1, "mustNotRegressBy": 1},
            {"metric": "recall"},
            {"metric": "auc", "min": "much"},
            {"min": 3},
            "auc",
        ],
    )
    found = criteria_of(database, EVERYONE, [ref, "evaluation:default/none"])
    assert [(one.title, one.low, one.high, one.gain) for one in found if one.words] == [
        ("auc", 0.9, None, -0.01),
        ("auc of a=1, b=2", 0.9, None, -0.01),
        ("auc of *", 0.9, None, -0.01),
        ("log-loss", None, 0.4, 0.1),
    ]
    assert {(one.dataset, one.baseline, one.version) for one in found} == {
        ("dataset:default/clicks", "6", "7")
    }
    assert for_version(found, "8") == []
