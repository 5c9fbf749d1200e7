"""Reports as people keep them: many, old, broken, of something else."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plugins.evidently.reports import (
    codes_of,
    read_report,
    read_reports,
    report_of,
    run_of,
    values_of,
)

V2 = "evidently:metric_v2:"


def metric(kind: str, value: Any, **config: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "metric_name": f"{kind}()",
        "config": {"type": V2 + kind, **config},
        "value": value,
    }


def metrics(*those: dict[str, Any], tests: Any = ()) -> dict[str, Any]:
    return {"metrics": list(those), "tests": list(tests)}


def test_the_first_releases_had_the_config_in_the_name() -> None:
    report = {
        "metrics": [
            {
                "id": "a",
                "metric_id": "ValueDrift(column=my, age,method=psi,threshold=0.1)",
                "value": 1,
            },
            {"id": "b", "metric_id": "NDCG(k=5,no_feedback_users=False)", "value": 0.5},
            {"id": "c", "metric_id": "RowCount()", "value": 3},
        ]
    }
    found = read_report(report)
    assert values_of(found) == {"value_drift,psi[my, age]": 1.0, "ndcg@5": 0.5, "row_count": 3.0}
    assert report_of(found)["columns"][0]["drifted"] is True


@pytest.mark.parametrize(
    ("method", "score", "drifted"),
    [
        ("K-S p_value", 0.01, True),
        ("K-S p_value", 0.2, False),
        ("Wasserstein distance (normed)", 0.1, True),
        ("Jensen-Shannon distance", 0.09, False),
        ("PSI", 0.5, True),
        ("Energy-distance", 0.1, False),
        ("custom function 'mine'", 0.5, None),
        ("", 0.5, None),
    ],
)
def test_whether_a_column_drifted_depends_on_the_method(
    method: str, score: float, drifted: bool | None
) -> None:
    found = read_report(
        metrics(metric("ValueDrift", score, column="a", method=method, threshold=0.1))
    )
    (column,) = report_of(found)["columns"]
    assert column["drifted"] is drifted
    assert report_of(found)["drift_share"] == (None if drifted is None else float(drifted))
    assert report_of(found)["drifted"] is None


def test_the_tests_of_a_report_know_better_whether_a_column_drifted() -> None:
    test = {"id": "drift", "status": "FAIL", "metric_config": {"metric_id": "1"}, "name": "drift"}
    drift = metric("ValueDrift", 0.5, column="a", method="mine", threshold=0.1)
    found = read_report(metrics(drift, tests=[test]))
    assert report_of(found)["columns"][0]["drifted"] is True


def test_a_test_that_is_not_critical_fails_nobody() -> None:
    tests = [
        {"name": "a", "status": "FAIL", "test_config": {"is_critical": False}},
        {"name": "b", "status": "SKIPPED"},
        {"name": "c", "status": "SUCCESS"},
    ]
    report = report_of(read_report(metrics(metric("RowCount", 1), tests=tests)))
    assert (report["outcome"], report["passed_count"]) == ("passed", 1)
    assert [it["status"] for it in report["not_passed"]] == ["failed", "skipped"]
    error = [{"name": "d", "status": "ERROR"}]
    assert (
        report_of(read_report(metrics(metric("RowCount", 1), tests=error)))["outcome"] == "failed"
    )


def test_what_makes_it_another_metric_is_in_the_name() -> None:
    found = read_report(
        metrics(
            metric("QuantileValue", 1, column="a", quantile=0.5),
            metric("Accuracy", 0.5, classification_name="default"),
            metric("Accuracy", 0.6, classification_name="Second model"),
            metric("RecallTopK", 0.7, k=10, min_rel_score=None, no_feedback_users=False),
            metric(
                "CategoryCount", {"count": 3, "share": 0.5}, column="a", categories=["x", "y z"]
            ),
            metric("SomethingNew", {"a": {"b": 1, "c": [2]}, "d": 4}),
        )
    )
    assert values_of(found) == {
        "quantile_value,0.5[a]": 1,
        "accuracy": 0.5,
        "accuracy,second-model": 0.6,
        "recall_top_k@10": 0.7,
        "category_count,x-y-z[a]": 3,
        "category_share,x-y-z[a]": 0.5,
        "something_new/a/b": 1,
        "something_new/d": 4,
    }


def test_nan_stays_nan_and_what_has_no_number_is_told() -> None:
    found = read_report(
        b'{"metrics": [{"metric_name": "Accuracy()", "value": NaN},'
        b'{"metric_name": "ValueDrift(column=a,method=PSI,threshold=0.1)", "value": Infinity},'
        b'{"metric_name": "Words()", "value": "many"}, {"metric_name": "Old()"}, {}, 3, null]}'
    )
    accuracy, drift = run_of(found).results
    assert math.isnan(accuracy.value)
    assert drift.value == math.inf
    assert report_of(found)["columns"][0]["score"] is None
    assert codes_of(found) == ["evidently/no-number"]
    assert "`Words`, `Old` hold no number" in found.problems[0].message


def test_of_very_many_values_the_most_frequent_ones_are_kept() -> None:
    counts = {str(it): it for it in range(1000)}
    parts = {"counts": counts, "shares": {key: it / 1000 for key, it in counts.items()}}
    found = read_report(metrics(metric("UniqueValueCount", parts, column="a")))
    assert len(run_of(found).results) == 100
    assert values_of(found)["unique_value_count[a, 999]"] == 999


def test_many_reports_are_many_runs_with_the_dates_of_their_names() -> None:
    one = metrics(metric("DriftedColumnsCount", {"count": 1, "share": 0.5}, drift_share=0.5))
    files = {f"daily/drift-2026-06-0{it}.json": one for it in (2, 1)}
    sidecar = "subject: dataset:default/clicks\nfiles: daily/*.json\n"
    found = read_reports(files, sidecar, "ml/clicks.evidently.yaml")
    runs = found.report.evaluations
    assert [(it.id, it.name) for it in runs] == [
        ("ml/clicks.evidently.yaml/daily/drift-2026-06-01.json", "drift-2026-06-01"),
        ("ml/clicks.evidently.yaml/daily/drift-2026-06-02.json", "drift-2026-06-02"),
    ]
    assert [it.ended_at for it in runs] == [1780315200.0, 1780401600.0]  # noon, UTC
    assert {it.subject for it in runs} == {"dataset:default/clicks"}
    assert {it.dataset.ref for it in runs if it.dataset} == {"dataset:default/clicks"}
    (attachment,) = found.report.attachments
    assert [it["name"] for it in attachment.value["reports"]] == [it.name for it in runs]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no JSON"),
        (b"[1]", "is no report of Evidently"),
        (b"\xff\xfe", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"<!DOCTYPE html><p>Report", "is a page of HTML"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS"),
        (b'{"auc": 0.9}', "is no report of Evidently"),
        (b'{"metrics": [], "tests": []}', "is no report of Evidently"),
        (b'{"metrics": {"metric": 1}, "tests": 3}', "is no report of Evidently"),
    ],
)
def test_what_is_no_report_is_told(data: bytes, said: str) -> None:
    found = read_report(data)
    assert codes_of(found) == ["evidently/format"]
    assert said in found.problems[0].message
    assert "save_json" in found.problems[0].hint
    assert not found.report.complete
    assert found.report.evaluations == []


def test_a_file_that_is_not_there_costs_only_itself() -> None:
    sidecar = "model: a\nfiles:\n- report.json\n- gone.json\n- none/*.json\n"
    found = read_reports({"report.json": metrics(metric("RowCount", 1))}, sidecar)
    assert codes_of(found) == ["evidently/missing-file", "evidently/missing-file"]
    assert len(found.report.evaluations) == 1


def test_a_reference_that_names_nothing_is_a_warning() -> None:
    old = {
        "metric": "RegressionQualityMetric",
        "result": {"current": {"rmse": 1}, "reference": {"rmse": 2}},
    }
    sidecar = "model: a\nfiles: report.json\nreference: ':'\n"
    found = read_report({"metrics": [old]}, sidecar)
    assert codes_of(found) == ["evidently/reference"]
    assert len(found.report.evaluations) == 1


def test_old_summaries_of_columns_are_called_like_new_ones() -> None:
    characteristics = {"mean": 2.5, "p50": 2, "missing": 1, "unique": 4, "most_common": "x"}
    column = {"column_name": "a", "current_characteristics": characteristics}
    missing = {
        "number_of_missing_values": 1,
        "number_of_missing_values_by_column": {"a": 1, "b": 0},
    }
    found = read_report(
        {
            "metrics": [
                {"metric": "ColumnSummaryMetric", "result": column},
                {"metric": "DatasetMissingValuesMetric", "result": {"current": missing}},
                {"metric": "DatasetSummaryMetric", "result": {"current": {"number_of_rows": 9}}},
                {"metric": "SomethingElse", "result": {"current": {"x": 1, "y": [2]}, "z": 3}},
                {"metric": "NoSides", "result": {"x": {"y": 1}, "reference_x": 2}},
            ]
        }
    )
    assert values_of(found) == {
        "mean_value[a]": 2.5,
        "quantile_value,0.5[a]": 2,
        "missing_value_count[a]": 1,
        "unique[a]": 4,
        "dataset_missing_value_count": 1,
        "missing_value_count[b]": 0,
        "row_count": 9,
        "something_else/x": 1,
        "no_sides/x/y": 1,
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("metrics", "tests", "metric", "metric_name", "metric_id", "config", "type"),
                    *(
                        "value",
                        "result",
                        "current",
                        "reference",
                        "count",
                        "share",
                        "counts",
                        "shares",
                    ),
                    *("drift_by_columns", "status", "id", "metric_config", "parameters", "score"),
                    *("column_name", "column", "current_matrix", "labels", "values", "mean", "std"),
                ]
            ),
            inside,
            max_size=4,
        )
    ),
    max_leaves=30,
)
KINDS = st.sampled_from(
    [
        *("ValueDrift", "DriftedColumnsCount", "RowCount", "F1ByLabel", "DataDriftTable"),
        *("ColumnDriftMetric", "ColumnSummaryMetric", "ClassificationConfusionMatrix"),
        *("ClassificationQualityByClass", "DatasetMissingValuesMetric", "RegressionQualityMetric"),
    ]
)


@given(KINDS, JSON, JSON, JSON)
def test_nothing_that_a_report_may_hold_breaks_the_reader(
    kind: str, value: Any, config: Any, tests: Any
) -> None:
    new = {"metric_name": f"{kind}({config})", "value": value}
    typed = {"metric_name": kind, "config": {"type": V2 + kind, "column": config}, "value": value}
    old = {"metric": kind, "result": value}
    for report in (
        {"metrics": [new, typed, value], "tests": tests},
        {"metrics": [old, value], "tests": [tests, {"parameters": value, "name": "a"}]},
    ):
        found = read_report(report)
        assert all(isinstance(it.value, float) for it in run_of(found).results)
