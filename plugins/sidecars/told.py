"""What a reader says of a sidecar and all the files that it names."""

from collections.abc import Mapping, Sequence
from typing import Any

from descriptors.problems import Problem
from plugins.api import MOST_PROBLEMS, Attachment, EvaluationRun, Reading, Report


def reading_of(
    evaluations: Sequence[EvaluationRun],
    problems: Sequence[Problem],
    attachments: Sequence[Attachment] = (),
) -> Reading:
    """Where something could not be read, what was known of it stays."""
    is_whole = not any(it.is_error for it in problems)
    report = Report(attachments=attachments, evaluations=evaluations, complete=is_whole)
    return Reading(report=report, problems=problems[:MOST_PROBLEMS])


def newest(values: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Of what a sidecar's evaluations told, in its order, that which counts now: of the latest
    `evaluated_at`, or the last one where none has a time."""
    timed = [it for it in values if it["evaluated_at"] is not None]
    if timed:
        return max(timed, key=lambda it: float(it["evaluated_at"]))
    return values[-1] if values else None
