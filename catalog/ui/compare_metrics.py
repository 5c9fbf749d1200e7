"""The table of metrics of a comparison: every value with its interval, and how it differs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.comparison.views import Comparison, Measurement, MetricRow
from catalog.ui.compare_address import CompareAddress, place_asked
from catalog.ui.compare_words import ShownDifference, shown_difference
from catalog.ui.measured import aligned, even_interval, interval, joined_notes, way_of

PAGE = 25
WIDTH = 100.0  # of a whisker's drawing


@dataclass(frozen=True, slots=True)
class Whisker:
    """Where an interval and its value lie between the ends of its row, and the baseline's value;
    in hundredths of the width."""

    low: float
    high: float
    value: float
    baseline: float | None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A value of one subject; `why` says what is not compared."""

    text: str
    bounds: str
    hint: str
    whisker: Whisker | None
    difference: ShownDifference | None
    why: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A metric; `way` is which way is better, `unit` what it is measured in."""

    metric: str
    unit: str
    way: str
    direction: str
    cells: tuple[ShownCell | None, ...]


@dataclass(frozen=True, slots=True)
class MetricTable:
    """The rows of one page of `total`, and the addresses of its neighbours ("": none)."""

    rows: tuple[ShownRow, ...]
    total: int
    start: int
    before: str
    after: str
    methods: tuple[str, ...]


def metric_table(found: Comparison, asked: CompareAddress) -> MetricTable:
    """Metrics over all of the data, in the order and of the names that the address asks for."""
    rows = [row for row in found.metrics if asked.metrics.lower() in row.metric.lower()]
    if asked.order == "worst":
        rows.sort(key=lambda row: -row.worst)
    start = place_asked(asked.page)
    start = start if start < len(rows) else 0
    page = rows[start : start + PAGE]
    return MetricTable(
        rows=tuple(shown_row(row, found.baseline) for row in page),
        total=len(rows),
        start=start,
        before=asked.address(page=str(max(0, start - PAGE) or "")) if start else "",
        after=asked.address(page=str(start + PAGE)) if start + PAGE < len(rows) else "",
        methods=methods_of(page),
    )


def shown_row(row: MetricRow, baseline: int) -> ShownRow:
    """A metric in words."""
    definition = row.definition
    texts = aligned([cell.value if cell else None for cell in row.cells])
    ends = _ends(row.cells)
    base = row.cells[baseline]
    cells = (
        _cell(cell, text, ends, base.value if base else None) if cell else None
        for cell, text in zip(row.cells, texts, strict=True)
    )
    return ShownRow(
        metric=row.metric,
        unit=definition.unit if definition else "",
        way=way_of(definition),
        direction=definition.direction if definition else "",
        cells=tuple(cells),
    )


def methods_of(rows: Sequence[MetricRow]) -> tuple[str, ...]:
    """How the intervals of the differences were found, each way once."""
    found = (
        cell.difference.method for row in rows for cell in row.cells if cell and cell.difference
    )
    return tuple(dict.fromkeys(method for method in found if method))


def _cell(
    cell: Measurement, text: str, ends: tuple[float, float] | None, base: float | None
) -> ShownCell:
    examples = f"{cell.n:,} examples" if cell.n is not None else ""
    bounds = interval(cell.low, cell.high, cell.level)
    said = (repr(cell.value), bounds and f"interval {bounds}", cell.method, examples)
    return ShownCell(
        text=text,
        bounds=even_interval(cell.low, cell.high),
        hint=joined_notes(said),
        whisker=_whisker(cell, ends, base) if ends else None,
        difference=shown_difference(cell.difference) if cell.difference else None,
        why=cell.why,
    )


def _ends(cells: Sequence[Measurement | None]) -> tuple[float, float] | None:
    """From the lowest to the highest of all values and bounds; None where no value has bounds."""
    there = [cell for cell in cells if cell]
    numbers = [
        number
        for cell in there
        for number in (cell.value, cell.low, cell.high)
        if number is not None and math.isfinite(number)
    ]
    if not any(cell.low is not None and cell.high is not None for cell in there) or not numbers:
        return None
    low, high = min(numbers), max(numbers)
    return (low, high) if math.isfinite(high - low) and high > low else None


def _whisker(cell: Measurement, ends: tuple[float, float], base: float | None) -> Whisker | None:
    numbers = (cell.low, cell.high, cell.value)
    if any(number is None or not math.isfinite(number) for number in numbers):
        return None
    low, high, value = (_share(number or 0.0, ends) for number in numbers)
    known = base is not None and math.isfinite(base)
    return Whisker(low, high, value, _share(base or 0.0, ends) if known else None)


def _share(number: float, ends: tuple[float, float]) -> float:
    return round(WIDTH * (number - ends[0]) / (ends[1] - ends[0]), 1)
