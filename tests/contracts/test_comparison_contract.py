"""Comparisons are the same on every database."""

from dataclasses import replace

import pytest

from catalog.store.database import Database
from plugins.facts import Examples
from tests.catalog.comparison.compared import (
    DATA,
    cell,
    compared,
    measured,
    of_ranker,
    reasons,
    record,
    refused,
    result,
)
from tests.catalog.comparison.judged import judged_ranker


@pytest.fixture
def ranked(database: Database) -> Database:
    """Three versions with slices and examples, of which an Evaluation asks something."""
    judged_ranker(database, {"metric": "auc", "min": 0.9, "slices": ["*"]}, defaultMetric="auc")
    for version, value in (("5", 0.85), ("6", 0.9), ("7", 0.92)):
        parts = [result(value=value - place / 10, slice={"s": str(place)}) for place in range(3)]
        ids = [f"e{place}" for place in range(30)]
        examples = Examples(ids=ids, scores={"acc": [float(place < 10) for place in range(30)]})
        results = [result(value=value), result("loss", float("nan")), *parts]
        record(database, measured(version, results=results, examples=examples))
    return database


def test_versions_are_compared(ranked: Database) -> None:
    found = compared(ranked, *of_ranker("6", "7"), "ranker@5", metrics=("auc",))
    difference = cell(found).difference
    assert difference is not None
    assert difference.value == pytest.approx(0.02)
    assert [row.slice for row in found.slices[0].rows] == ["s=0", "s=1", "s=2"]
    assert found.slices[0].rows[0].worst == pytest.approx(0.05)
    assert len(found.gates) == 12
    assert found.examples[0].both_right == 10
    assert found.comparability.verdict == "comparable"


def test_a_ref_is_its_newest_version_and_data_is_chosen(ranked: Database) -> None:
    other = replace(DATA, name="sales", ref="", digest="")
    record(ranked, measured("6", {"auc": 0.1}, "s6", dataset=other))
    assert compared(ranked, "ranker@6", "ranker", dataset="sales").dataset == other
    assert refused(ranked, "ranker@6", "ranker@8") == ["compare/version"]


def test_more_slices_than_fit_are_those_that_got_worst(
    ranked: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.comparison.read.MOST_CELLS", 3)
    found = compared(ranked, *of_ranker("6", "7"))
    assert (len(found.slices), reasons(found)) == (1, set())
