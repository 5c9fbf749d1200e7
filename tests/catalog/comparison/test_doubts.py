"""What examples say against a comparison, or against a number that was reported."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from catalog.comparison import Asked, Comparison, compare
from catalog.comparison.gate_report import gate_report
from catalog.comparison.views import FAIL, MISSING, NOT, PASS, Gate
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import DatasetUse, Examples
from tests.catalog.comparison.compared import (
    DATA,
    cell,
    compared,
    measured,
    of_ranker,
    reasons,
    record,
    scored,
)
from tests.catalog.comparison.judged import judged_ranker
from tests.catalog.evaluations.runs import NOW, SUBJECT

NAMELESS = replace(DATA, digest="")
BETTER = {"metric": "accuracy", "mustImproveBy": 0.01}


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    judged_ranker(database, BETTER, baseline="6")


def right(count: int) -> dict[str, list[float]]:
    return {"accuracy": [1.0] * count + [0.0] * (200 - count)}


def both(
    database: Database,
    base: Examples,
    one: Examples,
    dataset: DatasetUse = DATA,
    values: tuple[float, float] = (0.8, 0.9),
) -> None:
    """The reported accuracy of 6, the baseline, and of 7."""
    for version, examples, value in zip(("6", "7"), (base, one), values, strict=True):
        record(
            database,
            measured(version, {"accuracy": value}, examples=examples, dataset=dataset),
        )


def gate(database: Database) -> Gate:
    found = gate_report(database, EVERYONE, f"{SUBJECT}@7", now=NOW, seconds=math.inf)
    assert not isinstance(found, list)
    (only,) = found.gates
    return only


def in_clusters(examples: Examples, clusters: Sequence[str]) -> Examples:
    return replace(examples, clusters=clusters)


def test_data_of_one_name_without_an_example_in_common_is_not_judged_as_the_same(
    database: Database,
) -> None:
    both(database, scored(right(160)), scored(right(180), first=200), NAMELESS)
    assert gate(database).verdict == MISSING
    assert gate(database).why == (
        "the two runs have no example in common: "
        "one has 200 such as “e200”, the other 200 such as “e0”"
    )


def test_a_digest_outweighs_that_examples_are_called_otherwise(database: Database) -> None:
    both(database, scored(right(160)), scored(right(180), first=200))
    assert gate(database).verdict == PASS


def test_runs_that_disagree_on_which_examples_belong_together_are_not_compared(
    database: Database,
) -> None:
    users = [f"u{place // 2}" for place in range(200)]
    others = [f"u{place // 4}" for place in range(200)]
    both(database, in_clusters(scored(right(160)), users), in_clusters(scored(right(180)), others))
    why = "the two runs disagree on which examples belong together: “e10” is of “u2” or of “u5”"
    assert (gate(database).verdict, gate(database).why) == (MISSING, why)
    found = compared(database, *of_ranker("6", "7"))
    assert found.comparability.verdict == NOT
    assert reasons(found) == {("examples", True)}
    shown = cell(found, metric="accuracy")
    assert (shown.difference, shown.why) == (None, why)
    assert found.examples == ()


def test_examples_that_say_the_reverse_of_what_was_reported_are_told(database: Database) -> None:
    both(database, scored(right(180)), scored(right(160)), values=(0.8, 0.9))
    said = "the 200 examples that both scored say \N{MINUS SIGN}0.1, where +0.1 was reported"
    assert gate(database).why == f"0.1 better: 0.9 beside 0.8; {said}"
    asked = Asked(subjects=of_ranker("6", "7"))
    found = compare(database, EVERYONE, asked, now=NOW, seconds=math.inf)
    assert isinstance(found, Comparison)
    assert found.statistics.why == f"accuracy of ranker@7: {said}"


def test_examples_that_bear_out_what_was_reported_are_not_mentioned(database: Database) -> None:
    both(database, scored(right(160)), scored(right(180)))
    assert "examples" not in gate(database).why
    assert compared(database, *of_ranker("6", "7")).statistics.why == ""


def test_a_training_run_that_measured_itself_is_told(database: Database) -> None:
    for version, value in (("6", 0.9), ("7", 0.8)):
        record(database, measured(version, {"accuracy": value}, type="training"))
    assert gate(database).verdict == FAIL
    assert gate(database).why == ("0.1 worse: 0.8 beside 0.9; measured by the training run itself")
