"""Reports that Evidently itself wrote: what is expected was read off the files by eye."""

from pathlib import Path

import pytest

from tests.plugins.evidently.reports import (
    RECORDED,
    read_report,
    recorded,
    report_of,
    run_of,
    values_of,
)

P_VALUE, CHI, Z = "value_drift,k-s-p-value", "value_drift,chi-square-p-value", "z-test-p-value"
EXPECTED: dict[str, dict[str, float]] = {
    "drift": {
        "drifted_columns_count": 7.0,
        "drifted_columns_share": 1.0,
        f"{P_VALUE}[age]": 1.4903301559970842e-08,
        f"{P_VALUE}[score]": 1.2940880677508261e-08,
        f"{P_VALUE}[reg_t]": 1.4639479233432268e-07,
        f"{P_VALUE}[reg_p]": 1.4639479233432268e-07,
        f"{CHI}[genre]": 1.7024859771248163e-29,
        f"value_drift,{Z}[target]": 0.00019553861474586043,
        f"value_drift,{Z}[pred]": 4.473493894652236e-06,
    },
    "classification": {
        "accuracy": 0.7,
        "precision": 0.7464788732394366,
        "recall": 0.8153846153846154,
        "f1_score": 0.7794117647058824,
        "roc_auc": 0.6534065934065934,
        "log_loss": 0.6394011163725429,
        "tpr": 0.8153846153846154,
        "tnr": 0.4857142857142857,
        "fpr": 0.5142857142857142,
        "fnr": 0.18461538461538463,
        "f1_score[0]": 0.53125,
        "f1_score[1]": 0.7794117647058824,
        "precision[0]": 0.5862068965517241,
        "precision[1]": 0.7464788732394366,
        "recall[0]": 0.4857142857142857,
        "recall[1]": 0.8153846153846154,
        "roc_auc[0]": 0.6534065934065934,
        "roc_auc[1]": 0.6534065934065934,
    },
    "multiclass": {
        "accuracy": 0.345,
        "precision": 0.31022785458269325,
        "recall": 0.31022785458269325,
        "f1_score": 0.31022785458269325,
        **{
            f"{metric}[{label}]": value
            for metric in ("f1_score", "precision", "recall")
            for label, value in (
                ("rock", 0.21428571428571427),
                ("pop", 0.25806451612903225),
                ("jazz", 0.4583333333333333),
            )
        },
    },
    "regression": {
        "mean_error": 0.1088650028258672,
        "mean_error/std": 0.9530869215870467,
        "mape": 1.1673613705342047,
        "mape/std": 0.009020763279113752,
        "rmse": 0.9569139958951629,
        "mae": 0.7573159368048381,
        "mae/std": 0.5864097109932562,
        "r2_score": 0.9913224367864872,
        "abs_max_error": 2.99906356449965,
    },
    "mixed": {
        "mean_value[age]": 32.81242182084525,
        "missing_value_count[age]": 5.0,
        "missing_value_share[age]": 0.025,
        "row_count": 200.0,
        "unique_value_count[genre, jazz]": 96.0,
        "unique_value_share[genre, jazz]": 0.48,
        "unique_value_count[genre, pop]": 62.0,
        "unique_value_share[genre, pop]": 0.31,
        "unique_value_count[genre, rock]": 42.0,
        "unique_value_share[genre, rock]": 0.21,
        "quantile_value,0.9[age]": 39.38637113540787,
        "accuracy": 0.7,
        "f1_score[0]": 0.53125,
        "f1_score[1]": 0.7794117647058824,
        "rmse": 0.9569139958951629,
        "duplicated_row_count": 0.0,
        "in_range_value_count,0-10[age]": 0.0,
        "in_range_value_share,0-10[age]": 0.0,
        "category_count,rock[genre]": 42.0,
        "category_share,rock[genre]": 0.21,
    },
    "legacy_drift": {
        "drifted_columns_count": 4.0,
        "drifted_columns_share": 1.0,
        f"value_drift,{Z}[target]": 0.00019553861474586043,
        f"value_drift,{Z}[pred]": 4.473493894652236e-06,
        f"{P_VALUE}[age]": 1.4903301559970842e-08,
        f"{CHI}[genre]": 1.7024859771248163e-29,
    },
    "legacy_classification": {
        "accuracy": 0.7,
        "precision": 0.7464788732394366,
        "recall": 0.8153846153846154,
        "f1_score": 0.7794117647058824,
        "tpr": 0.8153846153846154,
        "tnr": 0.4857142857142857,
        "fpr": 0.5142857142857142,
        "fnr": 0.18461538461538463,
        "precision[0]": 0.5862068965517241,
        "recall[0]": 0.4857142857142857,
        "f1_score[0]": 0.53125,
        "precision[1]": 0.7464788732394366,
        "recall[1]": 0.8153846153846154,
        "f1_score[1]": 0.7794117647058824,
    },
    "legacy_regression": {
        "r2_score": 0.9913224367864872,
        "rmse": 0.9569139958951629,
        "mean_error": 0.1088650028258672,
        "mae": 0.7573159368048381,
        "mape": 1.1673613705342047,
        "abs_max_error": 2.99906356449965,
        "mean_error/std": 0.9530869215870467,
        "mae/std": 0.5864097109932562,
        "mape/std": 0.009020763279113752,
        "near_zero_values": 0.0,
    },
    "legacy_tests_drift": {
        f"value_drift,{Z}[target]": 0.0,
        f"value_drift,{Z}[pred]": 0.0,
        f"{CHI}[genre]": 0.0,
        f"{P_VALUE}[age]": 0.0,
    },
    "legacy_tests_class": {
        "accuracy_score": 0.7,
        "f1_score": 0.7794117647058824,
        "precision_score[0]": 0.5862068965517241,
        "precision_score[1]": 0.7464788732394366,
        "recall_score[0]": 0.4857142857142857,
        "recall_score[1]": 0.8153846153846154,
        "row_count": 200.0,
        f"value_drift,{Z}[target]": 0.0,
    },
}
# Of the report: tests, those that were passed, and what it comes to.
TESTS = {
    "drift": (8, 0, "failed"),
    "classification": (10, 7, "failed"),
    "multiclass": (4, 4, "passed"),
    "regression": (6, 3, "failed"),
    "mixed": (4, 2, "failed"),
    "legacy_drift": (0, 0, "none"),
    "legacy_tests_drift": (5, 0, "failed"),
    "legacy_tests_class": (8, 6, "failed"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_number_of_a_report_is_a_result(name: str) -> None:
    assert values_of(recorded(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", TESTS)
def test_tests_are_counted(name: str) -> None:
    report = report_of(recorded(name))
    found = (report["test_count"], report["passed_count"], report["outcome"])
    assert found == TESTS[name]


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - set(TESTS)))
def test_without_drift_and_tests_there_is_nothing_to_attach(name: str) -> None:
    assert recorded(name).report.attachments == []


def test_all_that_was_recorded_is_expected() -> None:
    assert {it.stem for it in RECORDED.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", ["drift", "legacy_drift"])
def test_old_and_new_reports_say_the_same_of_drift(name: str) -> None:
    found = recorded(name)
    report = report_of(found)
    assert (report["drift_share"], report["drift_threshold"], report["drifted"]) == (1.0, 0.5, True)
    (age,) = [it for it in report["columns"] if it["column"] == "age"]
    assert age == {
        "column": "age",
        "method": "K-S p_value",
        "score": 1.4903301559970842e-08,
        "threshold": 0.05,
        "drifted": True,
    }
    assert run_of(found).params == {"drift_share_threshold": 0.5}
    assert run_of(found).tags["drifted"] == "yes"


def test_a_class_has_the_number_of_its_examples_and_the_matrix_is_drawn() -> None:
    run = run_of(recorded("legacy_classification"))
    assert {it.slice.get("label"): it.n for it in run.results} == {None: None, "0": 70, "1": 130}
    (curve,) = run.curves
    assert (curve.type, list(curve.labels)) == ("confusion", ["0", "1"])
    assert curve.matrix == [[34, 36], [24, 106]]
    assert run.evaluator == "Evidently 0.7.23"
    assert run.ended_at == pytest.approx(1795915793.886774)  # 2026-11-29 01:29:53, as UTC


def test_reference_data_has_a_run_where_the_sidecar_says_which_it_is() -> None:
    sidecar = "model: ranker\ndataset: clicks\nreference: old-clicks\nfiles: report.json\n"
    report = (RECORDED / "legacy_regression.json").read_bytes()
    current, reference = read_report(report, sidecar).report.evaluations
    assert [it.dataset.ref for it in (current, reference) if it.dataset] == [
        "dataset:default/clicks",
        "dataset:default/old-clicks",
    ]
    values = {it.metric: it.value for it in reference.results}
    assert (values["rmse"], values["mae"]) == (1.005293691168054, 0.8003949974739228)
    assert current.id != reference.id


def test_rows_are_those_of_the_data() -> None:
    run = run_of(recorded("mixed"))
    assert run.dataset
    assert run.dataset.rows == 200


def test_the_report_beside_the_checkout_is_read(shared: Path) -> None:
    found = read_report((shared / "ml-samples" / "evidently" / "drift_report.json").read_bytes())
    assert found.problems == []
    assert values_of(found) == {
        "drifted_columns_count": 1.0,
        "drifted_columns_share": 0.5,
        f"{P_VALUE}[plays]": 1.1626372139489807e-18,
        f"value_drift,{Z}[genre]": 0.16483937807204319,
    }
    report = report_of(found)
    assert {it["column"]: it["drifted"] for it in report["columns"]} == {
        "plays": True,
        "genre": False,
    }
    assert (report["drifted"], report["test_count"], report["passed_count"]) == (True, 3, 1)
    assert [it["name"] for it in report["not_passed"]] == [
        "Share of Drifted Columns: Less 0.500",
        "Value Drift for column plays",
    ]
