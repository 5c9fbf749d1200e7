"""Tables of runs are sorted, filtered and paged alike on every database."""

import importlib
import math

import pytest

from catalog.evaluations import conditions
from catalog.evaluations.runs_query import RunsQuery, parse_runs_query
from catalog.store.database import Database
from plugins.facts import DatasetUse, Result
from tests.catalog.evaluations.kept import pages, record, uids
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity

# The package exports a function of the same name.
runs_page_module = importlib.import_module("catalog.evaluations.runs_page")


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


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
    asked = RunsQuery(
        subjects=(SUBJECT, other), sort="-metric.auc", columns=("metric.auc",), limit=3
    )
    rows = [row for page in pages(database, asked) for row in page.rows]
    values = [row.cells["metric.auc"].value for row in rows]
    assert values == [0.3, 0.3, 0.2, 0.2, 0.1, 0.1, 0.0, 0.0]


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

    def found() -> list[str]:
        filters = parse_runs_query(text).filters
        query = RunsQuery(subjects=(SUBJECT, other), filters=filters, sort=sort, limit=4)
        return [row.uid for page in pages(database, query) for row in page.rows]

    few = found()
    monkeypatch.setattr(conditions, "FEW", 0)  # so that lists are compared
    assert found() == few
    monkeypatch.setattr(conditions, "MOST_LISTED", 1)
    assert found() == few
    for module in (conditions, runs_page_module):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    assert found() == few
