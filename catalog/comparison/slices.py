"""Slices by subjects: the worst regression first, with how uneven each subject is."""

import math
from collections.abc import Mapping, Sequence

from catalog.comparison.metric_rows import Columns, metric_row
from catalog.comparison.views import (
    HIGHER,
    IMPROVED,
    LOWER,
    NO_EVIDENCE,
    REGRESSED,
    Measurement,
    MetricRow,
    SliceTable,
)
from catalog.evaluations import MetricDefinition
from catalog.evaluations.side_by_side import Measured
from catalog.statistics import LEAST, LEVEL, benjamini_hochberg

_FOUND = (IMPROVED, REGRESSED, HIGHER, LOWER)


def slice_table(
    metric: str,
    by_slice: Mapping[str, Mapping[int, Measured]],
    columns: Columns,
    definition: MetricDefinition | None,
) -> SliceTable:
    """All slices of one metric; those of fewer than `LEAST` examples count neither as regressions
    nor in the gap."""
    rows = [
        metric_row(metric, slice, by_run, columns, definition) for slice, by_run in by_slice.items()
    ]
    rows = _explored(rows, len(columns.subjects))
    rows.sort(key=lambda row: (-row.worst, row.slice))
    gap = tuple(_gap(rows, place) for place in range(len(columns.subjects)))
    return SliceTable(metric, definition, tuple(rows), gap, LEAST)


def _enough(one: Measurement) -> bool:
    return one.n is None or one.n >= LEAST


def _gap(rows: Sequence[MetricRow], place: int) -> float | None:
    """The largest value minus the smallest, of slices with enough examples."""
    cells = (row.cells[place] for row in rows)
    values = [one.value for one in cells if one and _enough(one) and math.isfinite(one.value)]
    return max(values) - min(values) if len(values) > 1 else None


def _explored(rows: Sequence[MetricRow], subjects: int) -> list[MetricRow]:
    """With p adjusted for how many slices a subject is looked at in: one of many is often extreme
    by chance alone."""
    adjusted = [_adjusted([row.cells[place] for row in rows]) for place in range(subjects)]
    return [
        MetricRow(
            metric=row.metric,
            slice=row.slice,
            definition=row.definition,
            cells=tuple(cells[at] for cells in adjusted),
            worst=row.worst,
        )
        for at, row in enumerate(rows)
    ]


def _adjusted(cells: Sequence[Measurement | None]) -> list[Measurement | None]:
    given = [one.difference.p if one and one.difference else None for one in cells]
    return list(map(_exploratory, cells, benjamini_hochberg(given)))


def _exploratory(cell: Measurement | None, p: float | None) -> Measurement | None:
    if cell is None or cell.difference is None:
        return cell
    change = cell.difference
    by_chance = p is not None and p > 1 - LEVEL and change.label in _FOUND
    word = NO_EVIDENCE if by_chance else change.label
    return cell._replace(difference=change._replace(p=p, label=word, exploratory=True))
