"""Whether a model was good enough, as TFMA validated it: from `validations.tfrecord`."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from plugins.tfma.names import (
    columns,
    cross_spec_text,
    metric_name,
    slice_of,
    slice_text,
    spec_text,
    text,
)
from plugins.tfma.values import numbers

PASSED, FAILED, RUBBER_STAMPED = "passed", "failed", "rubber-stamped"
MOST_FAILURES = 200  # that are listed
LOWER, HIGHER = 1, 2  # MetricDirection


class FailureSchema(Schema):
    """A metric that is not what it should be; `wanted` in words, `value` a text for NaN's sake."""

    slice = fields.String(required=True)
    metric = fields.String(required=True)
    value = fields.String(required=True)
    wanted = fields.String(required=True)
    message = fields.String(required=True)


class CheckedSchema(Schema):
    slices = fields.String(required=True)
    matching = fields.Integer(required=True)


class OutcomeSchema(Schema):
    """Of one evaluation. `rubber-stamped`: there was no baseline, so that what was to be better
    than it was not looked at. `failures` are the first ones of `failure_count`."""

    name = fields.String(required=True)
    version = fields.String(required=True)
    evaluated_at = fields.Float(required=True, allow_none=True)
    outcome = fields.String(required=True)
    missing_thresholds = fields.Boolean(required=True)
    failure_count = fields.Integer(required=True)
    failures = fields.List(fields.Nested(FailureSchema), required=True)
    missing_slices = fields.List(fields.String(), required=True)
    checked = fields.List(fields.Nested(CheckedSchema), required=True)


class ValidationSchema(Schema):
    """The outcomes of all evaluations that a sidecar names of one model, in its order."""

    evaluations = fields.List(fields.Nested(OutcomeSchema), required=True)


def outcome(record: Any) -> dict[str, Any]:
    """The outcome without what the sidecar says: name, version and time."""
    failures = [it for each in record.by_slice for it in _failures(each)]
    missing = [spec_text(it) for it in record.missing_slices]
    missing += [cross_spec_text(it) for it in record.missing_cross_slices]
    passed = RUBBER_STAMPED if record.rubber_stamp else PASSED
    return {
        "outcome": passed if record.ok else FAILED,
        "missing_thresholds": bool(record.missing_thresholds),
        "failure_count": len(failures),
        "failures": failures[:MOST_FAILURES],
        "missing_slices": missing[:MOST_FAILURES],
        "checked": [_checked(it) for it in record.details.details[:MOST_FAILURES]],
    }


def _failures(record: Any) -> Iterator[dict[str, str]]:
    for it in record.failures:
        pairs = slice_of(record, it.key)
        if record.HasField("cross_slice"):
            pairs.pop("baseline_slice", None)
            baseline = slice_text(columns(record.cross_slice.baseline))
            where = f"{slice_text(pairs)} against {baseline}"
        else:
            where = slice_text(pairs)
        yield {
            "slice": where[:1000],
            "metric": metric_name(it.key)[:1000],
            "value": ", ".join(f"{each.value:.6g}" for each in numbers(it.value)[:10]),
            "wanted": "; ".join(_wanted(it.threshold)),
            "message": text(it.message)[:1000],
        }


def _wanted(threshold: Any) -> Iterator[str]:
    value, change = threshold.value, threshold.change
    if value.HasField("low"):
        yield f"at least {value.low.value:g}"
    if value.HasField("high"):
        yield f"at most {value.high.value:g}"
    side = {LOWER: "below", HIGHER: "above"}.get(change.direction, "beyond")
    if change.HasField("absolute"):
        yield f"change from the baseline {side} {change.absolute.value:g}"
    if change.HasField("relative"):
        yield f"change from the baseline {side} {change.relative.value:.4g} of it"


def _checked(it: Any) -> dict[str, Any]:
    is_cross = it.HasField("cross_slicing")
    slices = cross_spec_text(it.cross_slicing) if is_cross else spec_text(it.slicing)
    return {"slices": slices[:1000], "matching": max(0, it.matching)}
