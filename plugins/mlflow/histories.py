"""Metrics while a run went on. Each costs a request of its own, so that they are asked for sparely:
of runs that changed, of metrics that were logged at several steps, and so many a call."""

from collections.abc import Sequence

from plugins.api import Problem, Series
from plugins.mlflow.client import Mlflow
from plugins.mlflow.records import Metric, Run
from plugins.mlflow.runs import Surroundings, metrics, seconds

A_CALL = 100
A_RUN = 50
POINTS = 500


def with_history(run: Run, around: Surroundings) -> Sequence[str]:
    """The metrics of a run that were logged at more than one step, the first of them by name."""
    stepped = sorted(one.key for one in metrics(run, around) if one.step != 0)
    return stepped[:A_RUN]


def histories(
    server: Mlflow, run: Run, names: Sequence[str]
) -> tuple[Sequence[Series], Sequence[Problem]]:
    pages = [(name, server.history(run.id, name, POINTS)) for name in names]
    problems = [problem for _, page in pages for problem in page.problems]
    return [series(name, page.items) for name, page in pages], problems


def series(name: str, found: Sequence[Metric]) -> Series:
    """In the order of steps; of values logged at one step the last one counts. Servers that don't
    thin a history themselves give all of it: then every nth point is taken, and the last."""
    last = {one.step: one for one in sorted(found, key=lambda one: (one.step, one.timestamp))}
    points = _thinned(list(last.values()))
    return Series(
        metric=name,
        steps=[one.step for one in points],
        values=[one.value for one in points],
        times=[seconds(one.timestamp) or 0.0 for one in points],
    )


def _thinned(points: Sequence[Metric]) -> Sequence[Metric]:
    if len(points) <= POINTS:
        return points
    stride = -(-(len(points) - 1) // (POINTS - 1))
    return [*points[:-1:stride], points[-1]]
