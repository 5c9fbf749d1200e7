"""Runs with defaults, so that a test names only what matters to it."""

from typing import Any

from plugins.facts import EvaluationRun, Result

NOW = 1_790_000_000.0
SUBJECT = "model:default/ranker"


def a_run(uid: str = "r1", metrics: dict[str, float] | None = None, **more: Any) -> EvaluationRun:
    """A finished evaluation of one model; `metrics` are results over all of the data."""
    results = [Result(metric=name, value=value) for name, value in (metrics or {}).items()]
    given = {"subject": SUBJECT, "started_at": NOW - 100, "results": results, **more}
    return EvaluationRun(id=uid, **given)
