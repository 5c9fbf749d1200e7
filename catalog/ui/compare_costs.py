"""What subjects of a comparison cost, beside how good they are."""

from dataclasses import dataclass

from catalog.comparison.views import Comparison, Cost
from catalog.ui.charts import Axis, Chart, Dot, Group, ScatterChart
from catalog.ui.charts.axis import headed
from catalog.ui.measured import aligned


@dataclass(frozen=True, slots=True)
class ShownCost:
    """A measure of cost per subject; `best`: no other is both cheaper and better."""

    metric: str
    quality: str
    texts: tuple[str, ...]
    best: tuple[bool, ...]


def costs_of(found: Comparison) -> tuple[ShownCost, ...]:
    """Each measure of cost in words."""
    return tuple(
        ShownCost(
            headed(cost.metric, cost.definition.unit if cost.definition else ""),
            cost.quality,
            tuple(aligned(cost.values)),
            cost.pareto,
        )
        for cost in found.costs
    )


def cost_charts(found: Comparison) -> list[Chart]:
    """Quality against each cost, what is on the Pareto front apart from all others."""
    return [chart for cost in found.costs if (chart := _chart(cost, found))]


def _chart(cost: Cost, found: Comparison) -> Chart | None:
    quality = next((row for row in found.metrics if row.metric == cost.quality), None)
    if quality is None:
        return None
    dots: dict[bool, list[Dot]] = {True: [], False: []}
    for subject, value, cell, best in zip(
        found.subjects, cost.values, quality.cells, cost.pareto, strict=True
    ):
        if value is not None and cell is not None:
            link = f"/runs/{subject.run.id}" if subject.run else ""
            dots[best].append(Dot(value, cell.value, subject.name, link))
    if sum(map(len, dots.values())) < 2:
        return None
    names = {True: "No other is cheaper and better", False: "Another is cheaper and better"}
    unit = cost.definition.unit if cost.definition else ""
    return ScatterChart(
        caption=f"{cost.quality} against {cost.metric}",
        groups=[Group(names[best], some) for best, some in dots.items() if some],
        x=Axis(cost.metric, unit),
        y=Axis(cost.quality, quality.definition.unit if quality.definition else ""),
    )
