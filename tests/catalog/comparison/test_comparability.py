"""Whether a comparison can be trusted, and that nothing is shown which would mislead."""

import math
from dataclasses import replace

import pytest

from catalog.comparison.views import BARE, COMPARABLE, NOT, PARTLY, SAME
from catalog.store.database import Database
from plugins.facts import DatasetUse, Examples, Result
from tests.catalog.comparison.compared import (
    DATA,
    cell,
    compared,
    measured,
    of_ranker,
    reasons,
    record,
    result,
    scored,
)
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def test_two_versions_on_the_same_data_are_comparable(database: Database) -> None:
    record(database, measured("6", {"auc": 0.90}), measured("7", {"auc": 0.92}))
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == COMPARABLE
    assert [one.name for one in found.subjects] == ["ranker@6", "ranker@7"]
    difference = cell(found).difference
    assert difference is not None
    assert difference.value == pytest.approx(0.02)
    assert difference.relative == pytest.approx(0.02 / 0.9)
    assert (difference.label, difference.gain) == (BARE, difference.value)
    assert cell(found, 0).difference is None


def test_a_lower_loss_is_the_better_one(database: Database) -> None:
    record(database, measured("6", {"log_loss": 0.3}), measured("7", {"log_loss": 0.4}))
    difference = cell(compared(database, *of_ranker("6", "7")), metric="log_loss").difference
    assert difference is not None
    assert difference.gain == pytest.approx(-0.1)


def test_equal_values_are_the_same(database: Database) -> None:
    record(database, measured("6", {"auc": 0.9}), measured("7", {"auc": 0.9}))
    difference = cell(compared(database, *of_ranker("6", "7"))).difference
    assert difference is not None
    assert (difference.value, difference.label) == (0, SAME)


def test_a_training_run_beside_an_evaluation_has_no_difference(database: Database) -> None:
    training = measured("7", {"auc": 0.99}, type="training")
    record(database, measured("6", {"auc": 0.9}), training)
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == NOT
    assert reasons(found) == {("type", True)}
    assert (cell(found).value, cell(found).difference) == (0.99, None)
    assert "training run" in cell(found).why


@pytest.mark.parametrize(
    ("other", "verdict", "reason"),
    [
        (replace(DATA, split="train"), NOT, ("split", True)),
        (replace(DATA, digest="sha256:2"), NOT, ("dataset", True)),
        (replace(DATA, digest=""), PARTLY, ("dataset", False)),
        (replace(DATA, name="called otherwise", ref=""), COMPARABLE, None),
    ],
)
def test_other_data_is_told_and_withheld_where_it_misleads(
    database: Database, other: DatasetUse, verdict: str, reason: tuple[str, bool] | None
) -> None:
    record(database, measured("6", {"auc": 0.9}), measured("7", {"auc": 0.92}, dataset=other))
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == verdict
    assert reasons(found) == ({reason} if reason else set())
    assert cell(found).value == 0.92
    assert (cell(found).difference is None) == (verdict == NOT)


def test_what_was_measured_on_other_data_only_is_missing(database: Database) -> None:
    elsewhere = measured("7", {"auc": 0.92}, dataset=DatasetUse(name="sales", split="test"))
    record(database, measured("6", {"auc": 0.9}), measured("5", {"auc": 0.8}), elsewhere)
    found = compared(database, *of_ranker("5", "6", "7"))
    assert found.comparability.verdict == PARTLY
    assert found.subjects[2].run is None
    assert found.subjects[2].missing == "not measured on clicks/test, but on sales/test"
    assert [one.name for one in found.datasets] == ["clicks", "sales"]


def test_a_baseline_that_was_not_measured_is_compared_with_nothing(database: Database) -> None:
    elsewhere = measured("7", {"auc": 0.92}, dataset=DatasetUse(name="sales", split="test"))
    record(database, measured("6", {"auc": 0.9}), measured("5", {"auc": 0.8}), elsewhere)
    found = compared(database, *of_ranker("5", "6", "7"), baseline="7")
    assert (found.baseline, found.comparability.verdict) == (2, NOT)
    assert [cell(found, place).difference for place in (0, 1)] == [None, None]


def test_runs_that_are_asked_for_are_shown_whatever_they_were_measured_on(
    database: Database,
) -> None:
    elsewhere = measured("7", {"auc": 0.92}, dataset=DatasetUse(name="sales", split="test"))
    ids = record(database, measured("6", {"auc": 0.9}), elsewhere)
    found = compared(database, *(f"run:{id}" for id in ids))
    assert found.comparability.verdict == NOT
    assert reasons(found) == {("dataset", True)}
    assert (cell(found).value, cell(found).difference) == (0.92, None)


def test_data_that_nobody_named_is_told(database: Database) -> None:
    record(
        database,
        measured("6", {"auc": 0.9}, dataset=None),
        measured("7", {"auc": 0.92}, dataset=None),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert (found.comparability.verdict, found.dataset) == (PARTLY, None)
    assert reasons(found) == {("dataset", False)}
    assert cell(found).difference is not None


def test_examples_that_have_nothing_in_common_are_no_comparison(database: Database) -> None:
    named = replace(DATA, digest="")
    record(
        database,
        measured("6", {"auc": 0.9}, dataset=named, examples=scored({"auc": [0, 1]})),
        measured("7", {"auc": 0.9}, dataset=named, examples=scored({"auc": [0, 1]}, first=2)),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == NOT
    assert reasons(found) == {("examples", True), ("dataset", False)}


def test_examples_with_other_ids_of_the_same_content_are_only_told(database: Database) -> None:
    record(
        database,
        measured("6", {"auc": 0.9}, examples=Examples(ids=["a"], scores={"auc": [1]})),
        measured("7", {"auc": 0.8}, examples=Examples(ids=["b"], scores={"auc": [1]})),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert (found.comparability.verdict, reasons(found)) == (PARTLY, {("examples", False)})


def test_data_of_which_nobody_knows_the_digest_is_the_same_by_name_only(database: Database) -> None:
    named = replace(DATA, digest="")
    record(
        database,
        measured("6", {"auc": 0.9}, dataset=named),
        measured("7", {"auc": 0.8}, dataset=named),
        measured("8", {"auc": 0.8}, dataset=replace(named, rows=10)),
        measured("9", {"auc": 0.8}, dataset=replace(named, rows=20)),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert (found.comparability.verdict, reasons(found)) == (PARTLY, {("dataset", False)})
    assert "no digest" in found.comparability.mismatches[0].text
    other_rows = compared(database, *of_ranker("8", "9"))
    assert (other_rows.comparability.verdict, reasons(other_rows)) == (NOT, {("dataset", True)})


def test_the_same_examples_are_as_good_as_a_digest(database: Database) -> None:
    named = replace(DATA, digest="")
    record(
        database,
        measured("6", {"auc": 0.9}, dataset=named, examples=scored({"auc": [0, 1]})),
        measured("7", {"auc": 0.8}, dataset=named, examples=scored({"auc": [0, 1]})),
    )
    assert compared(database, *of_ranker("6", "7")).comparability.verdict == COMPARABLE


@pytest.mark.parametrize("digest", ["", "sha256:1"])
def test_a_slice_of_other_examples_is_withheld_alone(database: Database, digest: str) -> None:
    data = replace(DATA, digest=digest)

    def sliced(n: int) -> list[Result]:
        parts = (("SE", n), ("DE", 50))
        return [result(), *(result(n=many, slice={"country": it}) for it, many in parts)]

    record(
        database,
        measured("6", dataset=data, results=sliced(500)),
        measured("7", dataset=data, results=sliced(30)),
    )
    (table,) = compared(database, *of_ranker("6", "7")).slices
    whys = {row.slice: row.cells[1].why for row in table.rows if row.cells[1]}
    withheld = "30 examples, 500 of the baseline" if digest == "" else ""
    assert whys == {"country=SE": withheld, "country=DE": ""}


@pytest.mark.parametrize(("digest", "verdict"), [("", NOT), ("sha256:1", PARTLY)])
def test_other_numbers_of_examples_are_other_data_unless_its_digest_is_the_same(
    database: Database, digest: str, verdict: str
) -> None:
    data = replace(DATA, digest=digest)
    record(
        database,
        measured("6", dataset=data, results=[result(n=1000)]),
        measured("7", dataset=data, results=[result(value=0.95, n=10)]),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == verdict
    assert ("n", verdict == NOT) in reasons(found)
    assert (cell(found).difference is None) == (verdict == NOT)


def test_a_metric_of_other_examples_is_withheld_alone(database: Database) -> None:
    data = replace(DATA, digest="")
    both = [result("auc", 0.9, n=100), result("recall", 0.5, n=20)]
    record(
        database,
        measured("6", dataset=data, results=both),
        measured(
            "7", dataset=data, results=[result("auc", 0.9, n=100), result("recall", 0.6, n=9)]
        ),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == PARTLY
    assert cell(found).difference is not None
    assert cell(found, metric="recall").difference is None
    assert cell(found, metric="recall").why == "9 examples, 20 of the baseline"


def test_another_evaluator_is_told(database: Database) -> None:
    record(
        database,
        measured("6", {"auc": 0.9}, evaluator="eval 1"),
        measured("7", {"auc": 0.9}, evaluator="eval 2"),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert (found.comparability.verdict, reasons(found)) == (PARTLY, {("evaluator", False)})


def test_without_a_metric_in_common_nothing_is_comparable(database: Database) -> None:
    record(database, measured("6", {"auc": 0.9}), measured("7", {"f1": 0.9}))
    found = compared(database, *of_ranker("6", "7"))
    assert (found.comparability.verdict, reasons(found)) == (NOT, {("metric", True)})


def test_a_metric_that_is_disputed_is_never_better(database: Database) -> None:
    make_entity(database, "metric:a/auc", direction="higher")
    make_entity(database, "metric:b/auc", direction="lower")
    record(database, measured("6", {"auc": 0.9}), measured("7", {"auc": 0.95}))
    found = compared(database, *of_ranker("6", "7"))
    assert ("metric", False) in reasons(found)
    difference = cell(found).difference
    assert difference is not None
    assert difference.gain is None


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_has_no_difference(database: Database, value: float) -> None:
    record(database, measured("6", {"auc": 0.9}), measured("7", {"auc": value}))
    found = compared(database, *of_ranker("6", "7"))
    assert (cell(found).difference, cell(found).why) == (None, "not a finite number")
    turned = compared(database, *of_ranker("6", "7"), baseline="7")
    assert cell(turned, 0).why == "the baseline is not a finite number"


def test_a_difference_beyond_all_numbers_is_none(database: Database) -> None:
    record(database, measured("6", {"m": -1.7e308}), measured("7", {"m": 1.7e308}))
    assert cell(compared(database, *of_ranker("6", "7")), metric="m").difference is None


def test_one_subject_that_can_not_be_compared_leaves_the_others(database: Database) -> None:
    training = measured("8", {"auc": 0.99}, type="training")
    record(database, measured("6", {"auc": 0.9}), measured("7", {"auc": 0.92}), training)
    found = compared(database, *of_ranker("6", "7", "8"))
    assert found.comparability.verdict == PARTLY
    assert [cell(found, place).difference is None for place in (1, 2)] == [False, True]
