"""Four subjects or more at once: params and metrics of all, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.comparison.views import Comparison
from catalog.ui.addresses import entry_address, version_address
from catalog.ui.charts import (
    Across,
    Axis,
    Chart,
    Dot,
    Group,
    ParallelAxis,
    ParallelChart,
    ScatterChart,
)
from catalog.ui.compare_address import CompareAddress
from catalog.ui.measured import better_end

LEAST = 4
MOST_PARAMS = 4
MOST_METRICS = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """A param or metric with a value for each subject."""

    name: str
    unit: str
    better: Literal["higher", "lower", ""]
    values: tuple[float | str | None, ...]

    @property
    def numeric(self) -> bool:
        return all(value is None or not isinstance(value, str) for value in self.values)


def space_charts(found: Comparison, asked: CompareAddress) -> list[Chart]:
    """Parallel coordinates and a scatter; nothing for fewer than four subjects."""
    if len(found.subjects) < LEAST:
        return []
    measures = measures_of(found)
    if len(measures) < 2:
        return []
    return [_parallel(found, measures), *_scatter(found, measures, asked)]


def measures_of(found: Comparison) -> list[Measure]:
    """The params that differ, then the metrics that most subjects have."""
    params = [
        Measure(one.name, "", "", tuple(map(_param, one.values)))
        for one in found.changes
        if one.group == "params" and one.differs
    ]
    metrics = [
        Measure(
            row.metric,
            row.definition.unit if row.definition else "",
            better_end(row.definition),
            tuple(cell.value if cell else None for cell in row.cells),
        )
        for row in found.metrics
    ]
    fullest = sorted(metrics, key=lambda one: sum(value is None for value in one.values))
    return [*params[:MOST_PARAMS], *fullest[:MOST_METRICS]]


def _param(text: str) -> float | str | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _parallel(found: Comparison, measures: Sequence[Measure]) -> ParallelChart:
    lines = [
        Across(
            subject.name,
            [one.values[at] for one in measures],
            subject_address(found, at),
            highlighted=at == found.baseline,
        )
        for at, subject in enumerate(found.subjects)
    ]
    axes = [ParallelAxis(one.name, one.unit, better=one.better) for one in measures]
    return ParallelChart(caption="Params and metrics", axes=axes, lines=lines, thing="Subject")


def _scatter(found: Comparison, measures: Sequence[Measure], asked: CompareAddress) -> list[Chart]:
    """The two measures that the address asks for, else the last two."""
    numeric = [one for one in measures if one.numeric]
    if len(numeric) < 2:
        return []
    x = next((one for one in numeric if one.name == asked.x), numeric[0])
    y = next((one for one in numeric if one.name == asked.y), numeric[-1])
    dots = [
        Dot(a, b, found.subjects[at].name, subject_address(found, at))
        for at, (a, b) in enumerate(zip(x.values, y.values, strict=True))
        if isinstance(a, float | int) and isinstance(b, float | int)
    ]
    return [
        ScatterChart(
            caption=f"{y.name} against {x.name}",
            groups=[Group("Subjects", dots)],
            x=Axis(x.name, x.unit),
            y=Axis(y.name, y.unit),
        )
    ]


def subject_address(found: Comparison, at: int) -> str:
    """The page of what a column stands for; a version that only a run names has none of its own."""
    subject = found.subjects[at]
    if subject.run and (subject.asked.startswith("run:") or not subject.known):
        return f"/runs/{subject.run.id}"
    if subject.version and subject.known:
        return version_address(subject.ref, subject.version)
    return entry_address(subject.ref)
