"""Reports of Evidently up to 0.6, later `evidently.legacy`: metrics with a result, or tests."""

from collections.abc import Callable, Mapping
from typing import Any

from plugins.api import Curve
from plugins.contents import listed, mapping, moment
from plugins.evidently.content import (
    ColumnDrift,
    Found,
    Tested,
    count,
    finite,
    numbers,
    text,
)
from plugins.evidently.drift import drift_name
from plugins.evidently.names import LEGACY, LEGACY_COLUMN, name_of_test, snake

STATUSES = {"SUCCESS": "passed", "WARNING": "passed", "FAIL": "failed"}
SIDES = (("current", False), ("reference", True))
# Tables to look at, with numbers that were not computed (`top_error: -1`).
TABLES = frozenset(
    {"RegressionErrorBiasTable", "ClassificationQualityByFeatureTable", "TargetByFeaturesTable"}
)
DRAWN = "columns"  # of results: which columns the data has, and nothing that was measured


def is_legacy(report: Mapping[str, Any]) -> bool:
    metrics, tests = listed(report.get("metrics")), listed(report.get("tests"))
    is_suite = any(isinstance(it, dict) and "parameters" in it for it in tests)
    return is_suite or any(isinstance(it, dict) and "metric" in it for it in metrics)


def read_legacy(report: Mapping[str, Any]) -> Found:
    # The local time of wherever it ran; nothing says where that was.
    made_at = moment(report.get("timestamp"))
    found = Found(version=text(report.get("version")), made_at=made_at)
    for it in listed(report.get("metrics")):
        if isinstance(it, dict) and text(it.get("metric")) not in TABLES:
            name, result = text(it.get("metric")), mapping(it.get("result"))
            before = len(found.results) + len(found.columns) + len(found.curves)
            _METRICS.get(name, _any)(found, name, result)
            if before == len(found.results) + len(found.columns) + len(found.curves) and result:
                found.unread.append(name)
    for it in listed(report.get("tests")):
        if isinstance(it, dict):
            _add_test(found, it)
    return found


def _any(found: Found, name: str, result: Mapping[str, Any]) -> None:
    """A metric that nothing special is known of: its numbers, by their paths."""
    sides = [(side, is_reference) for side, is_reference in SIDES if mapping(result.get(side))]
    for side, is_reference in sides:
        for key, value in numbers(_without_columns(mapping(result[side]))):
            found.add(f"{snake(name)}/{key}", value, of_reference=is_reference)
    if not sides:
        plain = {key: value for key, value in result.items() if not key.startswith("reference")}
        for key, value in numbers(_without_columns(plain)):
            found.add(f"{snake(name)}/{key}", value)


def _quality(found: Found, name: str, result: Mapping[str, Any]) -> None:
    """Numbers that say themselves what they are: `accuracy`, `rmse`."""
    for side, is_reference in SIDES:
        for key, value in _without_columns(mapping(result.get(side))).items():
            found.add(LEGACY.get(key, key), value, of_reference=is_reference)


def _summary(found: Found, name: str, result: Mapping[str, Any]) -> None:
    _quality(found, name, result)
    found.rows = count(mapping(result.get("current")).get("number_of_rows"))


def _missing(found: Found, name: str, result: Mapping[str, Any]) -> None:
    _quality(found, name, result)
    for side, is_reference in SIDES:
        for what in ("count", "share"):
            key = f"{'number' if what == 'count' else 'share'}_of_missing_values_by_column"
            for column, value in mapping(mapping(result.get(side)).get(key)).items():
                slice = {"column": str(column)}
                found.add(f"missing_value_{what}", value, slice, of_reference=is_reference)


def _dataset_drift(found: Found, name: str, result: Mapping[str, Any]) -> None:
    found.share = finite(result.get("share_of_drifted_columns"))
    found.threshold = finite(result.get("drift_share"))
    for key in ("number_of_drifted_columns", "share_of_drifted_columns"):
        found.add(LEGACY[key], result.get(key))


def _drift_table(found: Found, name: str, result: Mapping[str, Any]) -> None:
    if found.share is None:
        _dataset_drift(found, name, result)
    for column, each in mapping(result.get("drift_by_columns")).items():
        _column_drift(found, name, {"column_name": column, **mapping(each)})


def _column_drift(found: Found, name: str, result: Mapping[str, Any]) -> None:
    column, method = text(result.get("column_name")), text(result.get("stattest_name"))
    detected = result.get("drift_detected")
    if column not in found.columns:
        found.add(drift_name(method), result.get("drift_score"), {"column": column})
    found.columns[column] = ColumnDrift(
        column=column[:200],
        method=method[:200],
        score=finite(result.get("drift_score")),
        threshold=finite(result.get("stattest_threshold")),
        drifted=detected if isinstance(detected, bool) else None,
    )


def _column_summary(found: Found, name: str, result: Mapping[str, Any]) -> None:
    slice = {"column": text(result.get("column_name"))}
    for side, is_reference in SIDES:
        for key, value in mapping(result.get(f"{side}_characteristics")).items():
            found.add(LEGACY_COLUMN.get(key, key), value, slice, of_reference=is_reference)


def _by_class(found: Found, name: str, result: Mapping[str, Any]) -> None:
    """Precision, recall and F1 of each class; `support` is how many examples it has."""
    for side, is_reference in SIDES:
        of_side = mapping(result.get(side))
        for label, scores in mapping(of_side.get("metrics")).items():
            n = count(mapping(scores).get("support"))
            for key, value in mapping(scores).items():
                called = LEGACY.get(key, key.replace("f1-score", "f1_score"))
                if key != "support":
                    slice = {"label": str(label)}
                    found.add(called, value, slice, n=n, of_reference=is_reference)


def _confusion(found: Found, name: str, result: Mapping[str, Any]) -> None:
    """Rows are what is true, as in scikit-learn, which Evidently asks."""
    for side, curves in (("current", found.curves), ("reference", found.reference_curves)):
        given = mapping(result.get(f"{side}_matrix"))
        rows = [[finite(cell) for cell in listed(row)] for row in listed(given.get("values"))]
        labels = [str(label) for label in listed(given.get("labels"))]
        whole = [[cell for cell in row if cell is not None] for row in rows]
        if labels and len(whole) == len(labels) and all(len(row) == len(labels) for row in whole):
            curves.append(Curve(type="confusion", labels=labels, matrix=whole))


_METRICS: Mapping[str, Callable[[Found, str, Mapping[str, Any]], None]] = {
    "ClassificationQualityMetric": _quality,
    "ClassificationDummyMetric": _any,
    "RegressionQualityMetric": _quality,
    "ClassificationQualityByClass": _by_class,
    "ClassificationConfusionMatrix": _confusion,
    "DatasetSummaryMetric": _summary,
    "DatasetMissingValuesMetric": _missing,
    "DatasetDriftMetric": _dataset_drift,
    "DataDriftTable": _drift_table,
    "ColumnDriftMetric": _column_drift,
    "ColumnSummaryMetric": _column_summary,
}


def _without_columns(result: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in result.items() if key != DRAWN}


def _add_test(found: Found, test: Mapping[str, Any]) -> None:
    """A test, and, where nothing else says it, what it looked at."""
    status, name = text(test.get("status")), text(test.get("name"))
    description = text(test.get("description")).replace("**", "")
    found.tests.append(
        Tested(name=name, status=STATUSES.get(status, status.lower()), description=description)
    )
    given = mapping(test.get("parameters"))
    column = given.get("column_name")
    if "score" not in given or not isinstance(column, str):
        _tested_value(found, name, given)
    elif column not in found.columns:
        _column_drift(found, name, _drift(column, given))


def _drift(column: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a test of drift looked at, called as metrics of drift call it."""
    return {
        "column_name": column,
        "stattest_name": given.get("stattest"),
        "stattest_threshold": given.get("threshold"),
        "drift_score": given.get("score"),
        "drift_detected": given.get("detected"),
    }


def _tested_value(found: Found, name: str, given: Mapping[str, Any]) -> None:
    column, label = given.get("column_name"), given.get("label")
    slice = {"column": column} if isinstance(column, str) else {}
    if label is not None:
        slice["label"] = str(label)
    called = LEGACY.get(name_of_test(name), name_of_test(name))
    if called and not any(it.metric == called and it.slice == slice for it in found.results):
        found.add(called, given.get("value"), slice)
