"""A trend as a chart: values with their intervals, the best so far, and what was deployed when."""

import math
from collections.abc import Sequence

from catalog.browse import Deploy
from catalog.evaluations import MetricDefinition, Trend, TrendPoint
from catalog.ui.charts import Axis, LineChart, Mark, Series


def trend_chart(
    metric: str,
    definition: MetricDefinition | None,
    found: Trend,
    deploys: Sequence[Deploy],
) -> LineChart:
    """The line of a metric in time; deployments before its first point are left out."""
    unit = definition.unit if definition else ""
    best = _best_so_far(found.points)
    marks = _within(deploys, found.points)
    return LineChart(
        caption=metric,
        series=[_values(metric, found.points), *([best] if best else [])],
        x=Axis("Measured", scale="time", high=_end(found.points, marks)),
        y=Axis(unit=unit),
        marks=[Mark(one.at, deploy_words(one)) for one in marks],
    )


def deploy_words(one: Deploy) -> str:
    """`v3 in production`, or what went."""
    place = one.environment or one.title
    return f"{one.version} in {place}" if one.version else f"{one.before} gone from {place}"


def point_label(point: TrendPoint) -> str:
    """What a point stands for: its version, else its run."""
    run = point.measured.run
    return run.version or run.name or run.uid


def _values(metric: str, points: Sequence[TrendPoint]) -> Series:
    measured = [one.measured for one in points]
    band = [
        (one.low, one.high) if one.low is not None and one.high is not None else None
        for one in measured
    ]
    return Series(
        metric,
        [(one.at, one.value) for one in measured],
        band if any(band) else (),
        labels=[point_label(one) for one in points],
        links=[f"/runs/{one.run.id}" for one in measured],
    )


def _best_so_far(points: Sequence[TrendPoint]) -> Series | None:
    """A step at each point that was better than all before; None where none can be."""
    bests = [one.measured for one in points if one.best]
    if not bests:
        return None
    steps = [(bests[0].at, bests[0].value)]
    for one in bests[1:]:
        steps += [(one.at, steps[-1][1]), (one.at, one.value)]
    last = max(one.measured.at for one in points)
    return Series("Best so far", [*steps, (last, steps[-1][1])], quiet=True)


def _end(points: Sequence[TrendPoint], marks: Sequence[Deploy]) -> float | None:
    """Where the axis ends: at the last mark, if that is later than all points."""
    last = max((one.measured.at for one in points), default=math.inf)
    return max((one.at for one in marks if one.at > last), default=None)


def _within(deploys: Sequence[Deploy], points: Sequence[TrendPoint]) -> list[Deploy]:
    """Those while something was measured, and later ones."""
    start = min((one.measured.at for one in points), default=math.inf)
    return [one for one in deploys if one.at >= start]
