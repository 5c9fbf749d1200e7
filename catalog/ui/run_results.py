"""What a run measured, as tables: each metric over all of the data, then by slice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from catalog.evaluations import MetricDefinition, MetricDefinitions, ResultView
from catalog.ui.charts.axis import figures
from catalog.ui.measured import aligned, interval, joined_notes, way_of
from catalog.ui.tables import Column, Row, Table, asked_of, sorted_rows

_METRIC = Column("metric", "Metric", look="tight")
_SLICE = Column("slice", "Slice", look="tight")
_NUMBERS = (
    Column("value", "Value", numeric=True),
    Column("interval", "Interval", sortable=False, look="tight"),
    Column("n", "Examples", numeric=True),
    Column("way", "Better", sortable=False, look="tight muted"),
)
_EXPORTED = tuple(
    Column(key, key.capitalize(), shown=False, exported=True)
    for key in ("low", "high", "level", "method")
)
_WAYS = {"higher": "higher", "lower": "lower", "none": "neither"}


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result with its words; `hint` says who knows which way is better."""

    result: ResultView
    text: str
    interval: str
    way: str
    hint: str
    unit: str


@dataclass(frozen=True, slots=True)
class SliceCell:
    """A metric of a slice, its bounds below it; `hint` is said on hover."""

    text: str
    hint: str
    bounds: str


def results_table(
    results: Sequence[ResultView],
    definitions: MetricDefinitions,
    path: str,
    arguments: "MultiDict[str, str]",
) -> Table:
    """Every metric over all of the data; those of slices only where nothing is over all."""
    overall = [one for one in results if not one.slice]
    asked = asked_of(path, arguments, name="results")
    sliced = (_SLICE,) if not overall else ()
    columns = (_METRIC, *sliced, *_NUMBERS, *_EXPORTED)
    rows = [_row(one, definitions.of(one.metric)) for one in overall or results]
    return Table(
        title="Results",
        columns=columns,
        rows=sorted_rows(rows, columns, asked.sort),
        asked=asked,
    )


def slices_table(
    results: Sequence[ResultView],
    definitions: MetricDefinitions,
    path: str,
    arguments: "MultiDict[str, str]",
) -> Table | None:
    """A row for each slice and a column for each metric; the first row is all of the data. None
    where there is nothing to set side by side."""
    slices = list(dict.fromkeys(one.slice for one in results))
    if len(slices) < 2:
        return None
    sliced = {one.metric for one in results if one.slice}
    metrics = [
        metric for metric in dict.fromkeys(one.metric for one in results) if metric in sliced
    ]
    by_place = {(one.metric, one.slice): one for one in results}
    cells = {metric: _column(metric, slices, by_place) for metric in metrics}
    columns = (_SLICE, *(_metric(metric, definitions.of(metric)) for metric in metrics))
    asked = asked_of(path, arguments, name="slices")
    rows = [_slice_row(slice, metrics, by_place, cells) for slice in slices]
    return Table(
        title="By slice",
        columns=columns,
        rows=sorted_rows(rows, columns, asked.sort),
        asked=asked,
    )


def _row(one: ResultView, definition: MetricDefinition | None) -> Row:
    way = definition.direction if definition else ""
    target = f"near {definition.target:g}" if definition and definition.target is not None else ""
    shown = ShownResult(
        result=one,
        text=figures(one.value),
        interval=joined_notes((interval(one.low, one.high, one.level), one.method)),
        way=_WAYS.get(way, target),
        hint=way_of(definition),
        unit=definition.unit if definition else "",
    )
    values = {
        "metric": one.metric,
        "slice": one.slice,
        "value": _plain(one.value),
        "interval": shown.interval,
        "n": one.n,
        "way": shown.way,
        "low": one.low,
        "high": one.high,
        "level": one.level,
        "method": one.method,
    }
    return Row(values, of=shown)


def _metric(metric: str, definition: MetricDefinition | None) -> Column:
    unit = f" ({definition.unit})" if definition and definition.unit else ""
    rising = definition is not None and definition.direction == "lower"
    hint = f"metric {metric}: {way_of(definition)}"
    return Column(f"metric.{metric}", f"{metric}{unit}", numeric=True, rising=rising, hint=hint)


def _column(
    metric: str, slices: Sequence[str], by_place: Mapping[tuple[str, str], ResultView]
) -> Mapping[str, SliceCell]:
    """Values and bounds with the same decimals."""
    found = {slice: one for slice in slices if (one := by_place.get((metric, slice)))}
    every = tuple(found.values())
    texts = aligned([*(e.value for e in every), *(e.low for e in every), *(e.high for e in every)])
    columns = (texts[at : at + len(every)] for at in range(0, len(texts), max(1, len(every))))
    return {
        slice: SliceCell(value, _hint(one), f"{low} to {high}" if low and high else "")
        for (slice, one), value, low, high in zip(found.items(), *columns, strict=True)
    }


def _hint(one: ResultView) -> str:
    examples = f"{one.n:,} examples" if one.n is not None else ""
    return joined_notes((repr(one.value), interval(one.low, one.high, one.level), examples))


def _slice_row(
    slice: str,
    metrics: Sequence[str],
    by_place: Mapping[tuple[str, str], ResultView],
    cells: Mapping[str, Mapping[str, SliceCell]],
) -> Row:
    found = {f"metric.{metric}": by_place.get((metric, slice)) for metric in metrics}
    values = {key: _plain(one.value) if one else None for key, one in found.items()}
    shown = {f"metric.{metric}": cells[metric].get(slice) for metric in metrics}
    return Row({"slice": slice or "all of the data", **values}, of=shown)


def _plain(value: float) -> float | str:
    return value if abs(value) < float("inf") else figures(value)
