"""Slices are compared by their own examples, on every database."""

import numpy as np
import pytest

from catalog.store.database import Database
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity
from tests.contracts.paired_runs import FEW, compared, done, record, rising, rows


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def test_slices_are_compared_by_what_either_run_says_of_them(database: Database) -> None:
    countries = [*["SE"] * 30, *["DE"] * 25, *[""] * 5]
    years = [*["2026"] * 10, *["2025"] * 50]
    slices = {"country": countries, "year": years}
    run = record(database, "new", {"score": rising(60, plus=1)}, slices=slices)
    base = record(database, "old", {"score": rising(60, seed=2)})
    for pair in ((run, base), (base, run)):
        found = done(database, *pair)
        assert found.sliced
        assert {slice: one.n for (_, slice), one in found.results.items()} == {
            "": 60,
            "country=SE": 30,
            "country=DE": 25,
            "year=2025": 50,
        }
    swedish = done(database, run, base).results["score", "country=SE"]
    known = np.mean(rising(60)[:30]) + 1 - np.mean(rising(60, seed=2)[:30])
    assert swedish.difference == pytest.approx(known)
    assert (swedish.seed, swedish.resamples) == (FEW.seed, 200)


def test_examples_of_which_runs_say_other_slices_are_in_none_and_told(database: Database) -> None:
    here, there = ["SE"] * 60, [*["DE"] * 5, *[""] * 5, *["SE"] * 50]
    run = record(database, "new", {"score": rising(60)}, slices={"country": here})
    base = record(database, "old", {"score": rising(60, seed=2)}, slices={"country": there})
    found = done(database, run, base)
    assert found.results["score", "country=SE"].n == 55
    assert found.results["score", ""].n == 60
    assert found.notes == (
        "5 of the examples are of another country in either run: left out of slices",
    )


def test_other_slices_are_other_content(database: Database) -> None:
    base = record(database, "old", {"score": rising(60, seed=2)})
    for country in ("SE", "DE"):
        slices = {"country": [country] * 60}
        run = record(database, "new", {"score": rising(60)}, slices=slices)
        found = done(database, run, base)
        assert ("score", f"country={country}") in found.results
        assert compared(database, run, base) == found
    assert len(rows(database)) == 2


def test_clusters_of_a_slice_are_those_of_its_examples(database: Database) -> None:
    users = [f"u{place // 2}" for place in range(60)]
    slices = {"country": [*["SE"] * 42, *["DE"] * 18]}
    run = record(database, "new", {"score": rising(60)}, clusters=users, slices=slices)
    base = record(database, "old", {"score": rising(60, seed=2)})
    found = done(database, run, base)
    assert found.results["score", "country=SE"].clusters == 21
    assert ("score", "country=DE") not in found.results
