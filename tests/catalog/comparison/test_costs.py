"""What subjects cost, and which of them no other beats."""

import math

import pytest

from catalog.comparison.costs import is_cost
from catalog.comparison.pareto import pareto
from catalog.evaluations import MetricDefinition
from catalog.store.database import Database
from tests.catalog.comparison.compared import compared, measured, of_ranker, record
from tests.catalog.evaluations.runs import NOW, SUBJECT
from tests.catalog.evaluations.seen import make_entity


@pytest.mark.parametrize(
    ("metric", "unit", "cost"),
    [
        ("latency", "s", True),
        ("latency-p95", "ms", True),
        ("p99_latency_ms", "", True),
        ("inference_time", "", True),
        ("model_size", "", True),
        ("artifact-weight", "MiB", True),
        ("peak", "bytes", True),
        ("samples_per_second", "1/s", True),
        ("train/memory", "", True),
        ("mae", "min", False),
        ("eta-error", "s", False),
        ("auc", "", False),
        ("bits_per_byte", "bit", False),
        ("timeliness", "", False),
    ],
)
def test_a_cost_is_told_by_its_name_or_a_unit_of_bytes(metric: str, unit: str, cost: bool) -> None:
    assert is_cost(metric, MetricDefinition(metric, "lower", "test", unit)) is cost


def test_what_is_beaten_in_both_is_not_on_the_front() -> None:
    qualities = [0.9, 0.8, 0.9, None, 0.7, math.nan]
    costs = [-10.0, -5.0, -12.0, -1.0, -5.0, -1.0]
    assert pareto(qualities, costs) == (True, True, False, False, False, False)
    assert pareto([1, 1], [2, 2]) == (True, True)


def test_costs_stand_beside_the_main_metric(database: Database) -> None:
    make_entity(database, SUBJECT, defaultMetric="auc")
    record(
        database,
        measured("1", {"auc": 0.90, "latency": 10, "f1": 0.1}),
        measured("2", {"auc": 0.92, "latency": 12, "f1": 0.2}),
        measured("3", {"auc": 0.89, "latency": 11, "f1": 0.9}),
    )
    (found,) = compared(database, *of_ranker("1", "2", "3")).costs
    assert (found.metric, found.values, found.quality) == ("latency", (10, 12, 11), "auc")
    assert found.pareto == (True, True, False)


def test_what_can_not_be_compared_is_on_no_front(database: Database) -> None:
    make_entity(database, SUBJECT)
    record(
        database,
        measured("1", {"auc": 0.90, "latency": 10}),
        measured("2", {"auc": 0.92, "latency": 12}),
        measured("3", {"auc": 0.99, "latency": 1}, type="training"),
    )
    (found,) = compared(database, *of_ranker("1", "2", "3")).costs
    assert found.pareto == (True, True, False)


def test_the_time_a_training_took_is_a_cost(database: Database) -> None:
    make_entity(database, SUBJECT)
    times = ((NOW - 100, NOW - 40), (NOW - 100, NOW - 70))
    record(
        database,
        *(
            measured(str(at), {"auc": 0.9}, type="training", started_at=one, ended_at=other)
            for at, (one, other) in enumerate(times)
        ),
    )
    (found,) = compared(database, *of_ranker("0", "1")).costs
    assert (found.metric, found.values, found.pareto) == ("training time", (60, 30), (False, True))
