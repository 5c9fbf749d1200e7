"""What was measured of one version on one data set: judged by what was declared to be good enough,
and beside another version on the same data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.comparison.criteria import Criterion
from catalog.comparison.figures import figures
from catalog.comparison.gains import gain
from catalog.comparison.verdicts import joined_verdict, on_bounds, on_gain
from catalog.comparison.views import FIRST_VERSION, MISSING
from catalog.evaluations import MetricDefinition, MetricDefinitions, ResultView, RunView
from catalog.evaluations.side_by_side import Measured
from catalog.ui.measured import interval, joined_notes, way_of
from catalog.ui.tables import AskedTable, Column, Row, Table

Values = Mapping[tuple[str, str], Measured]  # by metric and slice
_COLUMNS = (
    Column("metric", "Metric", sortable=False, look="tight"),
    Column("value", "Value", numeric=True, sortable=False, look="tight"),
    Column("interval", "Interval", sortable=False, look="tight"),
    Column("n", "Examples", numeric=True, sortable=False),
)
_ASKED = Column("asked", "Good enough", sortable=False, look="long")
_VERDICT = Column("verdict", "Verdict", sortable=False, look="tight")
BETTER, WORSE, SAME, DIFFERENT = "better", "worse", "the same", "different"


@dataclass(frozen=True, slots=True)
class Beside:
    """How a value differs from another: `word` is better, worse, the same, or different where
    nobody has said which way is better."""

    word: str
    amount: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A result with what was asked of it, if anything was."""

    result: ResultView
    text: str
    hint: str
    asked: tuple[str, ...]
    verdict: str
    beside: Beside | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The other version, and what was measured of it on the same data."""

    version: str
    values: Values


def values_of(run: RunView) -> Values:
    """The numbers of a run by metric and slice."""
    return {(one.metric, one.slice): _measured(one) for one in run.results}


def _measured(one: ResultView) -> Measured:
    return Measured(one.value, one.n, one.low, one.high, one.level, one.method)


def judged_results(
    run: RunView,
    criteria: Sequence[Criterion],
    baselines: Mapping[str, Values],
    definitions: MetricDefinitions,
    other: Compared | None = None,
) -> list[Judged]:
    """Every metric over all of the data, and the slices that something is asked of; before all
    others what something is asked of. `baselines` are values of other versions on the same data.
    """
    dataset = run.row.dataset.ref if run.row.dataset else ""
    found = []
    for one in run.results:
        asked = [each for each in criteria if each.slice == one.slice]
        asked = [each for each in asked if each.is_about(one.metric, dataset, definitions)]
        if asked or not one.slice:
            found.append(_judged(one, asked, baselines, definitions, other))
    return sorted(found, key=lambda one: not one.asked)


def verdict_of(judged: Iterable[Judged]) -> str:
    """Of all that was asked; "" where nothing was."""
    return joined_verdict(one.verdict for one in judged if one.verdict)


def judged_table(judged: Sequence[Judged], title: str, other: Compared | None) -> Table:
    """The results as a table: with a column for the verdict only where there is one."""
    asked = (_ASKED, _VERDICT) if any(one.asked for one in judged) else ()
    beside = (
        (Column("beside", f"Beside {other.version}", sortable=False, look="tight"),)
        if other and any(one.beside for one in judged)
        else ()
    )
    rows = tuple(Row(_values(one), of=one) for one in judged)
    columns = (*_COLUMNS, *beside, *asked)
    return Table(title=title, columns=columns, rows=rows, asked=AskedTable(""))


def _judged(
    one: ResultView,
    asked: Sequence[Criterion],
    baselines: Mapping[str, Values],
    definitions: MetricDefinitions,
    other: Compared | None,
) -> Judged:
    definition = definitions.of(one.metric)
    place = (one.metric, one.slice)
    verdicts = [
        word
        for each in asked
        for word in _verdicts(each, one, baselines.get(each.baseline, {}).get(place), definition)
    ]
    beside_it = other.values.get(place) if other else None
    unit = f" {definition.unit}" if definition and definition.unit else ""
    return Judged(
        result=one,
        text=f"{figures(one.value)}{unit}",
        hint=way_of(definition),
        asked=tuple(each.words for each in asked),
        verdict=joined_verdict(verdicts),
        beside=beside(one.value, beside_it.value if beside_it else None, definition),
    )


def _verdicts(
    asked: Criterion, one: ResultView, base: Measured | None, definition: MetricDefinition | None
) -> Iterator[str]:
    if asked.bound_words:
        yield on_bounds(asked, _measured(one)).word
    if asked.gain is None:
        return
    if base is None:
        yield MISSING if asked.baseline else FIRST_VERSION
        return
    yield on_gain(asked, _measured(one), base, definition).word


def beside(value: float, other: float | None, definition: MetricDefinition | None) -> Beside | None:
    """How a value stands beside another; None where there is no other."""
    if other is None or value - other != value - other:
        return None
    amount = figures(abs(value - other))
    if value == other:
        return Beside(SAME, "")
    gained = gain(value, other, definition)
    if gained is None:
        sign = "+" if value > other else "\N{MINUS SIGN}"
        return Beside(DIFFERENT, f"{sign}{amount}")
    return Beside(BETTER if gained > 0 else WORSE, amount)


def _values(one: Judged) -> Mapping[str, object]:
    result = one.result
    return {
        "metric": joined_notes((result.metric, result.slice)),
        "value": result.value,
        "interval": joined_notes((interval(result.low, result.high, result.level), result.method)),
        "n": result.n,
        "beside": f"{one.beside.amount} {one.beside.word}".strip() if one.beside else "",
        "asked": one.asked,
        "verdict": one.verdict,
    }
