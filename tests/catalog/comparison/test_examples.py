"""Single examples, matched by their ids; and curves laid over each other."""

import math
from dataclasses import replace

import pytest

from catalog.comparison.views import ExamplesCompared
from catalog.store.database import Database
from plugins.facts import Curve, Examples
from tests.catalog.comparison.compared import DATA, compared, measured, of_ranker, record
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def examples(
    database: Database, base: dict[str, float], one: dict[str, float], metric: str = "accuracy"
) -> ExamplesCompared:
    def kept(scores: dict[str, float]) -> Examples:
        return Examples(ids=list(scores), scores={metric: list(scores.values())})

    record(
        database,
        measured("6", {metric: 0.5}, examples=kept(base)),
        measured("7", {metric: 0.5}, examples=kept(one)),
    )
    (found,) = compared(database, *of_ranker("6", "7")).examples
    return found


def test_right_and_wrong_are_counted_in_four_ways(database: Database) -> None:
    found = examples(
        database,
        {"a": 1, "b": 1, "c": 0, "d": 0, "e": 0, "only-6": 1},
        {"e": 1, "d": 1, "c": 0, "b": 0, "a": 1, "only-7": 1},
    )
    assert (found.both_right, found.both_wrong, found.fixed, found.broken) == (1, 1, 2, 1)
    assert (found.shared, found.only_subject, found.only_baseline) == (5, 1, 1)
    assert [(row.id, row.change, row.scores) for row in found.rows] == [
        ("b", "broken", (1, 0)),
        ("d", "fixed", (0, 1)),
        ("e", "fixed", (0, 1)),
    ]


def test_ids_of_other_data_are_other_examples(database: Database) -> None:
    scores = {"a": 1.0, "b": 0.0}
    kept = Examples(ids=list(scores), scores={"accuracy": list(scores.values())})
    turned = Examples(ids=["b", "a"], scores={"accuracy": [1, 0]})
    record(
        database,
        measured("6", {"accuracy": 0.5}, examples=kept),
        measured("7", {"accuracy": 0.5}, examples=turned),
        measured("8", {"accuracy": 0.5}, examples=turned, dataset=replace(DATA, digest="sha256:2")),
        measured("9", {"accuracy": 0.5}, examples=turned, type="training"),
    )
    found = compared(database, *of_ranker("6", "7", "8", "9")).examples
    assert [one.subject for one in found] == [1]
    assert {row.scores[2:] for row in found[0].rows} == {(None, None)}


def test_of_an_error_zero_is_right(database: Database) -> None:
    found = examples(database, {"a": 1, "b": 0}, {"a": 0, "b": 0}, metric="error")
    assert (found.fixed, found.broken, found.both_right, found.both_wrong) == (1, 0, 1, 0)


def test_other_scores_are_better_or_worse(database: Database) -> None:
    found = examples(
        database,
        {"a": 0.1, "b": 0.5, "c": 0.5, "d": 2.0},
        {"a": 0.9, "b": 0.4, "c": 0.5, "d": 1.0},
        metric="mae",
    )
    assert (found.fixed, found.better, found.worse) == (None, 2, 1)
    assert [(row.id, row.change) for row in found.rows] == [
        ("a", "worse"),
        ("d", "better"),
        ("b", "better"),
    ]


def test_without_a_direction_nothing_is_better(database: Database) -> None:
    found = examples(database, {"a": 1, "b": 0}, {"a": 0, "b": 1}, metric="unheard")
    assert (found.fixed, found.broken, found.better, found.worse) == (None, None, 0, 0)
    assert [(row.id, row.change) for row in found.rows] == [("a", "lower"), ("b", "higher")]


def test_ids_that_are_there_twice_and_scores_that_are_none_are_left_out(
    database: Database,
) -> None:
    kept = Examples(ids=["a", "a", "b", "c"], scores={"accuracy": [1, 0, 1, math.nan]})
    record(
        database,
        measured("6", {"accuracy": 0.5}, examples=kept),
        measured("7", {"accuracy": 0.5}, examples=kept),
    )
    (found,) = compared(database, *of_ranker("6", "7")).examples
    assert (found.shared, found.both_right, found.rows) == (1, 1, ())


def test_rows_are_bounded_and_show_both_ways(database: Database) -> None:
    ids = [f"e{place:03}" for place in range(200)]
    base = {id: float(place < 100) for place, id in enumerate(ids)}
    found = examples(database, base, {id: 1 - score for id, score in base.items()})
    changes = [row.change for row in found.rows]
    assert (len(changes), changes.count("broken"), changes.count("fixed")) == (50, 25, 25)
    assert (found.fixed, found.broken) == (100, 100)


def test_curves_of_one_type_and_name_are_laid_over_each_other(database: Database) -> None:
    roc = Curve(type="roc", x=[0, 1], y=[0, 1])
    record(
        database,
        measured("6", {"auc": 0.9}, curves=[roc, Curve(type="pr", x=[0, 1], y=[1, 0])]),
        measured("7", {"auc": 0.9}, curves=[roc]),
    )
    found = compared(database, *of_ranker("6", "7")).curves
    assert [(one.type, [it.subject for it in one.curves]) for one in found] == [
        ("roc", [0, 1]),
        ("pr", [0]),
    ]
    assert found[0].curves[1].curve["y"] == [0, 1]
