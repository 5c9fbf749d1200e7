"""What an upload says as rows with a number each: what is exported can be uploaded again."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from plugins.api import EvaluationRun, Report, Result

FIRST = ("model", "version", "run", "dataset", "split", "date")
LAST = ("metric", "value", "n", "low", "high")


def columns_of(report: Report) -> tuple[str, ...]:
    """The names of all columns, those that nothing is in left out."""
    params = _names(run.params for run in report.evaluations)
    slices = _names(result.slice for run in report.evaluations for result in run.results)
    named = (*params, *(name for name in slices if name not in params))
    used = {
        name for row in rows_of(report) for name, value in row.items() if value not in (None, "")
    }
    return tuple(name for name in (*FIRST, *named, *LAST) if name in used)


def rows_of(report: Report) -> Iterator[dict[str, Any]]:
    """A row for each number."""
    for run in report.evaluations:
        told = _told(run)
        for result in run.results:
            yield {**told, **result.slice, **_number(result)}


def _told(run: EvaluationRun) -> dict[str, Any]:
    date = run.started_at
    return {
        **run.params,
        "model": run.subject,
        "version": run.version,
        "run": run.name,
        "dataset": (run.dataset.ref or run.dataset.name) if run.dataset else "",
        "split": run.dataset.split if run.dataset else "",
        "date": datetime.fromtimestamp(date, UTC).isoformat(" ")[:19] if date is not None else "",
    }


def _number(result: Result) -> dict[str, Any]:
    return {
        "metric": result.metric,
        "value": result.value,
        "n": result.n,
        "low": result.low,
        "high": result.high,
    }


def _names(maps: Iterator[Mapping[str, Any]]) -> dict[str, None]:
    return {name: None for of in maps for name in of}
