"""Metrics by subjects: every value with its difference from the baseline."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from catalog.comparison.comparability import are_other_counts
from catalog.comparison.differences import difference
from catalog.comparison.views import Difference, Measurement, MetricRow, Subject
from catalog.comparison.withheld import counts_words
from catalog.evaluations import MetricDefinition, MetricDefinitions
from catalog.evaluations.side_by_side import Measured, Side
from catalog.statistics import LEAST, PairedDifference


@dataclass(frozen=True, slots=True)
class Columns:
    """Which run is in which column. `withheld` says why no difference of a subject is shown,
    `metrics_withheld` the same of single metrics of it; `pairs` are differences of single examples,
    by the place of the subject, the metric and the slice. `by_name_only`: whose data is not known
    to be the baseline's, and must at least be as many examples."""

    subjects: Sequence[Subject]
    baseline: int
    withheld: Mapping[int, str]
    metrics_withheld: Mapping[tuple[int, str], str]
    pairs: Mapping[tuple[int, str, str], PairedDifference]
    by_name_only: Collection[int] = ()

    def why_not(self, place: int, metric: str, value: Measured, base: Measured | None) -> str:
        why = self.withheld.get(place) or self.metrics_withheld.get((place, metric), "")
        if why or base is None:
            return why or "not measured of the baseline"
        if place in self.by_name_only and are_other_counts(value, base):
            return counts_words(value.n, base.n)
        return ""


def metric_rows(
    measured: Side, columns: Columns, definitions: MetricDefinitions
) -> tuple[MetricRow, ...]:
    """One row a metric, over all of the data, in the order they are given."""
    return tuple(
        metric_row(name, "", of_metric[""], columns, definitions.of(name))
        for name, of_metric in measured.items()
        if "" in of_metric
    )


def metric_row(
    metric: str,
    slice: str,
    by_run: Mapping[int, Measured],
    columns: Columns,
    definition: MetricDefinition | None,
) -> MetricRow:
    """The values of all subjects, whichever of them have one."""
    values = [by_run.get(one.run.id) if one.run else None for one in columns.subjects]
    base = values[columns.baseline]
    cells = tuple(
        None if value is None else _cell(place, value, base, metric, slice, columns, definition)
        for place, value in enumerate(values)
    )
    return MetricRow(
        metric=metric,
        slice=slice,
        definition=definition,
        cells=cells,
        worst=_worst(cells) if base is not None and _enough(base.n) else 0.0,
    )


def _cell(
    place: int,
    value: Measured,
    base: Measured | None,
    metric: str,
    slice: str,
    columns: Columns,
    definition: MetricDefinition | None,
) -> Measurement:
    if place == columns.baseline:
        return Measurement(*value)
    why = columns.why_not(place, metric, value, base)
    if why or base is None:
        return Measurement(*value, None, why)
    pair = columns.pairs.get((place, metric, slice))
    found = difference(value, base, definition, pair, of_many=slice != "")
    if isinstance(found, Difference):
        return Measurement(*value, found)
    return Measurement(*value, None, found)


def _worst(cells: Sequence[Measurement | None]) -> float:
    counted = (one for one in cells if one and one.difference and _enough(one.n))
    gains = (one.difference.gain for one in counted if one.difference)
    return max((-gain for gain in gains if gain is not None and gain < 0), default=0.0)


def _enough(n: int | None) -> bool:
    """Of a few examples a regression is chance."""
    return n is None or n >= LEAST
