"""A leaderboard as a table."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from catalog import browse
from catalog.evaluations import Leaderboard, MetricDefinition, Standing
from catalog.evaluations.leaderboard import APART, OVERLAPS
from catalog.ui.charts.axis import figures, headed
from catalog.ui.measured import aligned, even_interval, joined_notes, way_of
from catalog.ui.tables import AskedTable, Column, Row, Table, sorted_rows
from catalog.ui.times import machine_stamp

# How an interval beside that of the first is told.
BESIDE_FIRST = {
    OVERLAPS: "overlaps the first: which is better isn't settled",
    APART: "apart from the first",
}
_EXPORTED = tuple(
    Column(key, key.capitalize(), shown=False, exported=True)
    for key in ("low", "high", "level", "method", "run", "source")
)


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """A standing in words; `address` is how a comparison is asked for it."""

    standing: Standing
    text: str
    interval: str
    beside: str
    address: str


def leaderboard_table(
    asked: AskedTable,
    found: Leaderboard,
    metric: str,
    definition: MetricDefinition | None,
    known: Mapping[str, browse.EntrySummary],
) -> Table:
    """In the order of the board unless asked otherwise."""
    texts = aligned([one.measured.value for one in found.standings])
    rows = [_row(one, text, known) for one, text in zip(found.standings, texts, strict=True)]
    columns = _columns(rows, metric, definition)
    ordered = sorted_rows(rows, columns, asked.sort) if asked.sort else tuple(rows)
    return Table(title=f"Leaderboard by {metric}", columns=columns, rows=ordered, asked=asked)


def _columns(
    rows: list[Row], metric: str, definition: MetricDefinition | None
) -> tuple[Column, ...]:
    unit = definition.unit if definition else ""
    rising = definition is not None and definition.direction == "lower"
    hint = f"metric {metric}: {way_of(definition)}"
    used = {key for row in rows for key, value in row.values.items() if value}
    return (
        Column("model", "Model", look="tight"),
        Column("version", "Version", look="tight"),
        *([Column("place", "Place", numeric=True, rising=True)] if "place" in used else []),
        Column("value", headed(metric, unit), numeric=True, rising=rising, hint=hint),
        Column("interval", "Interval", sortable=False, look="tight", shown="interval" in used),
        Column("beside", "Beside the first", sortable=False, shown="beside" in used, look="long"),
        Column("n", "Examples", numeric=True, shown="n" in used),
        Column("doubts", "Less comparable", sortable=False, shown="doubts" in used, look="long"),
        Column("evaluator", "Evaluator", shown=False, look="tight"),
        Column("project", "Project", look="tight"),
        Column("at", "Measured", falling=True, look="tight muted"),
        *_EXPORTED,
    )


def _row(one: Standing, text: str, known: Mapping[str, browse.EntrySummary]) -> Row:
    it = one.measured
    model = known.get(it.run.subject)
    shown = ShownStanding(
        one,
        text,
        joined_notes((even_interval(it.low, it.high, it.level), it.method)),
        BESIDE_FIRST.get(one.beside_first, ""),
        f"{it.run.subject}@{it.run.version}" if it.run.version else f"run:{it.run.id}",
    )
    values = {
        "model": it.run.subject,
        "version": it.run.version,
        "place": one.place,
        "value": it.value if math.isfinite(it.value) else figures(it.value),
        "interval": shown.interval,
        "beside": shown.beside,
        "n": it.n,
        "doubts": one.doubts,
        "evaluator": one.evaluator,
        "project": model.project if model else "",
        "at": machine_stamp(it.at),
        **{name: getattr(it, name) for name in ("low", "high", "level", "method")},
        "run": it.run.uid,
        "source": it.run.source,
    }
    return Row(values, of=shown)
