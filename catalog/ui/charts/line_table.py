"""The points of lines as a table: side by side where all have the same x, else one by one."""

from collections.abc import Sequence
from typing import Protocol

from catalog.ui.charts.axis import Axis, headed
from catalog.ui.charts.drawing import DataTable


class Points(Protocol):
    """What is asked of a series."""

    @property
    def name(self) -> str: ...
    @property
    def points(self) -> Sequence[tuple[float, float | None]]: ...
    @property
    def band(self) -> Sequence[tuple[float, float] | None]: ...


class Marked(Protocol):
    """What is asked of a mark."""

    @property
    def x(self) -> float: ...
    @property
    def label(self) -> str: ...


def series_table(series: Sequence[Points], x: Axis, y: Axis) -> DataTable:
    """A row for each x where it can be, else for each point."""
    if any(one.band for one in series):
        return _with_bands(series, x, y)
    if len({tuple(at for at, _ in one.points) for one in series}) == 1:
        return _side_by_side(series, x, y)
    rows = [[one.name, x.said(at), y.said(value)] for one in series for at, value in one.points]
    return DataTable(["Series", x.heading("x"), y.heading("y")], rows, frozenset({1, 2}))


def _side_by_side(series: Sequence[Points], x: Axis, y: Axis) -> DataTable:
    columns = [[x.said(at) for at, _ in series[0].points]]
    columns += [[y.said(value) for _, value in one.points] for one in series]
    heads = [x.heading("x"), *(headed(one.name, y.unit) for one in series)]
    return DataTable(heads, list(zip(*columns, strict=True)), frozenset(range(len(heads))))


def _with_bands(series: Sequence[Points], x: Axis, y: Axis) -> DataTable:
    rows = []
    for one in series:
        band = one.band or [None] * len(one.points)
        for (at, value), pair in zip(one.points, band, strict=True):
            low, high = pair or (None, None)
            rows.append([one.name, x.said(at), y.said(value), y.said(low), y.said(high)])
    heads = ["Series", x.heading("x"), y.heading("y"), headed("From", y.unit), headed("To", y.unit)]
    return DataTable(heads, rows, frozenset({1, 2, 3, 4}))


def mark_table(marks: Sequence[Marked], x: Axis) -> DataTable:
    """What is marked, and where."""
    rows = [[mark.label, x.said(mark.x)] for mark in marks]
    return DataTable(["Mark", x.heading("x")], rows, frozenset({1}))
