"""From what was reported to what is kept: checked and bounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.evaluations.curves import curve_json
from catalog.evaluations.details import dataset_use, details_of
from catalog.evaluations.examples import packed_examples
from catalog.evaluations.limits import LONGEST_NAME, LONGEST_TEXT, MOST_CURVES, MOST_SERIES
from catalog.evaluations.points import Point, points_of
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.results import MeasuredBy, measured
from catalog.evaluations.texts import bounded, canonical, clean, moment
from descriptors.refs import InvalidRef
from plugins.facts import RUN_STATES, RUN_TYPES, DatasetUse, EvaluationRun


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRun:
    """`details` are JSON: evaluator, commit, author, trained_on, params, tags, artifacts, rows."""

    uid: str
    subject: str
    version: str
    type: str
    status: str
    name: str
    group: str
    started_at: float | None
    ended_at: float | None
    dataset: DatasetUse | None
    url: str
    results: MeasuredBy
    series: Mapping[str, list[Point]]
    details: dict[str, Any]
    curves: list[dict[str, Any]]
    examples: bytes
    example_count: int
    continues: bool


def prepare(run: EvaluationRun, remarks: Remarks) -> PreparedRun | None:
    """What is kept of a run; None where it can't be kept at all. `remarks` say why, and what of
    it was left out."""
    subject, version = _subject(run, remarks)
    _check_words(run, remarks)
    if remarks.failed:
        return None
    remarks.entity_ref = subject
    examples = packed_examples(run.examples, remarks) if run.examples else b""
    return PreparedRun(
        uid=run.id,
        subject=subject,
        version=bounded(version, LONGEST_NAME, remarks, "/version"),
        type=run.type,
        status=run.status,
        name=bounded(run.name, LONGEST_NAME, remarks, "/name"),
        group=bounded(run.group, LONGEST_NAME, remarks, "/group"),
        started_at=moment(run.started_at, remarks, "/started_at"),
        ended_at=moment(run.ended_at, remarks, "/ended_at"),
        url=bounded(run.url, LONGEST_TEXT, remarks, "/url"),
        dataset=dataset_use(run.dataset, remarks, "/dataset") if run.dataset else None,
        results=measured(run.results, remarks),
        series=_series(run, remarks),
        details=details_of(run, remarks),
        curves=_curves(run, remarks),
        examples=examples,
        example_count=len(run.examples.ids) if run.examples and examples else 0,
        continues=run.continues,
    )


def _subject(run: EvaluationRun, remarks: Remarks) -> tuple[str, str]:
    """The canonical ref, and the version, which may also stand behind an @ in the ref."""
    ref, _, version = run.subject.partition("@")
    try:
        return canonical(ref, "model"), run.version or version
    except InvalidRef as error:
        remarks.error("subject", str(error), "/subject")
        return "", ""


def _check_words(run: EvaluationRun, remarks: Remarks) -> None:
    if not run.id or len(run.id) > LONGEST_NAME:
        remarks.error("id", f"an id has 1 to {LONGEST_NAME} characters, not {len(run.id)}", "/id")
    elif clean(run.id) != run.id:  # under another one nobody would find it again
        remarks.error("id", "an id has no NUL and no half characters", "/id")
    for name, value, words in (("status", run.status, RUN_STATES), ("type", run.type, RUN_TYPES)):
        if value not in words:
            text = f"{name} is one of {', '.join(words)}, not {value!r}"
            remarks.error(name, text, f"/{name}")


def _curves(run: EvaluationRun, remarks: Remarks) -> list[dict[str, Any]]:
    kept = []
    for place, curve in enumerate(run.curves[:MOST_CURVES]):
        try:
            kept.append(curve_json(curve, remarks, f"/curves/{place}"))
        except (ValueError, TypeError) as error:
            remarks.warn("curve", f"a curve was left out: {error}", f"/curves/{place}")
    if len(run.curves) > MOST_CURVES:
        text = f"of {len(run.curves)} curves {MOST_CURVES} were kept"
        remarks.warn("too-many", text, "/curves")
    return kept


def _series(run: EvaluationRun, remarks: Remarks) -> dict[str, list[Point]]:
    kept: dict[str, list[Point]] = {}
    for place, series in enumerate(run.series[:MOST_SERIES]):
        name = clean(series.metric)
        try:
            if not name or len(name) > LONGEST_NAME:
                raise ValueError(f"a metric's name has 1 to {LONGEST_NAME} characters")
            kept[name] = points_of(series)
        except (ValueError, TypeError, OverflowError) as error:
            remarks.warn("series", f"a series was left out: {error}", f"/series/{place}")
    if len(run.series) > MOST_SERIES:
        remarks.warn("too-many", f"of {len(run.series)} series {MOST_SERIES} were kept", "/series")
    return kept
