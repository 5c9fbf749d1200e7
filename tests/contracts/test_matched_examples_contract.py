"""Examples of two runs are matched by their ids, on every database."""

import math
from collections.abc import Sequence

import pytest

from catalog.comparison.bootstraps import NoExamples, paired
from catalog.evaluations import record_runs, run_id_of
from catalog.store.database import Database
from catalog.store.reader import EVERYONE, Reader
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity
from tests.contracts.paired_runs import compared, done, record, rising


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def test_examples_are_matched_by_their_ids(database: Database) -> None:
    ids = [f"e{place}" for place in range(50)]
    run = record(database, "new", {"score": rising(plus=1)}, ids)
    turned = record(database, "old", {"score": rising()[::-1]}, ids[::-1])
    found = done(database, run, turned)
    difference = found.results["score", ""]
    assert difference.difference == pytest.approx(1.0)
    assert difference.why.startswith("the difference is the same in every example")


def test_what_cannot_be_matched_is_counted_and_told(database: Database) -> None:
    ids = [f"e{place}" for place in range(50)]
    run = record(database, "new", {"score": rising(51)}, [*ids, "e7"])
    other = [*ids[:40], "x1", "x2"]
    holed = [math.nan, *rising(41, seed=2)]
    base = record(database, "old", {"score": holed}, other)
    found = done(database, run, base)
    assert (found.shared, found.only_run, found.only_baseline, found.duplicates) == (39, 10, 2, 1)
    assert (found.results["score", ""].n, found.results["score", ""].left_out) == (38, 1)
    assert found.notes == (
        "39 of 49 examples are in both runs",
        "1 id occurs more than once and was left out",
        "1 of the examples in both runs have no score in one of them",
    )


def test_clusters_of_either_run_count(database: Database) -> None:
    users = [f"u{place // 2}" for place in range(60)]
    run = record(database, "new", {"score": rising(60)}, clusters=users)
    base = record(database, "old", {"score": rising(60, seed=2)})
    for pair in ((run, base), (base, run)):
        found = done(database, *pair)
        assert found.results["score", ""].clusters == 30


def test_an_example_without_a_cluster_stands_for_itself(database: Database) -> None:
    run = record(database, "new", {"score": rising(60)}, clusters=["u", "u", *[""] * 58])
    base = record(database, "old", {"score": rising(60, seed=2)})
    found = done(database, run, base)
    assert found.results["score", ""].clusters == 59


@pytest.mark.parametrize(
    ("ids", "scores", "clusters", "why"),
    [
        (["x0", "x1"], {"score": [0.0, 1.0]}, (), "the two runs have no example in common"),
        (["e0", "e0"], {"score": [0.0, 1.0]}, (), "every id that both runs have occurs more than"),
        (["e0", "e1"], {"f1": [0.0, 1.0]}, (), "the two runs score their examples by different"),
        (["e0", "e1"], {"score": [0.0, 1.0]}, ["a", "b"], "the two runs disagree on which exampl"),
    ],
)
def test_what_has_no_pairs_says_why(
    database: Database,
    ids: list[str],
    scores: dict[str, list[float]],
    clusters: Sequence[str],
    why: str,
) -> None:
    run = record(database, "new", {"score": [1.0, 0.0]}, ["e0", "e1"], ["a", "a"])
    base = record(database, "old", scores, ids, clusters)
    for _ in range(2):  # computed, then known
        found = compared(database, run, base)
        assert isinstance(found, NoExamples)
        assert found.why.startswith(why)


def test_runs_without_examples_have_no_pairs(database: Database) -> None:
    run = record(database, "new", {"score": [1.0, 0.0]})
    with database.write() as connection:
        record_runs(connection, "api", [a_run("bare", {"score": 1.0})], NOW)
    bare = run_id_of(database, EVERYONE, "api", "bare") or 0
    assert compared(database, run, bare) == NoExamples(
        "the baseline has no scores of single examples"
    )
    assert compared(database, bare, run) == NoExamples("the run has no scores of single examples")
    assert compared(database, bare, 99) == NoExamples("neither run has scores of single examples")
    nobody = paired(database, Reader(frozenset({5})), run, run, now=NOW)
    assert nobody == NoExamples("neither run has scores of single examples")
