"""Curves of several subjects over each other, and confusions beside the baseline's."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.comparison.views import Comparison, Curves
from catalog.ui.charts import Axis, Bins, Chart, HeatChart, Histogram, LineChart, Series
from catalog.ui.run_charts import CURVES, LINES, POINTS, line_points

Curve = Mapping[str, Any]
MOST_CHARTS = 12
MOST_LABELS = 40  # of a confusion matrix


def compared_curves(found: Comparison, of: int) -> tuple[list[Chart], list[str]]:
    """The charts, confusions those of the subject `of`; and a sentence for what is not drawn."""
    charts: list[Chart] = []
    notes: list[str] = []
    for one in sorted(found.curves, key=lambda one: CURVES.index(one.type)):
        try:
            charts += _charts(one, found, of)
        except ValueError as wrong:
            notes.append(f"{_caption(one)} can't be drawn: {wrong}.")
    if len(charts) > MOST_CHARTS:
        notes.append(f"{len(charts) - MOST_CHARTS} more charts are on the pages of the runs.")
    return charts[:MOST_CHARTS], notes


def _charts(one: Curves, found: Comparison, of: int) -> list[Chart]:
    if one.type in LINES:
        return [_lines(one, found)]
    if one.type == "histogram":
        return [_histogram(one, found)]
    return _confusions(one, found, of)


def _caption(one: Curves) -> str:
    usual = {"confusion": "Confusion matrix", "histogram": "Distribution"}
    word = LINES[one.type][0] if one.type in LINES else usual.get(one.type, one.type)
    return ", ".join(filter(None, (one.name or word, one.slice)))


def _lines(one: Curves, found: Comparison) -> LineChart:
    _, x, y, reference = LINES[one.type]
    quiet = [Series(reference, ((0.0, 0.0), (1.0, 1.0)), quiet=True)] if reference else []
    lines = [Series(found.subjects[it.subject].name, line_points(it.curve)) for it in one.curves]
    return LineChart(
        caption=_caption(one),
        series=[*lines, *quiet],
        x=Axis(x, low=0, high=1),
        y=Axis(y, low=0, high=1),
        limit=POINTS,
    )


def _histogram(one: Curves, found: Comparison) -> Histogram:
    """Shares, as subjects may have been given unlike numbers of examples."""
    curves: list[tuple[str, Any]] = [
        (found.subjects[it.subject].name, it.curve) for it in one.curves
    ]
    if any(None in curve["x"] or None in curve["y"] for _, curve in curves):
        raise ValueError("some of its numbers are not finite")
    groups = [Bins(name, curve["x"], curve["y"]) for name, curve in curves]
    return Histogram(caption=_caption(one), groups=groups, shares=True)


def _confusions(one: Curves, found: Comparison, of: int) -> list[Chart]:
    """The baseline's, and how much more or less of each row another subject puts where."""
    by_subject: dict[int, Any] = {it.subject: it.curve for it in one.curves}
    base, other = by_subject.get(found.baseline), by_subject.get(of)
    alone = base or other
    if alone is None:
        return []
    whose = found.baseline if base else of
    charts: list[Chart] = [_matrix(one, alone, found.subjects[whose].name)]
    if base and other and of != found.baseline:
        charts.append(_difference(one, base, other, found.subjects[of].name))
    return charts


def _matrix(one: Curves, curve: Curve, name: str) -> HeatChart:
    labels = _labels(curve)
    return HeatChart(
        caption=f"{_caption(one)}, {name}",
        rows=labels,
        columns=labels,
        values=curve["matrix"],
        by_row=True,
    )


def _difference(one: Curves, base: Curve, other: Curve, name: str) -> HeatChart:
    labels = _labels(base)
    if labels != _labels(other):
        raise ValueError("the two have other classes")
    rows = zip(_shares(other["matrix"]), _shares(base["matrix"]), strict=True)
    return HeatChart(
        caption=f"{_caption(one)}, {name} minus the baseline",
        rows=labels,
        columns=labels,
        values=[[_minus(a, b) for a, b in zip(mine, its, strict=True)] for mine, its in rows],
        unit="percentage points of the row",
        diverging=True,
    )


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round(one - other, 2)


def _labels(curve: Curve) -> Sequence[str]:
    size = len(curve["matrix"])
    if size > MOST_LABELS:
        raise ValueError(f"it has {size} classes")
    return curve["labels"] or [f"class {at}" for at in range(size)]


def _shares(matrix: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    """Each count as per cent of its row: of what was actually X."""
    shares = []
    for row in matrix:
        total = sum(value or 0 for value in row)
        shares.append([100 * (value or 0) / total if total else None for value in row])
    return shares
