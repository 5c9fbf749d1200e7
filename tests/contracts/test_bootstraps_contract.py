"""Differences by examples are computed once and kept by content, on every database."""

import math
import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pytest
from sqlalchemy import select, update

from catalog.comparison import bootstrap_turns
from catalog.comparison.bootstrap_rows import LeaseLost, forget_unused, keep, take_next
from catalog.comparison.bootstrap_turns import work_on
from catalog.comparison.bootstrap_work import BootstrapWork
from catalog.comparison.bootstraps import Done, NoExamples, Options, Running, paired
from catalog.evaluations import record_runs, run_id_of
from catalog.store.comparison_tables import comparison_result
from catalog.store.database import Database
from catalog.store.fact_tables import run_blob
from catalog.store.reader import EVERYONE, Reader
from plugins.facts import Examples
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity
from tests.journeys.running import wait_until

FEW = Options(resamples=200)
LEAVE = 0.0  # seconds to compute at once: none


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def record(
    database: Database,
    uid: str,
    scores: Mapping[str, Sequence[float]],
    ids: Sequence[str] = (),
    clusters: Sequence[str] = (),
    slices: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> int:
    """The number of a run with scores of examples, by default of `e0`, `e1` …"""
    count = len(next(iter(scores.values())))
    named = ids or [f"e{place}" for place in range(count)]
    examples = Examples(ids=named, scores=scores, clusters=clusters, slices=slices)
    with database.write() as connection:
        done = record_runs(connection, "api", [a_run(uid, examples=examples)], NOW)
    assert done.problems == []
    found = run_id_of(database, EVERYONE, "api", uid)
    assert found is not None
    return found


def rising(count: int = 50, plus: float = 0.0, seed: int = 1) -> list[float]:
    noise = np.random.default_rng(seed).normal(size=count)
    return [float(one) + plus for one in noise]


def compared(
    database: Database, run: int, base: int, seconds: float = 5.0, now: float = NOW
) -> Done | Running | NoExamples:
    return paired(database, EVERYONE, run, base, options=FEW, now=now, seconds=seconds)


def rows(database: Database) -> list[object]:
    with database.read() as connection:
        return list(connection.execute(select(comparison_result)))


def test_a_small_comparison_is_answered_at_once(database: Database) -> None:
    run = record(database, "new", {"score": rising(seed=1, plus=2), "only": rising()})
    base = record(database, "old", {"score": rising(seed=2), "other": rising()})
    found = compared(database, run, base)
    assert isinstance(found, Done)
    [(key, difference)] = found.results.items()
    assert key == ("score", "")
    assert difference.difference == pytest.approx(
        np.mean(rising(seed=1)) + 2 - np.mean(rising(seed=2))
    )
    assert difference.low is not None
    assert difference.low > 0
    assert (difference.seed, difference.resamples) == (FEW.seed, 200)
    assert (found.shared, found.only_run, found.duplicates, found.notes) == (50, 0, 0, ())


def test_examples_are_matched_by_their_ids(database: Database) -> None:
    ids = [f"e{place}" for place in range(50)]
    run = record(database, "new", {"score": rising(plus=1)}, ids)
    turned = record(database, "old", {"score": rising()[::-1]}, ids[::-1])
    found = compared(database, run, turned)
    assert isinstance(found, Done)
    difference = found.results["score", ""]
    assert difference.difference == pytest.approx(1.0)
    assert difference.why.startswith("the difference is the same in every example")


def test_what_cannot_be_matched_is_counted_and_told(database: Database) -> None:
    ids = [f"e{place}" for place in range(50)]
    run = record(database, "new", {"score": rising(51)}, [*ids, "e7"])
    other = [*ids[:40], "x1", "x2"]
    holed = [math.nan, *rising(41, seed=2)]
    base = record(database, "old", {"score": holed}, other)
    found = compared(database, run, base)
    assert isinstance(found, Done)
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
        found = compared(database, *pair)
        assert isinstance(found, Done)
        assert found.results["score", ""].clusters == 30


def test_an_example_without_a_cluster_stands_for_itself(database: Database) -> None:
    run = record(database, "new", {"score": rising(60)}, clusters=["u", "u", *[""] * 58])
    base = record(database, "old", {"score": rising(60, seed=2)})
    found = compared(database, run, base)
    assert isinstance(found, Done)
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


def test_the_same_content_is_never_computed_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    twin = record(database, "twin", {"score": rising()})
    first = compared(database, run, base)
    monkeypatch.setattr(bootstrap_turns, "paired_bootstrap", None)
    assert compared(database, run, base) == first
    assert compared(database, twin, base) == first
    assert paired(database, EVERYONE, run, base, ["other"], options=FEW, now=NOW).results == {}  # type: ignore[union-attr]
    assert len(rows(database)) == 1


def test_other_examples_and_other_options_are_other_content(database: Database) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    compared(database, run, base)
    compared(database, base, run)
    paired(database, EVERYONE, run, base, options=Options(resamples=200, seed=5), now=NOW)
    assert record(database, "new", {"score": rising(seed=3)}) == run
    compared(database, run, base)
    assert len(rows(database)) == 4


def test_examples_that_were_kept_without_a_digest_are_compared(database: Database) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    with database.write() as connection:
        connection.execute(update(run_blob).values(note=""))
    first = compared(database, run, base)
    assert isinstance(first, Done)
    record(database, "old", {"score": rising(seed=2)})
    assert compared(database, run, base) == first


def test_a_large_comparison_is_left_to_the_worker(database: Database) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    assert compared(database, run, base, LEAVE) == Running(0.0)
    work = BootstrapWork(database, "this:1")
    work.start()
    try:
        wait_until(lambda: isinstance(compared(database, run, base, LEAVE), Done))
    finally:
        work.stop()


def test_what_somebody_computes_is_not_computed_beside(database: Database) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    compared(database, run, base, LEAVE)
    turn = database.transact(lambda it: take_next(it, "first:1", NOW))
    assert turn is not None
    assert database.transact(lambda it: take_next(it, "second:2", NOW)) is None
    assert compared(database, run, base) == Running(0.0)
    later = NOW + 61.0
    other = database.transact(lambda it: take_next(it, "second:2", later))
    assert other is not None
    with pytest.raises(LeaseLost):
        database.transact(lambda it: keep(it, turn, b"late", later))
    assert work_on(database, other, threading.Event()) is not None


def test_progress_is_written_and_shown(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run = record(database, "new", {"score": rising(3_000)})
    base = record(database, "old", {"score": rising(3_000, seed=2)})
    compared(database, run, base, LEAVE)
    turn = database.transact(lambda it: take_next(it, "first:1", NOW))
    assert turn is not None
    monkeypatch.setattr(bootstrap_turns, "TOLD_EVERY", 0.0)
    seen: list[object] = []

    class Watched(threading.Event):
        def is_set(self) -> bool:
            seen.append(compared(database, run, base, LEAVE))
            return len(seen) == 2

    assert work_on(database, turn, Watched()) is None
    assert [one.progress for one in seen if isinstance(one, Running)] == [0.0, 0.5]
    [row] = rows(database)
    assert (row.progress, row.lease_owner, row.next_at) == (0.0, None, 0.0)  # type: ignore[attr-defined]


def test_a_failure_is_told_and_tried_again_later(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    with monkeypatch.context() as broken:
        broken.setattr(bootstrap_turns, "paired_bootstrap", None)
        broken.setattr(bootstrap_turns.time, "time", lambda: NOW)
        found = compared(database, run, base)
    assert isinstance(found, Running)
    assert "TypeError" in found.error
    assert "comparing the examples" in caplog.text
    assert compared(database, run, base, now=NOW + 5) == found
    assert isinstance(compared(database, run, base, now=NOW + 11), Done)


def test_runs_that_went_are_no_work(database: Database) -> None:
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    compared(database, run, base, LEAVE)
    record(database, "old", {"score": rising(seed=9)})
    turn = database.transact(lambda it: take_next(it, "first:1", NOW))
    assert turn is not None
    assert work_on(database, turn, threading.Event()) is None
    assert rows(database) == []


def test_what_nobody_asked_for_in_30_days_is_forgotten(database: Database) -> None:
    day = 86_400.0
    run = record(database, "new", {"score": rising()})
    base = record(database, "old", {"score": rising(seed=2)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap_turns.time, "time", lambda: NOW)
        compared(database, run, base)
        compared(database, base, run)
    compared(database, run, base, now=NOW + 20 * day)
    assert database.transact(lambda it: forget_unused(it, NOW + 29 * day)) == 0
    assert database.transact(lambda it: forget_unused(it, NOW + 31 * day)) == 1
    assert len(rows(database)) == 1


def test_slices_are_compared_by_what_either_run_says_of_them(database: Database) -> None:
    countries = [*["SE"] * 30, *["DE"] * 25, *[""] * 5]
    years = [*["2026"] * 10, *["2025"] * 50]
    slices = {"country": countries, "year": years}
    run = record(database, "new", {"score": rising(60, plus=1)}, slices=slices)
    base = record(database, "old", {"score": rising(60, seed=2)})
    for pair in ((run, base), (base, run)):
        found = compared(database, *pair)
        assert isinstance(found, Done)
        assert found.sliced
        assert {slice: one.n for (_, slice), one in found.results.items()} == {
            "": 60,
            "country=SE": 30,
            "country=DE": 25,
            "year=2025": 50,
        }
    swedish = compared(database, run, base).results["score", "country=SE"]  # type: ignore[union-attr]
    known = np.mean(rising(60)[:30]) + 1 - np.mean(rising(60, seed=2)[:30])
    assert swedish.difference == pytest.approx(known)
    assert (swedish.seed, swedish.resamples) == (FEW.seed, 200)


def test_examples_of_which_runs_say_other_slices_are_in_none_and_told(database: Database) -> None:
    here, there = ["SE"] * 60, [*["DE"] * 5, *[""] * 5, *["SE"] * 50]
    run = record(database, "new", {"score": rising(60)}, slices={"country": here})
    base = record(database, "old", {"score": rising(60, seed=2)}, slices={"country": there})
    found = compared(database, run, base)
    assert isinstance(found, Done)
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
        found = compared(database, run, base)
        assert isinstance(found, Done)
        assert ("score", f"country={country}") in found.results
        assert compared(database, run, base) == found
    assert len(rows(database)) == 2


def test_clusters_of_a_slice_are_those_of_its_examples(database: Database) -> None:
    users = [f"u{place // 2}" for place in range(60)]
    slices = {"country": [*["SE"] * 42, *["DE"] * 18]}
    run = record(database, "new", {"score": rising(60)}, clusters=users, slices=slices)
    base = record(database, "old", {"score": rising(60, seed=2)})
    found = compared(database, run, base)
    assert isinstance(found, Done)
    assert found.results["score", "country=SE"].clusters == 21
    assert ("score", "country=DE") not in found.results
