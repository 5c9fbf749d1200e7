"""Which metrics have slices, and of which of them a comparison shows all.

Where there are more than a page can show, the main metrics and those with the worst regressions in
a slice come first: none of these is hidden behind the others.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from catalog.comparison.metric_names import renamed
from catalog.evaluations import MetricDefinitions
from catalog.evaluations.side_by_side import Side, results_of, slice_changes, slice_counts
from catalog.statistics import LEAST

MOST_CELLS = 6_000  # numbers in all tables of slices together
_MAIN = 3  # metrics that come first whatever became of them


@dataclass(frozen=True, slots=True)
class Wanted:
    """`runs` with that of the baseline (None: there is none); `shown` are the names that metrics
    are shown by, `order` those of metrics over all of the data; `only` these."""

    runs: Sequence[int]
    base: int | None
    shown: Mapping[str, str]
    order: Sequence[str]
    only: bool = False
    most: int = MOST_CELLS


def sliced_metrics(
    connection: Connection, wanted: Wanted, measured: Side, definitions: MetricDefinitions
) -> tuple[Side, int]:
    """The slices of as many metrics as fit, and how many metrics with slices are left out."""
    counts: dict[str, int] = {}
    names: dict[str, list[str]] = {}
    for raw, count in slice_counts(connection, wanted.runs).items():
        name = wanted.shown.get(raw, raw)
        if name in measured or not wanted.only:
            names.setdefault(name, []).append(raw)
            counts[name] = counts.get(name, 0) + count
    order = sorted(counts, key=lambda name: _rank(name, wanted.order))
    if sum(counts.values()) > wanted.most:
        order = _worst_first(order, _regressions(connection, wanted, measured, definitions))
    chosen = _that_fit(order, counts, wanted.most)
    raw_names = [raw for name in chosen for raw in names[name]]
    read = results_of(connection, wanted.runs, sliced=True, metrics=raw_names) if chosen else {}
    by_name = renamed(read, wanted.shown)
    return {name: by_name[name] for name in chosen}, len(counts) - len(chosen)


def _rank(name: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def _worst_first(order: Sequence[str], regressions: Mapping[str, float]) -> list[str]:
    rest = sorted(order[_MAIN:], key=lambda name: -regressions.get(name, 0.0))
    return [*order[:_MAIN], *rest]


def _regressions(
    connection: Connection, wanted: Wanted, measured: Side, definitions: MetricDefinitions
) -> dict[str, float]:
    """By metric: the largest regression in a slice, as a share of the baseline's value over all
    of the data."""
    found: dict[str, float] = {}
    if wanted.base is None:
        return found
    changes = slice_changes(connection, wanted.runs, wanted.base, LEAST)
    for raw, (lowest, highest) in changes.items():
        name = wanted.shown.get(raw, raw)
        worse = {"higher": -lowest, "lower": highest}.get(definitions.direction(name), 0.0)
        base = measured.get(name, {}).get("", {}).get(wanted.base)
        size = abs(base.value) if base and math.isfinite(base.value) else 0.0
        found[name] = max(found.get(name, 0.0), worse / size if size else worse)
    return found


def _that_fit(names: Sequence[str], counts: Mapping[str, int], most: int) -> list[str]:
    """At least one."""
    chosen: list[str] = []
    left = most
    for name in names:
        left -= counts[name]
        if chosen and left < 0:
            break
        chosen.append(name)
    return chosen
