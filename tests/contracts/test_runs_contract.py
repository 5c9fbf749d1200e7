"""Evaluation runs are kept and read back alike on every database."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.evaluations import record_runs, remove_runs, run, runs_page, series
from catalog.evaluations.push import push_runs
from catalog.evaluations.run_columns import run_columns
from catalog.evaluations.runs_query import RunsQuery
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_result, evaluation_run
from catalog.store.reader import EVERYONE, Reader
from plugins.facts import DatasetUse, Result, Series
from tests.catalog.evaluations.kept import record, uids
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def test_what_is_reported_is_read_back(database: Database) -> None:
    result = Result(
        metric="auc", value=0.9, slice={"b": "2", "a": "x,y"}, n=7, low=0.8, high=0.95, level=0.95
    )
    told = a_run(
        results=[result, Result(metric="loss", value=math.nan)],
        dataset=DatasetUse(name="clicks", split="test", digest="d1"),
        series=[Series(metric="loss", steps=[2, 1], values=[0.5, math.inf])],
        params={"lr": 0.1, "on": True, "name": "Ünïcode"},
        tags={"team": "search"},
    )
    record(database, told)
    with database.read() as connection:
        number = connection.scalar(select(evaluation_run.c.id)) or 0
    view = run(database, EVERYONE, number)
    assert view is not None
    assert view.row.dataset == DatasetUse(name="clicks", split="test", digest="d1")
    assert [(one.metric, one.slice) for one in view.results] == [
        ("loss", ""),
        ("auc", 'a="x,y", b=2'),
    ]
    assert math.isnan(view.results[0].value)
    assert (view.results[1].n, view.results[1].low, view.results[1].level) == (7, 0.8, 0.95)
    assert view.params == {"lr": 0.1, "on": True, "name": "Ünïcode"}
    shown = series(database, EVERYONE, number, "loss")
    assert shown is not None
    assert (shown.steps, shown.values) == ((1, 2), (math.inf, 0.5))


def test_an_equal_report_writes_nothing(database: Database) -> None:
    told = a_run(metrics={"auc": 0.9}, params={"lr": 0.1})
    record(database, told)
    with database.write() as connection:
        again = record_runs(connection, "api", [told], NOW + 10)
        changed = connection.scalar(select(evaluation_run.c.changed_at))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert changed == NOW


def test_a_report_replaces_the_one_before(database: Database) -> None:
    record(database, a_run(metrics={"auc": 0.9, "f1": 0.5}, params={"lr": 1, "opt": "adam"}))
    record(database, a_run(metrics={"auc": 0.8}, params={"lr": 2}))
    found = run_columns(database, EVERYONE, [SUBJECT])
    assert [(one.column, one.runs) for one in found] == [("metric.auc", 1), ("param.lr", 1)]
    assert uids(database, "metric.auc:0.8 param.lr:2") == ["r1"]
    assert uids(database, "metric.f1>0") == []


def test_a_report_that_continues_adds_to_the_one_before(database: Database) -> None:
    first = Series(metric="loss", steps=[1, 2], values=[3, 2])
    more = Series(metric="loss", steps=[2, 3], values=[1.5, 1])
    record(database, a_run(metrics={"auc": 0.9, "f1": 0.5}, series=[first], params={"lr": 1}))
    record(database, a_run(metrics={"auc": 0.8}, series=[more], continues=True))
    assert uids(database, "metric.auc:0.8 metric.f1:0.5 param.lr:1") == ["r1"]
    with database.read() as connection:
        number = connection.scalar(select(evaluation_run.c.id)) or 0
    shown = series(database, EVERYONE, number, "loss")
    assert shown is not None
    assert (shown.steps, shown.values) == ((1, 2, 3), (3, 1.5, 1))


def test_a_run_may_move_to_another_subject(database: Database) -> None:
    make_entity(database, "model:default/other")
    record(database, a_run(metrics={"auc": 0.9}, params={"lr": 1}))
    record(database, a_run(metrics={"auc": 0.9}, params={"lr": 1}, subject="model:default/other"))
    assert uids(database, "metric.auc>0") == []
    assert run_columns(database, EVERYONE, [SUBJECT]) == []
    assert len(run_columns(database, EVERYONE, ["model:default/other"])) == 2


def test_removed_runs_leave_nothing(database: Database) -> None:
    record(database, a_run("old", {"auc": 0.8}), a_run("new", {"auc": 0.9}, started_at=NOW - 1))
    with database.write() as connection:
        assert remove_runs(connection, "api", ["new", "unknown"]) == {"new"}
        left = connection.scalar(select(func.count()).select_from(evaluation_result))
        latest = connection.scalars(select(evaluation_run.c.uid).where(evaluation_run.c.latest))
        assert (left, latest.all()) == (1, ["old"])


def test_facts_are_seen_by_who_sees_what_they_are_about(database: Database) -> None:
    make_entity(database, "model:default/secret", audience=7)
    record(database, a_run(subject="model:default/secret"), a_run("r2", subject="model:no/where"))
    subjects = ("model:default/secret", "model:no/where")
    assert runs_page(database, EVERYONE, RunsQuery(subjects=subjects)).total == 0
    assert runs_page(database, Reader(frozenset({7})), RunsQuery(subjects=subjects)).total == 1
    make_entity(database, "model:no/where")
    assert runs_page(database, EVERYONE, RunsQuery(subjects=subjects)).total == 1
    with database.read() as connection:
        numbers = connection.scalars(select(evaluation_run.c.id).order_by(evaluation_run.c.id))
        secret, seen = numbers.all()
    assert run(database, EVERYONE, secret) is None
    assert run(database, EVERYONE, seen) is not None


def test_one_push_sent_twice_at_the_same_time_is_taken_once(database: Database) -> None:
    items = [
        {"id": f"r{place}", "subject": SUBJECT, "metrics": {"auc": place}} for place in range(200)
    ]
    with ThreadPoolExecutor(4) as threads:
        sent = [
            threads.submit(push_runs, database, "api", items, NOW, key=key)
            for key in ("k", "k", "", "other")
        ]
        done = [push.result() for push in sent]
    assert sum(push.created for push in done if not push.again) == 200
    assert {push.ids for push in done} == {done[0].ids}
    assert done[0].again != done[1].again


def test_several_sources_may_tell_of_one_model_at_the_same_time(database: Database) -> None:
    items = [{"id": f"r{place}", "subject": SUBJECT, "startedAt": place} for place in range(50)]
    with ThreadPoolExecutor(4) as threads:
        sent = [threads.submit(push_runs, database, f"api:{n}", items, NOW) for n in range(4)]
        assert [push.result().created for push in sent] == [50] * 4
    assert len(uids(database, "is:latest")) == 1
