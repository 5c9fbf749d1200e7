"""Slices of a comparison: where it got worse, worst first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.comparison.views import (
    IMPROVED,
    REGRESSED,
    Comparison,
    MetricRow,
    SliceTable,
)
from catalog.ui.charts.axis import figures
from catalog.ui.compare_address import CompareAddress, place_asked
from catalog.ui.compare_metrics import ShownRow, shown_row
from catalog.ui.data_words import Choice
from catalog.ui.measured import way_of

PAGE = 15
STEPS = 4  # of a colour, from pale to strong
WAYS = {IMPROVED: "better", REGRESSED: "worse"}


@dataclass(frozen=True, slots=True)
class ShownSlice:
    """A slice; `heat` has for each subject a class such as `worse-3`, "" for none."""

    slice: str
    row: ShownRow
    heat: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorstSlice:
    """The largest regression of any subject, in words."""

    slice: str
    subject: str
    amount: str
    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Slices:
    """One page of the slices of a metric; `gap` in words per subject. `adjusted`: p values are, for
    there being many slices."""

    metric: str
    way: str
    rows: tuple[ShownSlice, ...]
    worst: WorstSlice | None
    gap: tuple[str, ...]
    least_n: int
    total: int
    start: int
    before: str
    after: str
    choices: tuple[Choice, ...]
    adjusted: bool


def slices_of(found: Comparison, asked: CompareAddress) -> Slices | None:
    """The slices of the metric that the address asks for, else of the one that got worst."""
    table = _chosen(found.slices, asked.by)
    if table is None:
        return None
    start = place_asked(asked.slices)
    start = start if start < len(table.rows) else 0
    page = table.rows[start : start + PAGE]
    most = _most(table)
    return Slices(
        metric=table.metric,
        way=way_of(table.definition),
        rows=tuple(_shown(row, found.baseline, most) for row in page),
        worst=_worst(table, found),
        gap=tuple("" if gap is None else figures(float(f"{gap:.3g}")) for gap in table.gap),
        least_n=table.least_n,
        total=len(table.rows),
        start=start,
        before=asked.address(slices=str(max(0, start - PAGE) or "")) if start else "",
        after=asked.address(slices=str(start + PAGE)) if start + PAGE < len(table.rows) else "",
        choices=tuple(
            Choice(one.metric, asked.address(by=one.metric, slices=""), one.metric == table.metric)
            for one in found.slices
        ),
        adjusted=any(
            cell.difference.exploratory and cell.difference.p is not None
            for row in table.rows
            for cell in row.cells
            if cell and cell.difference
        ),
    )


def _chosen(tables: Sequence[SliceTable], asked: str) -> SliceTable | None:
    named = (table for table in tables if table.metric == asked)
    worst = max(tables, key=lambda table: _worst_of(table), default=None)
    return next(named, worst)


def _worst_of(table: SliceTable) -> float:
    """How bad its largest regression is beside its own size, so that metrics can be compared."""
    size = _most(table)
    return max((row.worst for row in table.rows), default=0.0) / size if size else 0.0


def _most(table: SliceTable) -> float:
    sizes = (
        abs(cell.difference.value)
        for row in table.rows
        for cell in row.cells
        if cell and cell.difference
    )
    return max((size for size in sizes if math.isfinite(size)), default=0.0)


def _shown(row: MetricRow, baseline: int, most: float) -> ShownSlice:
    return ShownSlice(row.slice, shown_row(row, baseline), tuple(_heat(row, most)))


def _heat(row: MetricRow, most: float) -> Sequence[str]:
    """Stronger the larger the difference is among all of them; of no colour but grey where there
    is no evidence for it, or nobody says which way is better."""
    classes = []
    for cell in row.cells:
        difference = cell.difference if cell else None
        if difference is None or not difference.value or not most:
            classes.append("")
            continue
        step = max(1, math.ceil(STEPS * abs(difference.value) / most))
        way = WAYS.get(difference.label, "other")
        classes.append(f"heat {way}-{min(step, STEPS)}")
    return classes


def _worst(table: SliceTable, found: Comparison) -> WorstSlice | None:
    """None where nothing got worse, or nobody says what worse is."""
    row = max(table.rows, key=lambda row: row.worst, default=None)
    if row is None or not row.worst:
        return None
    gains = [
        (cell.difference.gain, place)
        for place, cell in enumerate(row.cells)
        if cell and cell.difference and cell.difference.gain is not None
    ]
    _, place = min(gains)
    cell = shown_row(row, found.baseline).cells[place]
    told = cell.difference if cell else None
    if told is None:
        return None
    name = found.subjects[place].name
    return WorstSlice(row.slice, name, told.amount, told.word, told.tone, told.icon)
