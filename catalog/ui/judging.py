"""What runs of a model measured, judged by the Evaluations that are declared for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.browse.views import Entry
from catalog.comparison.criteria import Criterion, criteria_of, for_version
from catalog.comparison.verdicts import joined_verdict
from catalog.comparison.views import MISSING
from catalog.evaluations import MetricDefinitions, RunRow, RunView, metric_definitions, run
from catalog.ui.evaluated import OnData, by_data, by_version, latest_runs, metric_keys
from catalog.ui.judged import Compared, Judged, Values, judged_results, values_of, verdict_of
from catalog.ui.parts import PageParts
from catalog.ui.runs import main_metric
from catalog.ui.runs_table import ShownCell, metric_cells, metric_column
from catalog.ui.tables import Column

EVALUATED = "evaluatedBy"
SHORT_RUNS, SHORT_METRICS = 5, 3


@dataclass(frozen=True, slots=True)
class Standards:
    """What is good enough of a model, and what metrics mean."""

    criteria: tuple[Criterion, ...]
    definitions: MetricDefinitions


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """A run with its results judged; `other` is what they stand beside, `missing` what was asked
    of the same data and not measured."""

    run: RunRow
    judged: tuple[Judged, ...]
    other: Compared | None
    missing: tuple[Criterion, ...]

    @property
    def verdict(self) -> str:
        """Of all that was asked; "" where nothing was."""
        return joined_verdict([verdict_of(self.judged), *(MISSING for _ in self.missing)])


@dataclass(frozen=True, slots=True)
class ShortRun:
    """One line about a run."""

    run: RunRow
    cells: Mapping[str, ShownCell]
    verdict: str


@dataclass(frozen=True, slots=True)
class InShort:
    """The newest evaluations that count, on one page with everything else; `more` of them are
    not shown."""

    columns: tuple[Column, ...]
    runs: tuple[ShortRun, ...]
    more: int


def standards_of(parts: PageParts, entry: Entry) -> Standards:
    """The criteria of every Evaluation of a model that the reader sees."""
    evaluations = [one.ref for one in entry.relations if one.type == EVALUATED]
    return Standards(
        tuple(criteria_of(parts.database, parts.reader(), evaluations)),
        metric_definitions(parts.database, parts.reader()),
    )


def judged_run(
    parts: PageParts, group: OnData, row: RunRow, standards: Standards, beside: str = ""
) -> JudgedRun | None:
    """A run judged, and set beside that of the version `beside` on the same data; None where it
    is gone meanwhile."""
    view = run(parts.database, parts.reader(), row.id)
    if view is None:
        return None
    runs = by_version(group.runs)
    criteria = for_version(standards.criteria, row.version)
    wanted = {beside, *(one.baseline for one in criteria)} & set(runs)
    values = {version: _values(parts, runs[version]) for version in wanted}
    other = Compared(beside, values[beside]) if beside in values and beside else None
    judged = judged_results(view, criteria, values, standards.definitions, other)
    return JudgedRun(row, tuple(judged), other, _missing(view, criteria, standards.definitions))


def _missing(
    view: RunView, criteria: Sequence[Criterion], definitions: MetricDefinitions
) -> tuple[Criterion, ...]:
    data = view.row.dataset.ref if view.row.dataset else ""
    return tuple(
        one
        for one in criteria
        if one.dataset == data
        and not any(
            result.slice == one.slice and one.is_about(result.metric, data, definitions)
            for result in view.results
        )
    )


def in_short(parts: PageParts, entry: Entry, standards: Standards) -> InShort | None:
    """The latest evaluations of a model; None where nothing was measured."""
    definitions = standards.definitions
    keys = metric_keys(parts, entry.ref, definitions, main_metric(entry))[:SHORT_METRICS]
    runs = latest_runs(parts, entry.ref, keys)
    groups = {run.id: group for group in by_data(runs) for run in group.runs}
    shown = _that_count(runs)[:SHORT_RUNS]
    cells = {key: metric_cells(key, shown, definitions) for key in keys}
    lines = (_short(parts, groups[run.id], run, standards, cells) for run in shown)
    columns = tuple(metric_column(key, keys, definitions) for key in keys)
    return InShort(columns, tuple(lines), len(runs) - len(shown)) if shown else None


def _that_count(runs: Sequence[RunRow]) -> Sequence[RunRow]:
    """Evaluations of versions that have a name; without any of those other evaluations, and
    without these whatever was measured."""
    evaluations = [run for run in runs if run.type == "evaluation"]
    return [run for run in evaluations if run.version] or evaluations or runs


def _short(
    parts: PageParts,
    group: OnData,
    run: RunRow,
    standards: Standards,
    cells: Mapping[str, Mapping[int, ShownCell]],
) -> ShortRun:
    found = judged_run(parts, group, run, standards) if standards.criteria else None
    verdict = found.verdict if found else ""
    of_run = {key: replace(by_run[run.id], best=False) for key, by_run in cells.items()}
    return ShortRun(run, of_run, verdict)


def _values(parts: PageParts, row: RunRow) -> Values:
    view = run(parts.database, parts.reader(), row.id)
    return values_of(view) if view else {}
