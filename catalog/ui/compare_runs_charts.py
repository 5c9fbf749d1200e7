"""Many runs as charts: an axis for each measure, one measure against another, and spread."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalog.evaluations import Cell, MetricDefinition, MetricDefinitions, RunRow
from catalog.ui.charts import (
    Across,
    Axis,
    Box,
    BoxChart,
    Dot,
    Group,
    ParallelAxis,
    ParallelChart,
    ScatterChart,
)
from catalog.ui.data_words import Choice
from catalog.ui.evaluated import data_key
from catalog.ui.measured import better_end

MOST_AXES = 8
MOST_GROUPS = 12
Choosing = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class RunsCharts:
    """The charts, each None where it would show nothing, and what their axes can be."""

    parallel: ParallelChart | None
    scatter: ScatterChart | None
    boxes: BoxChart | None
    x: tuple[Choice, ...]
    y: tuple[Choice, ...]
    group: tuple[Choice, ...]


def runs_charts(
    runs: Sequence[RunRow],
    keys: Sequence[str],
    definitions: MetricDefinitions,
    choosing: Choosing,
    *,
    x: str,
    y: str,
    group: str,
) -> RunsCharts:
    """Charts of the measures that tell the runs apart; `x`, `y` and `group` as asked for, else the
    first param or metric, the first metric, and what the runs differ in most simply."""
    telling = [key for key in keys if len({run.cells.get(key) for run in runs}) > 1]
    numbers = [key for key in telling if _is_numeric(key, runs)]
    metrics = [key for key in numbers if key.startswith("metric.")]
    groups = _groups(runs, telling)
    upward = y if y in numbers else next(iter(metrics), "")
    others = [key for key in numbers if key != upward]
    across = (
        x
        if x in numbers
        else next((k for k in others if k not in metrics), "") or next(iter(others), "")
    )
    by = group if group in groups else next(iter(groups), "")
    return RunsCharts(
        parallel=_parallel(runs, _axes(telling), definitions) if len(telling) > 1 else None,
        scatter=_scatter(runs, across, upward, by, definitions) if across and upward else None,
        boxes=_boxes(runs, upward, by, definitions) if by and upward else None,
        x=tuple(Choice(_name(key), choosing("x", key), key == across, key) for key in numbers),
        y=tuple(Choice(_name(key), choosing("y", key), key == upward, key) for key in numbers),
        group=tuple(Choice(_name(key), choosing("group", key), key == by, key) for key in groups),
    )


def _axes(telling: Sequence[str]) -> list[str]:
    """Params on the left, metrics on the right, where lines take their colour from the last."""
    params = [key for key in telling if not key.startswith("metric.")]
    metrics = [key for key in telling if key.startswith("metric.")]
    most = max(MOST_AXES - len(metrics), MOST_AXES // 2)
    return [*params[:most], *reversed(metrics[: MOST_AXES - len(params[:most])])]


def _parallel(
    runs: Sequence[RunRow], axes: Sequence[str], definitions: MetricDefinitions
) -> ParallelChart:
    return ParallelChart(
        caption="All measures",
        axes=[_parallel_axis(key, definitions) for key in axes],
        lines=[
            Across(
                run.name or run.uid,
                [_value(run.cells.get(key)) for key in axes],
                f"/runs/{run.id}",
            )
            for run in runs
        ],
    )


def _parallel_axis(key: str, definitions: MetricDefinitions) -> ParallelAxis:
    found = _definition(key, definitions)
    unit = found.unit if found else ""
    return ParallelAxis(_name(key), unit, better=better_end(found), key=key)


def _scatter(
    runs: Sequence[RunRow], x: str, y: str, by: str, definitions: MetricDefinitions
) -> ScatterChart:
    dots: dict[str, list[Dot]] = {}
    for run in runs:
        across, upward = (_number(run.cells.get(key)) for key in (x, y))
        if across is not None and upward is not None:
            dot = Dot(across, upward, run.name or run.uid, f"/runs/{run.id}")
            dots.setdefault(_group(run, by), []).append(dot)
    return ScatterChart(
        caption=f"{_name(y)} against {_name(x)}",
        groups=[Group(name, some) for name, some in sorted(dots.items())],
        x=_axis(x, definitions),
        y=_axis(y, definitions),
        keys=(x, y),
    )


def _boxes(
    runs: Sequence[RunRow], y: str, by: str, definitions: MetricDefinitions
) -> BoxChart | None:
    values: dict[str, list[float]] = {}
    for run in runs:
        number = _number(run.cells.get(y))
        if number is not None and math.isfinite(number):
            values.setdefault(_group(run, by), []).append(number)
    boxes = [_box(name, sorted(some)) for name, some in sorted(values.items())]
    if not boxes:
        return None
    return BoxChart(
        caption=f"{_name(y)} by {_name(by)}",
        boxes=boxes,
        category=_name(by),
        value=_axis(y, definitions),
        key=y,
    )


def _box(name: str, values: Sequence[float]) -> Box:
    """Tukey's: whiskers reach to the last value within one and a half boxes."""
    if len(values) == 1:
        return Box(name, *(values[0],) * 5, n=1)
    first, median, third = statistics.quantiles(values, n=4, method="inclusive")
    reach = 1.5 * (third - first)
    inside = [value for value in values if first - reach <= value <= third + reach]
    outliers = [value for value in values if not first - reach <= value <= third + reach]
    ends = (min(inside), first, median, third, max(inside))
    return Box(name, *ends, outliers=outliers, n=len(values))


def _groups(runs: Sequence[RunRow], telling: Sequence[str]) -> list[str]:
    """What parts the runs into a few groups, of two or more as a rule: a param, versions, data,
    groups of a tool."""
    of_all = ("of.version", "of.dataset", "of.group", "of.subject")
    params = [key for key in telling if not key.startswith("metric.")]
    return [
        key
        for key in (*params, *of_all)
        if 1 < len({_group(run, key) for run in runs}) <= min(MOST_GROUPS, len(runs) // 2)
    ]


def _group(run: RunRow, by: str) -> str:
    on, _, name = by.partition(".")
    if on == "of":
        found = {
            "version": run.version,
            "dataset": data_key(run.dataset),
            "group": run.group,
            "subject": run.subject,
        }[name]
        return found or "none"
    value = _value(run.cells.get(by))
    return "none" if value is None else value if isinstance(value, str) else f"{value:g}"


def _axis(key: str, definitions: MetricDefinitions) -> Axis:
    found = _definition(key, definitions)
    return Axis(_name(key), found.unit if found else "")


def _definition(key: str, definitions: MetricDefinitions) -> MetricDefinition | None:
    return definitions.of(_name(key).partition("[")[0]) if key.startswith("metric.") else None


def _name(key: str) -> str:
    return key.partition(".")[2]


def _is_numeric(key: str, runs: Sequence[RunRow]) -> bool:
    cells = [run.cells[key] for run in runs if key in run.cells]
    return bool(cells) and all(cell.value is not None for cell in cells)


def _number(cell: Cell | None) -> float | None:
    return cell.value if cell else None


def _value(cell: Cell | None) -> float | str | None:
    if cell is None:
        return None
    return cell.value if cell.value is not None else cell.text or None
