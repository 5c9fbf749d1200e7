"""The table of runs: what is said of every run, then whatever they measured and were given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.evaluations import Cell, MetricDefinitions, RunRow
from catalog.ui.charts.axis import figures
from catalog.ui.measured import aligned, best_of, interval, joined_notes, way_of
from catalog.ui.tables import Column, Row
from catalog.ui.times import duration, machine_stamp

TELLING = 3  # params shown where nobody has chosen
MEASURES = ("metric", "param", "tag")
_NAME = Column("name", "Run")
_BEFORE = (
    Column("status", "Status", look="tight"),
    Column("type", "Type", shown=False, look="tight"),
    Column("subject", "Model", sortable=False, shown=False, look="tight"),
    Column("version", "Version", look="tight"),
    Column("dataset", "Data set", look="tight"),
)
_AFTER = (
    Column("started", "Started", falling=True, look="tight muted"),
    Column("duration", "Took", numeric=True, look="tight"),
    Column("ended", "Ended", falling=True, shown=False, look="tight muted"),
    Column("group", "Group", shown=False, look="tight"),
    Column("source", "Source", sortable=False, shown=False, look="tight"),
    Column("uid", "Id at the source", sortable=False, shown=False, exported=True, look="tight"),
    Column("url", "Address at the source", sortable=False, shown=False, exported=True),
)
FIXED = (_NAME, *_BEFORE, *_AFTER)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A metric or param of one run: as the column writes it, with what is said on hover."""

    text: str
    hint: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class ShownRun:
    """What a row stands for; `cells` by the key of their column."""

    run: RunRow
    cells: Mapping[str, ShownCell]


def is_measure(key: str) -> bool:
    """Whether a key names a metric, param or tag."""
    on, dot, name = key.partition(".")
    return on in MEASURES and bool(dot and name)


def runs_columns(
    keys: Sequence[str], runs: Sequence[RunRow], definitions: MetricDefinitions, sort: str = ""
) -> tuple[Column, ...]:
    """Columns of these measures among those of every run; shown at first are those in which the
    runs have something to tell apart, and what they are sorted by."""
    told = {*_told(runs), *_telling(keys, runs), sort.removeprefix("-")}
    before = (replace(one, shown=one.key in told) for one in _BEFORE)
    measures = [_measure(key, keys, runs, definitions) for key in keys]
    shown = (replace(one, shown=one.key in told) for one in measures)
    return (_NAME, *before, *shown, *_AFTER)


def runs_rows(
    keys: Sequence[str], runs: Sequence[RunRow], definitions: MetricDefinitions
) -> tuple[Row, ...]:
    """One row for each run; the best of each metric is the best of these runs."""
    by_key = {key: _shown(key, runs, definitions) for key in keys}
    return tuple(
        Row(
            values={**_fixed(run), **{key: _value(run.cells.get(key)) for key in keys}},
            of=ShownRun(run, {key: cells[run.id] for key, cells in by_key.items()}),
        )
        for run in runs
    )


def _told(runs: Iterable[RunRow]) -> frozenset[str]:
    """Which of the facts that every run has are worth a column."""
    runs = tuple(runs)
    several = {
        "type": {run.type for run in runs},
        "subject": {run.subject for run in runs},
    }
    some = {
        "version": any(run.version for run in runs),
        "dataset": any(run.dataset for run in runs),
    }
    differ = {key for key, values in several.items() if len(values) > 1}
    return frozenset({"status", *differ, *(key for key, there in some.items() if there)})


def _telling(keys: Iterable[str], runs: Sequence[RunRow]) -> list[str]:
    """All metrics, and the first few params in which the runs differ, where any do."""
    metrics = [key for key in keys if key.startswith("metric.")]
    params = [key for key in keys if key not in metrics]
    differ = [key for key in params if len({run.cells.get(key) for run in runs}) > 1]
    return [*metrics, *(differ or params)[:TELLING]]


def _measure(
    key: str, keys: Sequence[str], runs: Sequence[RunRow], definitions: MetricDefinitions
) -> Column:
    on, _, name = key.partition(".")
    alike = sum(other.partition(".")[2] == name for other in keys) > 1
    title = f"{on} {name}" if alike else name
    if on != "metric":
        cells = [run.cells[key] for run in runs if key in run.cells]
        numeric = bool(cells) and all(cell.value is not None for cell in cells)
        return Column(key, title, numeric=numeric, look="cut", hint=f"{on} {name}")
    return metric_column(key, keys, definitions)


def metric_column(key: str, keys: Sequence[str], definitions: MetricDefinitions) -> Column:
    """The column of a metric among others: its unit, and which way of it is better."""
    name = key.removeprefix("metric.")
    alike = sum(other.partition(".")[2] == name for other in keys) > 1
    title = f"metric {name}" if alike else name
    found = definitions.of(name.partition("[")[0])
    unit = found.unit if found else ""
    return Column(
        key,
        f"{title} ({unit})" if unit else title,
        numeric=True,
        rising=found is not None and found.direction == "lower",
        hint=f"metric {name}: {way_of(found)}",
    )


def _shown(
    key: str, runs: Sequence[RunRow], definitions: MetricDefinitions
) -> Mapping[int, ShownCell]:
    if key.startswith("metric."):
        return metric_cells(key, runs, definitions)
    words = {run.id: _written(run.cells.get(key, Cell())) for run in runs}
    return {id: ShownCell(text, text) for id, text in words.items()}


def metric_cells(
    key: str, runs: Sequence[RunRow], definitions: MetricDefinitions
) -> Mapping[int, ShownCell]:
    """A metric of each run, by the run's id."""
    cells = {run.id: run.cells.get(key, Cell()) for run in runs}
    texts = aligned([cell.value for cell in cells.values()])
    metric = key.removeprefix("metric.").partition("[")[0]
    values = {id: cell.value for id, cell in cells.items()}
    best = best_of(values, definitions.of(metric))
    pairs = zip(cells.items(), texts, strict=True)
    return {id: ShownCell(text, _hint(cell), id in best) for (id, cell), text in pairs}


def _written(cell: Cell) -> str:
    return cell.text or figures(cell.value) if cell.text or cell.value is not None else ""


def _hint(cell: Cell) -> str:
    if cell.value is None:
        return ""
    examples = f"{cell.n:,} examples" if cell.n is not None else ""
    bounds = interval(cell.low, cell.high)
    return joined_notes((repr(cell.value), bounds and f"interval {bounds}", examples))


def _value(cell: Cell | None) -> str | float | None:
    """What an export has; JSON knows no number that is not finite."""
    if cell is None:
        return None
    if cell.value is None:
        return cell.text
    return cell.value if abs(cell.value) < float("inf") else figures(cell.value)


def _fixed(run: RunRow) -> Mapping[str, str | float | None]:
    took = run.ended_at - run.started_at if run.ended_at and run.started_at else None
    data = run.dataset
    return {
        "name": run.name or run.uid,
        "status": run.status,
        "type": run.type,
        "subject": run.subject,
        "version": run.version,
        "dataset": " ".join(filter(None, (data.ref or data.name, data.split))) if data else "",
        "started": None if run.started_at is None else machine_stamp(run.started_at),
        "duration": took,
        "ended": None if run.ended_at is None else machine_stamp(run.ended_at),
        "group": run.group,
        "source": run.source,
        "uid": run.uid,
        "url": run.url,
    }


def took(run: RunRow) -> str:
    """How long a run took, "" where that is not known."""
    if run.started_at is None or run.ended_at is None:
        return ""
    return duration(run.ended_at - run.started_at)
