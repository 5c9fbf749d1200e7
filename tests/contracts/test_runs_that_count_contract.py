"""Which runs count as the latest, on every database."""

from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.evaluations import runs_page
from catalog.evaluations.runs_query import RunsQuery
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_result, evaluation_run
from catalog.store.reader import EVERYONE
from plugins.facts import DatasetUse
from tests.catalog.evaluations.kept import record, uids
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def test_the_run_that_counts_is_the_last_finished_of_its_version_and_data(
    database: Database,
) -> None:
    on: dict[str, Any] = {"version": "1", "dataset": DatasetUse(name="clicks", split="test")}
    other: dict[str, Any] = {"version": "1", "dataset": DatasetUse(name="clicks", split="train")}
    record(
        database,
        a_run("first", started_at=NOW - 9, **on),
        a_run("last", started_at=NOW - 5, **on),
        a_run("failed", started_at=NOW - 1, status="failed", **on),
        a_run("training", started_at=NOW - 1, type="training", **on),
        a_run("other split", **other),
        a_run("other version", version="2"),
    )
    assert sorted(uids(database, "is:latest")) == ["last", "other split", "other version"]
    record(database, a_run("last", started_at=NOW - 5, status="failed", **on))
    assert "first" in uids(database, "is:latest")
    with database.read() as connection:
        flags = select(func.count()).where(evaluation_run.c.latest)
        assert connection.scalar(flags) == 3


def test_a_run_that_moves_leaves_one_that_counts_behind_and_finds_one_there(
    database: Database,
) -> None:
    record(
        database,
        a_run("older", started_at=NOW - 9, version="1"),
        a_run("moves", {"auc": 0.5}, started_at=NOW - 7, version="1"),
        a_run("there", started_at=NOW - 5, version="2"),
    )
    assert sorted(uids(database, "is:latest")) == ["moves", "there"]
    record(database, a_run("moves", {"auc": 0.5}, started_at=NOW - 7, version="2"))
    assert sorted(uids(database, "is:latest")) == ["older", "there"]
    record(database, a_run("moves", {"auc": 0.5}, started_at=NOW - 7, version="1"))
    assert sorted(uids(database, "is:latest")) == ["moves", "there"]
    with database.read() as connection:
        flags = select(func.count()).where(evaluation_result.c.latest)
        assert connection.scalar(flags) == 1


def test_a_clock_in_the_future_does_not_count_for_ever(database: Database) -> None:
    record(database, a_run("ahead", started_at=NOW + 1e8))
    record(database, a_run("later", started_at=NOW + 5), now=NOW + 10)
    assert uids(database, "is:latest") == ["later"]
    page = runs_page(database, EVERYONE, RunsQuery(subjects=(SUBJECT,)))
    assert [(row.uid, row.clock_ahead) for row in page.rows] == [("ahead", True), ("later", False)]
