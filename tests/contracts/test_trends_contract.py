"""Trends and leaderboards say the same on every database."""

import math
from typing import Any

import pytest

from catalog.evaluations import (
    MetricDefinition,
    data_of_dataset,
    data_of_subject,
    leaderboard,
    measured_data,
    metrics_measured,
    one_measured_data,
    record_runs,
    trend,
)
from catalog.evaluations.leaderboard import APART, OVERLAPS, UNKNOWN
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import DatasetUse, EvaluationRun, Result
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity

OTHER = "model:default/other"
HIDDEN = "model:default/hidden"
ORDERS = DatasetUse(ref="dataset:default/orders", name="orders", digest="d1", split="test")
AUC = MetricDefinition("auc", "higher", "built-in")
LOSS = MetricDefinition("loss", "lower", "built-in")
ODD = MetricDefinition("odd", "none", "built-in")


@pytest.fixture(autouse=True)
def entities(database: Database) -> None:
    make_entity(database, SUBJECT)
    make_entity(database, OTHER)
    make_entity(database, HIDDEN, audience=7)


def evaluated(uid: str, value: float, **more: Any) -> EvaluationRun:
    """An evaluation on the orders; `at` is when it was over, in seconds before now."""
    at = NOW - float(more.pop("at", 50))
    names = ("n", "low", "high", "level")
    numbers = {name: more.pop(name) for name in names if name in more}
    result = Result(metric=more.pop("metric", "auc"), value=value, **numbers)
    given = {"dataset": ORDERS, "started_at": at - 10, "ended_at": at, "results": [result]}
    return a_run(uid, **{**given, **more})


def record(database: Database, *runs: EvaluationRun) -> None:
    with database.write() as connection:
        assert record_runs(connection, "api", runs, NOW).problems == []


def the_data(database: Database) -> int:
    (found,) = data_of_dataset(database, EVERYONE, "dataset:default/orders")
    return found.id


def test_a_trend_is_every_finished_evaluation_in_time_and_names_what_was_best(
    database: Database,
) -> None:
    record(
        database,
        evaluated("second", 0.9, at=40, version="v2", low=0.88, high=0.92, level=0.95, n=100),
        evaluated("first", 0.8, at=50, version="v1"),
        evaluated("third", 0.85, at=30, version="v2"),
        evaluated("equal", 0.9, at=20, version="v3"),
        evaluated("running", 0.99, at=10, status="running"),
        evaluated("training", 0.99, at=10, type="training"),
        evaluated("elsewhere", 0.99, dataset=DatasetUse(name="orders", split="train")),
        evaluated("another", 0.99, subject=OTHER),
    )
    found = trend(database, EVERYONE, SUBJECT, the_data(database), "auc", AUC)
    assert [(one.measured.run.uid, one.best) for one in found.points] == [
        ("first", True),
        ("second", True),
        ("third", False),
        ("equal", False),
    ]
    second = found.points[1].measured
    assert (second.low, second.high, second.level, second.n) == (0.88, 0.92, 0.95, 100)
    assert second.at == NOW - 40


def test_less_is_better_where_the_metric_says_so_and_nothing_is_where_it_does_not(
    database: Database,
) -> None:
    record(
        database,
        evaluated("a", 0.5, at=50, metric="loss"),
        evaluated("b", 0.4, at=40, metric="loss"),
        evaluated("c", math.nan, at=30, metric="loss"),
    )
    data = the_data(database)
    by_loss = trend(database, EVERYONE, SUBJECT, data, "loss", LOSS).points
    assert [one.best for one in by_loss] == [True, True, False]
    for definition in (None, ODD):
        points = trend(database, EVERYONE, SUBJECT, data, "loss", definition).points
        assert [one.best for one in points] == [False, False, False]


def test_data_that_nobody_named_have_a_trend_and_no_best(database: Database) -> None:
    record(database, evaluated("a", 0.5, dataset=None))
    (data,) = data_of_subject(database, EVERYONE, SUBJECT)
    assert (data.id, data.data, data.runs) == (0, None, 1)
    (point,) = trend(database, EVERYONE, SUBJECT, 0, "auc", AUC).points
    assert not point.best
    assert leaderboard(database, EVERYONE, 0, "auc", AUC).standings == ()
    assert one_measured_data(database, EVERYONE, 0) is None


def test_a_slice_has_a_trend_of_its_own(database: Database) -> None:
    part = Result(metric="auc", value=0.7, slice={"country": "SE"})
    record(database, evaluated("a", 0.5, results=[Result(metric="auc", value=0.9), part]))
    points = trend(database, EVERYONE, SUBJECT, the_data(database), "auc[country=SE]", AUC).points
    assert [one.measured.value for one in points] == [0.7]
    assert trend(database, EVERYONE, SUBJECT, the_data(database), "never", AUC).points == ()


def test_a_leaderboard_holds_the_latest_evaluation_of_each_version_best_first(
    database: Database,
) -> None:
    record(
        database,
        evaluated("old", 0.99, at=90, version="v1"),
        evaluated("new", 0.80, at=80, version="v1"),
        evaluated("v2", 0.90, version="v2"),
        evaluated("o1", 0.85, subject=OTHER, version="7"),
        evaluated("nan", math.nan, subject=OTHER, version="8"),
        evaluated("unseen", 0.97, subject=HIDDEN, version="1"),
        evaluated("t", 0.98, subject=OTHER, version="9", type="training"),
    )
    data = the_data(database)
    board = leaderboard(database, EVERYONE, data, "auc", AUC)
    assert [(one.measured.run.uid, one.place) for one in board.standings] == [
        ("v2", 1),
        ("o1", 2),
        ("new", 3),
        ("nan", None),
    ]
    best = leaderboard(database, EVERYONE, data, "auc", AUC, best_of_model=True)
    assert [one.measured.run.uid for one in best.standings] == ["v2", "o1"]


def test_equal_values_share_a_place(database: Database) -> None:
    values = {"1": 0.9, "2": 0.9, "3": 0.8}
    record(database, *(evaluated(name, value, version=name) for name, value in values.items()))
    board = leaderboard(database, EVERYONE, the_data(database), "auc", AUC)
    assert [one.place for one in board.standings] == [1, 1, 3]


def test_without_a_direction_nothing_has_a_place(database: Database) -> None:
    record(
        database,
        evaluated("a", 0.9, at=50, version="1", metric="odd"),
        evaluated("b", 0.1, at=40, version="2", metric="odd"),
    )
    board = leaderboard(database, EVERYONE, the_data(database), "odd", ODD)
    assert [(one.measured.run.uid, one.place) for one in board.standings] == [
        ("b", None),
        ("a", None),
    ]
    assert {one.beside_first for one in board.standings} == {""}


def test_overlapping_intervals_other_evaluators_and_other_examples_are_said(
    database: Database,
) -> None:
    sure = {"level": 0.95, "n": 100, "evaluator": "eval 1"}
    record(
        database,
        evaluated("first", 0.90, version="1", low=0.88, high=0.92, **sure),
        evaluated("near", 0.89, version="2", low=0.87, high=0.91, **sure),
        evaluated("far", 0.80, version="3", low=0.78, high=0.82, **{**sure, "evaluator": "x"}),
        evaluated("bare", 0.70, version="4", n=90, evaluator="eval 1"),
    )
    board = leaderboard(database, EVERYONE, the_data(database), "auc", AUC)
    first, near, far, bare = board.standings
    assert [one.beside_first for one in board.standings] == ["", OVERLAPS, APART, UNKNOWN]
    assert (first.doubts, near.doubts) == ((), ())
    assert far.doubts == ("measured by x, the first by eval 1",)
    assert bare.doubts == ("on 90 examples, the first on 100",)


def test_data_are_the_same_by_digest_and_split_only(database: Database) -> None:
    elsewhere = DatasetUse(name="renamed", digest="d1", split="test")
    unknown = DatasetUse(ref="dataset:default/orders", name="orders", split="test")
    record(
        database,
        evaluated("a", 0.9, version="1"),
        evaluated("b", 0.8, subject=OTHER, dataset=elsewhere),
        evaluated("c", 0.7, version="2", dataset=unknown),
    )
    boards = data_of_dataset(database, EVERYONE, "dataset:default/orders")
    assert [(one.subjects, one.versions) for one in boards] == [(2, 2), (1, 1)]
    assert boards[0].data == ORDERS
    board = leaderboard(database, EVERYONE, boards[0].id, "auc", AUC)
    assert [one.measured.run.uid for one in board.standings] == ["a", "b"]
    assert [one.id for one in measured_data(database, EVERYONE, 10)] == [boards[0].id]
    assert one_measured_data(database, EVERYONE, boards[1].id) == boards[1]


def test_metrics_of_data_are_those_of_the_runs_that_count(database: Database) -> None:
    record(
        database,
        evaluated("a", 0.9, version="1"),
        evaluated("b", 0.8, version="2"),
        evaluated("c", 0.7, version="2", at=20, metric="loss"),
        evaluated("d", 0.7, subject=HIDDEN, metric="secret"),
    )
    data = the_data(database)
    counted = metrics_measured(database, EVERYONE, data)
    assert [(one.metric, one.runs) for one in counted] == [("auc", 1), ("loss", 1)]
    of_one = metrics_measured(database, EVERYONE, data, ref=SUBJECT)
    assert [(one.metric, one.runs) for one in of_one] == [("auc", 2), ("loss", 1)]
