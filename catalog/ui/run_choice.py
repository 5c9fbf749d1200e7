"""Which columns a table of runs has: chosen by its readers from all that its runs measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from catalog.evaluations import MetricDefinitions, RunColumn, run_columns
from catalog.ui.parts import PageParts
from catalog.ui.runs_table import MEASURES, is_measure
from catalog.ui.tables import AskedTable

HEADINGS = {"metric": "Metrics", "param": "Params", "tag": "Tags"}
OFFERED = 15  # of each, before anybody searches
FOUND = 60
USUAL_METRICS = 5
USUAL_PARAMS = 8  # of which those are shown that tell the runs apart
# Among so many of the most reported metrics, those with a known direction come first.
LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """Columns to choose from under a heading; `more` says that a search would find others."""

    heading: str
    offered: tuple[RunColumn, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Choosing:
    """What is asked of the chooser: `text` is a part of the names looked for."""

    opened: bool
    text: str


def choosing_by(arguments: "MultiDict[str, str]") -> Choosing:
    """Read what an address asks of the chooser."""
    text = arguments.get("find", "").strip()
    return Choosing("choose" in arguments, text if "choose" in arguments else "")


def usual_keys(
    parts: PageParts, subjects: Sequence[str], definitions: MetricDefinitions, first: str = ""
) -> list[str]:
    """The measures that are shown where nobody has chosen: those that most runs have, the metric
    called `first` before all others."""
    metrics = _columns(parts, subjects, "metric", LOOKED_AT)
    metrics.sort(key=lambda one: (not _is_called(one, first), not _is_judged(one, definitions)))
    params = _columns(parts, subjects, "param", USUAL_PARAMS)
    return [one.column for one in (*metrics[:USUAL_METRICS], *params)]


def keys_of(asked: AskedTable, usual: Iterable[str]) -> list[str]:
    """The measures to be read: the chosen ones, else the usual, and what is sorted by."""
    chosen = asked.columns or tuple(usual)
    sort = asked.sort.removeprefix("-")
    keys = dict.fromkeys(key for key in (*chosen, sort) if is_measure(key))
    return sorted(keys, key=lambda key: MEASURES.index(key.partition(".")[0]))


def choices(
    parts: PageParts, subjects: Sequence[str], text: str, shown: Iterable[str]
) -> list[Choice]:
    """Everything there is to choose from, or what a search finds; the shown ones always."""
    shown = tuple(shown)
    return [_choice(parts, subjects, on, text, shown) for on in MEASURES]


def _choice(
    parts: PageParts, subjects: Sequence[str], on: str, text: str, shown: Sequence[str]
) -> Choice:
    limit = FOUND if text else OFFERED
    found = _columns(parts, subjects, on, limit + 1, text)
    kept = [RunColumn(key, 0) for key in shown if key.startswith(f"{on}.")]
    counts = {one.column: one for one in found[:limit]}
    first = [counts.pop(one.column, one) for one in kept]
    return Choice(HEADINGS[on], (*first, *counts.values()), len(found) > limit)


def _columns(
    parts: PageParts, subjects: Sequence[str], on: str, limit: int, text: str = ""
) -> list[RunColumn]:
    return run_columns(
        parts.database,
        parts.reader(),
        subjects,
        on=on,
        text=text,
        slices=bool(text),
        limit=limit,
    )


def _is_called(one: RunColumn, name: str) -> bool:
    """Whether it is the metric of a name in a descriptor, where blanks are written as `-`."""
    return one.column.removeprefix("metric.").lower().replace("_", "-") == name


def _is_judged(one: RunColumn, definitions: MetricDefinitions) -> bool:
    direction = definitions.direction(one.column.removeprefix("metric."))
    return direction in ("higher", "lower", "target")
