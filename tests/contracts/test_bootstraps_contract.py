"""Differences by examples are computed once and kept by content, on every database."""

import threading

import numpy as np
import pytest
from sqlalchemy import update

from catalog.comparison import bootstrap_turns
from catalog.comparison.bootstrap_rows import LeaseLost, forget_unused, keep, take_next
from catalog.comparison.bootstrap_turns import work_on
from catalog.comparison.bootstrap_work import BootstrapWork
from catalog.comparison.bootstraps import Done, Options, Running, paired
from catalog.store.database import Database
from catalog.store.fact_tables import run_blob
from catalog.store.reader import EVERYONE
from tests.catalog.evaluations.runs import NOW, SUBJECT
from tests.catalog.evaluations.seen import make_entity
from tests.contracts.paired_runs import FEW, LEAVE, compared, done, record, rising, rows
from tests.journeys.running import wait_until


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def test_a_small_comparison_is_answered_at_once(database: Database) -> None:
    run = record(database, "new", {"score": rising(seed=1, plus=2), "only": rising()})
    base = record(database, "old", {"score": rising(seed=2), "other": rising()})
    found = done(database, run, base)
    [(key, difference)] = found.results.items()
    assert key == ("score", "")
    assert difference.difference == pytest.approx(
        np.mean(rising(seed=1)) + 2 - np.mean(rising(seed=2))
    )
    assert difference.low is not None
    assert difference.low > 0
    assert (difference.seed, difference.resamples) == (FEW.seed, 200)
    assert (found.shared, found.only_run, found.duplicates, found.notes) == (50, 0, 0, ())


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
    other = paired(database, EVERYONE, run, base, ["other"], options=FEW, now=NOW)
    assert isinstance(other, Done)
    assert other.results == {}
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
    assert (row.progress, row.lease_owner, row.next_at) == (0.0, None, 0.0)


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
