"""What is attached to a model or data set: drift and tests of its reports."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from plugins.evidently.content import Found
from plugins.evidently.drift import share_of

MOST_COLUMNS, MOST_TESTS, MOST_REPORTS = 500, 200, 50
PASSED, FAILED, NONE = "passed", "failed", "none"


class ColumnSchema(Schema):
    column = fields.String(required=True)
    method = fields.String(required=True)
    score = fields.Float(required=True, allow_none=True)
    threshold = fields.Float(required=True, allow_none=True)
    drifted = fields.Boolean(required=True, allow_none=True)


class TestedSchema(Schema):
    name = fields.String(required=True)
    status = fields.String(required=True)
    description = fields.String(required=True)


class ReportSchema(Schema):
    """`drift_share` is of the columns that were looked at, None where that is none. `drifted` is
    None where no threshold is known. `not_passed` are tests with another status than `passed`."""

    name = fields.String(required=True)
    version = fields.String(required=True)
    evaluated_at = fields.Float(required=True, allow_none=True)
    drift_share = fields.Float(required=True, allow_none=True)
    drift_threshold = fields.Float(required=True, allow_none=True)
    drifted = fields.Boolean(required=True, allow_none=True)
    columns = fields.List(fields.Nested(ColumnSchema), required=True)
    outcome = fields.String(required=True)
    test_count = fields.Integer(required=True)
    passed_count = fields.Integer(required=True)
    not_passed = fields.List(fields.Nested(TestedSchema), required=True)


class ReportsSchema(Schema):
    """The reports of one sidecar, in its order."""

    reports = fields.List(fields.Nested(ReportSchema), required=True)


def report_value(
    found: Found, name: str, version: str, evaluated_at: float | None
) -> dict[str, Any]:
    """`outcome`: failed, where a critical test did not pass; none, where there are no tests."""
    columns = list(found.columns.values())
    share = found.share if found.share is not None else share_of(columns)
    not_passed = [it for it in found.tests if it.status != PASSED]
    failed = [it for it in not_passed if it.is_critical and it.status != "skipped"]
    return {
        "name": name[:200],
        "version": version[:200],
        "evaluated_at": evaluated_at,
        "drift_share": share,
        "drift_threshold": found.threshold,
        "drifted": _is_reached(share, found.threshold),
        "columns": [_column(it) for it in _worst_first(columns)[:MOST_COLUMNS]],
        "outcome": NONE if not found.tests else FAILED if failed else PASSED,
        "test_count": len(found.tests),
        "passed_count": len(found.tests) - len(not_passed),
        "not_passed": [_test(it) for it in not_passed[:MOST_TESTS]],
    }


def _is_reached(share: float | None, threshold: float | None) -> bool | None:
    return None if share is None or threshold is None else share >= threshold


def _worst_first(columns: Sequence[Any]) -> list[Any]:
    return sorted(columns, key=lambda it: (not it.drifted, it.column))


def _column(it: Any) -> dict[str, Any]:
    names = ("column", "method", "score", "threshold", "drifted")
    return {name: getattr(it, name) for name in names}


def _test(it: Any) -> dict[str, str]:
    return {name: getattr(it, name) for name in ("name", "status", "description")}
