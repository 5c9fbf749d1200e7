"""The points of a trend as a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.evaluations import MetricDefinition, Trend, TrendPoint
from catalog.ui.charts.axis import figures, headed
from catalog.ui.judged import Beside, beside
from catalog.ui.measured import aligned, even_interval, joined_notes, way_of
from catalog.ui.tables import AskedTable, Column, Row, Table, sorted_rows
from catalog.ui.times import machine_stamp
from catalog.ui.trend_chart import point_label

_EXPORTED = tuple(
    Column(key, key.capitalize(), shown=False, exported=True)
    for key in ("low", "high", "level", "method", "uid", "source")
)


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A point in words; `beside` is how it stands beside the one before it in time."""

    point: TrendPoint
    text: str
    interval: str
    beside: Beside | None


def trend_table(
    asked: AskedTable, found: Trend, metric: str, definition: MetricDefinition | None
) -> Table:
    """A row for each point, newest first unless asked otherwise."""
    columns = _columns(found, metric, definition)
    newest_first = reversed(_rows(found.points, definition))
    rows = sorted_rows(newest_first, columns, asked.sort)
    return Table(title=f"Evaluations by {metric}", columns=columns, rows=rows, asked=asked)


def _columns(found: Trend, metric: str, definition: MetricDefinition | None) -> tuple[Column, ...]:
    unit = definition.unit if definition else ""
    rising = definition is not None and definition.direction == "lower"
    hint = f"metric {metric}: {way_of(definition)}"
    bests = any(one.best for one in found.points)
    return (
        Column("version", "Version", look="tight"),
        Column("value", headed(metric, unit), numeric=True, rising=rising, hint=hint),
        Column("interval", "Interval", sortable=False, look="tight"),
        Column("n", "Examples", numeric=True),
        Column("before", "Beside the one before", sortable=False, look="tight"),
        *([Column("best", "Best so far", look="tight")] if bests else []),
        Column("run", "Run", look="tight"),
        Column("at", "Measured", falling=True, look="tight muted"),
        *_EXPORTED,
    )


def _rows(points: Sequence[TrendPoint], definition: MetricDefinition | None) -> list[Row]:
    texts = aligned([one.measured.value for one in points])
    values = [None, *(one.measured.value for one in points)]
    return [
        _row(ShownPoint(one, text, _interval(one), beside(one.measured.value, before, definition)))
        for one, text, before in zip(points, texts, values, strict=False)
    ]


def _interval(one: TrendPoint) -> str:
    it = one.measured
    return joined_notes((even_interval(it.low, it.high, it.level), it.method))


def _row(shown: ShownPoint) -> Row:
    it = shown.point.measured
    other = shown.beside
    values = {
        "version": it.run.version or point_label(shown.point),
        "run": it.run.name or it.run.uid,
        "value": it.value if math.isfinite(it.value) else figures(it.value),
        "interval": shown.interval,
        "n": it.n,
        "before": f"{other.amount} {other.word}".strip() if other else "",
        "best": "yes" if shown.point.best else "",
        "at": machine_stamp(it.at),
        **{name: getattr(it, name) for name in ("low", "high", "level", "method")},
        "uid": it.run.uid,
        "source": it.run.source,
    }
    return Row(values, of=shown)
