"""What a run drew: its curves, and its metrics while it went on, as charts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog.evaluations import SeriesView
from catalog.ui.charts import Axis, Bins, Chart, HeatChart, Histogram, LineChart, Series

Curve = Mapping[str, Any]  # as catalog/evaluations/curves.py writes it
CURVES = ("roc", "pr", "calibration", "confusion", "histogram")
# Lines of one chart that can still be told apart.
MOST_LINES = 6
POINTS = 400
_DIAGONAL = ((0.0, 0.0), (1.0, 1.0))
# By type: what it is called, its axes, and the line that it is looked at beside.
LINES: Mapping[str, tuple[str, str, str, str]] = {
    "roc": ("ROC", "False positive rate", "True positive rate", "Chance"),
    "pr": ("Precision and recall", "Recall", "Precision", ""),
    "calibration": ("Calibration", "Mean predicted", "Observed share", "Perfect"),
}


def curve_charts(curves: Sequence[Curve]) -> tuple[list[Chart], list[str]]:
    """The curves of a run in their usual order, those of one type over each other; and a sentence
    for each that can't be drawn."""
    charts: list[Chart] = []
    notes: list[str] = []
    for type in CURVES:
        alike = [curve for curve in curves if curve["type"] == type]
        if type in LINES:
            charts += _lines(type, alike)
        for curve in alike if type not in LINES else ():
            try:
                charts.append(_confusion(curve) if type == "confusion" else _histogram(curve))
            except ValueError as wrong:
                notes.append(f"{_named(curve, type.capitalize())} can't be drawn: {wrong}.")
    return charts, notes


def history_charts(histories: Iterable[SeriesView]) -> list[Chart]:
    """Each metric while the run went on, by step."""
    return [
        LineChart(
            caption=one.metric,
            series=[Series(one.metric, list(zip(one.steps, one.values, strict=True)))],
            x=Axis("Step"),
            y=Axis(),
            limit=POINTS,
        )
        for one in histories
    ]


def _lines(type: str, curves: Sequence[Curve]) -> list[Chart]:
    caption, x, y, reference = LINES[type]
    quiet = [Series(reference, _DIAGONAL, quiet=True)] if reference else []
    return [
        LineChart(
            caption=caption,
            series=[*(_line(curve, caption) for curve in curves[at : at + MOST_LINES]), *quiet],
            x=Axis(x, low=0, high=1),
            y=Axis(y, low=0, high=1),
            limit=POINTS,
        )
        for at in range(0, len(curves), MOST_LINES)
    ]


def _line(curve: Curve, otherwise: str) -> Series:
    return Series(_named(curve, otherwise), line_points(curve))


def line_points(curve: Curve) -> list[tuple[float, float | None]]:
    """The points of a curve that is a line."""
    points = zip(curve["x"], curve["y"], strict=True)
    return [(x, y) for x, y in points if x is not None]


def _confusion(curve: Curve) -> HeatChart:
    size = len(curve["matrix"])
    labels = curve["labels"] or [f"class {at}" for at in range(size)]
    return HeatChart(
        caption=_named(curve, "Confusion matrix"),
        rows=labels,
        columns=labels,
        values=curve["matrix"],
        by_row=True,
    )


def _histogram(curve: Curve) -> Histogram:
    if None in curve["x"] or None in curve["y"]:
        raise ValueError("some of its numbers are not finite")
    name = _named(curve, "Distribution")
    return Histogram(caption=name, groups=[Bins(name, curve["x"], curve["y"])])


def _named(curve: Curve, otherwise: str) -> str:
    """What a curve is called, with the part of the data it is of."""
    return ", ".join(filter(None, (curve["name"] or otherwise, curve["slice"])))
