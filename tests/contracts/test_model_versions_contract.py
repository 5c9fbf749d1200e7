"""Versions of models and what searches ask of facts, alike on every database."""

import pytest

from catalog.evaluations import (
    entities_evaluated_on,
    entities_with_metric,
    latest_evaluations,
    metric_names,
    model_version,
    model_versions,
    record_model_versions,
    record_runs,
    remove_model_versions,
)
from catalog.evaluations.record_versions import VersionsRecorded
from catalog.store.database import Database
from catalog.store.reader import EVERYONE, Reader
from plugins.facts import DatasetUse, EvaluationRun, ModelVersion, Result
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity

TEST = DatasetUse(name="Clicks", ref="dataset:default/clicks", digest="d1", split="test")


def report(database: Database, source: str, *versions: ModelVersion) -> VersionsRecorded:
    with database.write() as connection:
        return record_model_versions(connection, source, versions, NOW)


def record(database: Database, *runs: EvaluationRun) -> None:
    with database.write() as connection:
        assert record_runs(connection, "api", runs, NOW).problems == []


def a_version(version: str, **more: object) -> ModelVersion:
    return ModelVersion(model=SUBJECT, version=version, **more)  # type: ignore[arg-type]


def test_declared_and_observed_versions_are_one_list(database: Database) -> None:
    declared = [{"version": "1", "artifact": {"uri": "s3://a", "digest": "x"}}, {"version": "0"}]
    make_entity(database, SUBJECT, versions=declared)
    report(database, "mlflow connection:1", a_version("1", digest="x"), a_version("2"))
    rows = model_versions(database, EVERYONE, SUBJECT)
    assert [(row.version, row.declared, row.sources) for row in rows] == [
        ("1", True, ("descriptor", "mlflow connection:1")),
        ("0", True, ("descriptor",)),
        ("2", False, ("mlflow connection:1",)),
    ]
    assert (rows[0].uri, rows[0].digest, rows[0].conflicts) == ("s3://a", "x", ())


def test_sources_that_disagree_are_both_shown(database: Database) -> None:
    make_entity(database, SUBJECT, versions=[{"version": "1", "artifact": {"digest": "x"}}])
    report(database, "mlflow connection:1", a_version("1", digest="y", uri="s3://b"))
    (row,) = model_versions(database, EVERYONE, SUBJECT)
    assert (row.digest, row.conflicts) == ("x", ("digest",))
    assert [said.digest for said in row.said] == ["x", "y"]


def test_an_alias_moves_with_the_report_of_its_new_version(database: Database) -> None:
    make_entity(database, SUBJECT)
    report(database, "a", a_version("1", aliases=["champion"]), a_version("2", aliases=["next"]))
    report(database, "b", a_version("1", aliases=["champion"]))
    done = report(database, "a", a_version("2", aliases=["champion"]))
    assert done.models == {SUBJECT}
    said = {
        (row.version, one.source): one.aliases
        for row in model_versions(database, EVERYONE, SUBJECT)
        for one in row.said
    }
    assert said == {("1", "a"): (), ("1", "b"): ("champion",), ("2", "a"): ("champion",)}


def test_an_equal_report_of_versions_writes_nothing(database: Database) -> None:
    make_entity(database, SUBJECT)
    version = a_version("1", aliases=["a"], params={"lr": 0.1}, signature={"inputs": ["x"]})
    report(database, "a", version)
    done = report(database, "a", version)
    assert (done.created, done.updated, done.unchanged, done.models) == (0, 0, 1, set())


def test_a_version_is_linked_to_the_run_that_made_it_and_to_its_evaluations(
    database: Database,
) -> None:
    make_entity(database, SUBJECT)
    record(
        database,
        a_run("training", type="training", version="1"),
        a_run("test", {"auc": 0.9}, version="1", dataset=TEST),
    )
    report(database, "api", a_version("1", run="training", aliases=["live"]))
    found = model_version(database, EVERYONE, SUBJECT, "live")
    assert found is not None
    assert found.address == "model:default/ranker@1"
    assert found.run_id is not None
    assert sorted(run.uid for run in found.evaluations) == ["test", "training"]
    assert len(latest_evaluations(database, EVERYONE, SUBJECT)) == 2
    assert model_version(database, EVERYONE, SUBJECT, "dead") is None


def test_versions_that_are_no_more_leave_nothing(database: Database) -> None:
    make_entity(database, SUBJECT)
    report(database, "a", a_version("1", aliases=["x"]), a_version("2"))
    with database.write() as connection:
        remove_model_versions(connection, "a", [(SUBJECT, "1")])
    (left,) = model_versions(database, EVERYONE, SUBJECT)
    assert (left.version, left.aliases) == ("2", ())


def test_versions_are_seen_by_who_sees_their_model(database: Database) -> None:
    report(database, "a", a_version("1"))
    assert model_versions(database, EVERYONE, SUBJECT) == []
    make_entity(database, SUBJECT, audience=3)
    assert model_versions(database, EVERYONE, SUBJECT) == []
    assert len(model_versions(database, Reader(frozenset({3})), SUBJECT)) == 1
    assert latest_evaluations(database, EVERYONE, SUBJECT) == []


@pytest.mark.parametrize(
    ("model", "version"),
    [("", "1"), (SUBJECT, ""), (SUBJECT, "x" * 300), ("model:", "1"), ("model:" + "x" * 300, "1")],
)
def test_a_version_that_cannot_be_kept_is_a_problem(
    database: Database, model: str, version: str
) -> None:
    bad = ModelVersion(model=model, version=version)
    done = report(database, "a", bad, a_version("1"))
    assert done.created == 1
    assert [problem.path.split("/")[1] for problem in done.problems] == ["0"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"low": 0.9}, {"model:default/good"}),
        ({"low": 0.9, "include_low": False}, set()),
        ({"low": 0.85, "high": 0.95}, {"model:default/good"}),
        ({"low": 0.4, "high": 0.6}, {"model:default/poor"}),
        ({"high": 0.5, "include_high": False}, set()),
        ({}, {"model:default/good", "model:default/poor"}),
        ({"slice": " plays=2026,country=SE "}, {"model:default/poor"}),
        ({"slice": "country=SE"}, set()),
        ({"slice": "no slice"}, set()),
        ({"dataset": "CLICKS"}, {"model:default/good"}),
        ({"dataset": "dataset:default/clicks"}, {"model:default/good"}),
        ({"dataset": "other"}, set()),
    ],
)
def test_entities_are_found_by_their_latest_evaluation(
    database: Database, asked: dict[str, object], found: set[str]
) -> None:
    for name in ("good", "poor", "gone"):
        make_entity(database, f"model:default/{name}")
    slice = {"country": "SE", "plays": "2026"}
    record(
        database,
        a_run("old", {"auc": 0.3}, subject="model:default/good", dataset=TEST),
        a_run("new", {"AUC": 0.9}, subject="model:default/good", dataset=TEST, started_at=NOW - 1),
        a_run("nan", {"auc": float("nan")}, subject="model:default/gone"),
        a_run("failed", {"auc": 0.99}, subject="model:default/poor", status="failed"),
        a_run(
            "poor",
            subject="model:default/poor",
            results=[
                Result(metric="auc", value=0.5),
                Result(metric="f1", value=0.95),
                Result(metric="auc", value=0.1, slice=slice),
            ],
        ),
        a_run("nowhere", {"auc": 0.95}, subject="model:default/nowhere"),
    )
    with database.read() as connection:
        ids = entities_with_metric(connection, "auc", **asked)  # type: ignore[arg-type]
        refs = connection.exec_driver_sql("SELECT id, ref FROM entity").all()
        evaluated = entities_evaluated_on(connection, "clicks")
    assert {ref for id, ref in refs if id in ids} == found
    assert {ref for id, ref in refs if id in evaluated} == {"model:default/good"}


def test_names_of_metrics_complete_a_query(database: Database) -> None:
    make_entity(database, SUBJECT)
    make_entity(database, "model:default/secret", audience=9)
    record(
        database,
        a_run("a", {"auc": 1, "Auc_pr": 1, "f1": 1}),
        a_run("b", {"audible": 1}, subject="model:default/secret"),
    )
    assert metric_names(database, EVERYONE, "au") == ["auc", "Auc_pr"]
    assert metric_names(database, EVERYONE, "a" * 100_000) == []
