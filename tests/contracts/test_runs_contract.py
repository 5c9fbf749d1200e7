"""Evaluation runs are kept and read alike on every database."""

import importlib
import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.evaluations import conditions, record_runs, remove_runs, run, runs_page, series
from catalog.evaluations.push import push_runs
from catalog.evaluations.run_columns import run_columns
from catalog.evaluations.runs_query import RunsQuery, parse_runs_query
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_result, evaluation_run
from catalog.store.reader import EVERYONE, Reader
from plugins.facts import DatasetUse, EvaluationRun, Result, Series
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity

# The package exports a function of the same name.
runs_page_module = importlib.import_module("catalog.evaluations.runs_page")


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def record(database: Database, *runs: EvaluationRun, now: float = NOW) -> None:
    with database.write() as connection:
        done = record_runs(connection, "api", runs, now)
    assert done.problems == []


def uids(database: Database, text: str = "", sort: str = "-started", limit: int = 3) -> list[str]:
    """Of all pages, there and back again."""
    asked = parse_runs_query(text)
    assert asked.problems == ()
    found: list[str] = []
    cursor = ""
    while True:
        query = RunsQuery(
            subjects=(SUBJECT,), filters=asked.filters, sort=sort, limit=limit, cursor=cursor
        )
        page = runs_page(database, EVERYONE, query)
        found += [row.uid for row in page.rows]
        if not page.next_cursor:
            break
        cursor = page.next_cursor
    assert page.total == len(found)
    back = [row.uid for row in page.rows]
    while page.previous_cursor:
        query = RunsQuery(
            subjects=(SUBJECT,),
            filters=asked.filters,
            sort=sort,
            limit=limit,
            cursor=page.previous_cursor,
        )
        page = runs_page(database, EVERYONE, query)
        back = [row.uid for row in page.rows] + back
    assert back == found
    return found


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


def test_the_run_that_counts_is_the_last_finished_of_its_version_and_data(
    database: Database,
) -> None:
    on = {"version": "1", "dataset": DatasetUse(name="clicks", split="test")}
    other = {"version": "1", "dataset": DatasetUse(name="clicks", split="train")}
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


def test_what_lacks_the_sorted_column_comes_last_both_ways(database: Database) -> None:
    record(
        database,
        *(a_run(f"r{place}", {"auc": place / 10}) for place in range(5)),
        a_run("nan", {"auc": math.nan}),
        a_run("infinite", {"auc": math.inf}),
        a_run("none"),
    )
    assert uids(database, sort="metric.auc") == [
        *("r0", "r1", "r2", "r3", "r4", "nan", "infinite", "none")
    ]
    assert uids(database, sort="-metric.auc") == [
        *("r4", "r3", "r2", "r1", "r0", "infinite", "nan", "none")
    ]


def test_params_are_sorted_as_numbers_and_then_as_texts(database: Database) -> None:
    values = {"a": 10, "b": "9.5", "c": "adam", "d": "Sgd", "e": True, "f": "1e3"}
    record(database, *(a_run(uid, params={"p": value}) for uid, value in values.items()))
    record(database, a_run("none"))
    assert uids(database, sort="param.p") == ["b", "a", "f", "d", "c", "e", "none"]
    assert uids(database, sort="-param.p") == ["f", "a", "b", "e", "c", "d", "none"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metric.auc>0.5", {"b", "c"}),
        ("metric.auc>=0.5", {"a", "b", "c"}),
        ("metric.AUC:0.5..0.7", {"a", "b"}),
        ("-metric.auc>0.5", {"a", "d"}),
        ("metric.auc[country=SE]>0", {"c"}),
        ("metric.nothing>0", set()),
        ("-metric.nothing>0", {"a", "b", "c", "d"}),
        ("param.opt:adam", {"a", "b"}),
        ("param.opt:adam,sgd", {"a", "b", "c"}),
        ("param.lr=0.10", {"a", "c"}),
        ("param.lr<0.1", {"b"}),
        ("tag.team:x -status:failed", {"b"}),
        ("status:failed", {"a"}),
        ("version:2", {"c"}),
        ("dataset:CLICKS", {"b"}),
        ("dataset:d9", {"b"}),
        ("group:sweep", {"d"}),
        ("source:api name:seCond", {"d"}),
        ("third second", set()),
        ("third", {"c"}),
        ("x" * 100_000, set()),
        ("dataset:" + "x" * 100_000, set()),
        ("type:training", {"d"}),
    ],
)
def test_runs_are_filtered(database: Database, text: str, expected: set[str]) -> None:
    sliced = Result(metric="auc", value=1, slice={"country": "SE"})
    record(
        database,
        a_run("a", {"auc": 0.5}, params={"opt": "adam", "lr": 0.1}, status="failed"),
        a_run(
            "b",
            {"auc": 0.7},
            params={"opt": "adam", "lr": 0.01},
            tags={"team": "x"},
            dataset=DatasetUse(name="Clicks", digest="d9"),
        ),
        a_run(
            "c",
            results=[Result(metric="auc", value=0.9), sliced],
            params={"opt": "sgd", "lr": "1e-1"},
            version="2",
            name="the third",
        ),
        a_run("d", type="training", group="my Sweep 7", name="a Second one"),
    )
    assert set(uids(database, text)) == expected
    assert set(uids(database, text, "-metric.auc", 2)) == expected
    assert set(uids(database, text, "param.lr", 1)) == expected
    assert set(uids(database, text, "name")) == expected


def test_runs_of_several_subjects_are_one_table(database: Database) -> None:
    other = "model:default/other"
    make_entity(database, other)
    record(
        database,
        *(
            a_run(f"{subject}{place}", {"auc": place / 10}, subject=subject)
            for subject in (SUBJECT, other)
            for place in range(4)
        ),
    )
    values: list[float | None] = []
    cursor = ""
    while True:
        asked = RunsQuery(
            subjects=(SUBJECT, other),
            sort="-metric.auc",
            columns=("metric.auc",),
            limit=3,
            cursor=cursor,
        )
        page = runs_page(database, EVERYONE, asked)
        values += [row.cells["metric.auc"].value for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert values == [0.3, 0.3, 0.2, 0.2, 0.1, 0.1, 0.0, 0.0]


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


@pytest.mark.parametrize(
    "sort", ["-metric.auc", "metric.auc", "param.p", "-started", "name", "-dataset", "duration"]
)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "metric.auc>0.2",
        "metric.auc>0.2 param.p:a",
        "metric.f1<0.7 metric.auc<0.8 status:finished",
        "-param.p:b",
        "version:1 -metric.auc>0.6",
    ],
)
def test_matches_are_the_same_however_they_are_found(
    database: Database, monkeypatch: pytest.MonkeyPatch, text: str, sort: str
) -> None:
    other = "model:default/other"
    make_entity(database, other)
    record(
        database,
        *(
            a_run(
                f"r{place}",
                {"auc": place % 10 / 10, "f1": place % 7 / 7} if place % 6 else {},
                subject=other if place % 3 else SUBJECT,
                params={"p": "ab"[place % 2]} if place % 5 else {},
                status="failed" if place % 4 == 0 else "finished",
                version=str(place % 2),
                name=f"run {place * 7 % 30}",
                started_at=NOW - place * 11 % 30,
                ended_at=NOW if place % 2 else None,
                dataset=DatasetUse(name=f"d{place % 3}") if place % 4 else None,
            )
            for place in range(30)
        ),
    )
    few = _all_uids(database, (SUBJECT, other), text, sort)
    monkeypatch.setattr(conditions, "FEW", 0)  # so that lists are compared
    assert _all_uids(database, (SUBJECT, other), text, sort) == few
    monkeypatch.setattr(conditions, "MOST_LISTED", 1)
    assert _all_uids(database, (SUBJECT, other), text, sort) == few
    for module in (conditions, runs_page_module):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    assert _all_uids(database, (SUBJECT, other), text, sort) == few


def _all_uids(database: Database, subjects: tuple[str, ...], text: str, sort: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        query = RunsQuery(
            subjects=subjects,
            filters=parse_runs_query(text).filters,
            sort=sort,
            limit=4,
            cursor=cursor,
        )
        page = runs_page(database, EVERYONE, query)
        found += [row.uid for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return found
