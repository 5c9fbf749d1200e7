"""Measured numbers in a column: written so that they can be compared by eye, the best one known."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from catalog.evaluations import MetricDefinition
from catalog.evaluations.trends import nearness_of
from catalog.ui.charts.axis import figures

# Figures of the largest number of a column; of one much smaller than that, as many of its own.
FIGURES = 4
MOST_DECIMALS = 6
WAYS = {
    "higher": "higher is better",
    "lower": "lower is better",
    "target": "nearer to {target} is better",
    "none": "neither higher nor lower is better",
}


def aligned(values: Sequence[float | None]) -> list[str]:
    """Each number as text, all with the same decimals, so that they line up; "" for None."""
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    whole = all(size == int(size) for size in sizes)
    decimals = 0 if whole or not sizes else _decimals(max(sizes))
    return ["" if value is None else _written(value, decimals) for value in values]


def best_of(
    values: Mapping[int, float | None], definition: MetricDefinition | None
) -> frozenset[int]:
    """Which of the values are the best; none where nobody has said which way is better, or where
    all are the same."""
    nearness = nearness_of(definition)
    if nearness is None:
        return frozenset()
    known = {key: value for key, value in values.items() if value is not None}
    ranked = {key: nearness(value) for key, value in known.items() if math.isfinite(value)}
    if len(set(ranked.values())) < 2:
        return frozenset()
    most = max(ranked.values())
    return frozenset(key for key, near in ranked.items() if near == most)


def way_of(definition: MetricDefinition | None) -> str:
    """Which way of a metric is better, and who says so, as a sentence."""
    if definition is None or definition.direction not in WAYS:
        return "nobody has said which way is better"
    target = (
        "a target that nobody has named" if definition.target is None else f"{definition.target:g}"
    )
    who = definition.source.partition(": http")[0]
    return f"{WAYS[definition.direction].format(target=target)} ({who})"


def better_end(definition: MetricDefinition | None) -> Literal["higher", "lower", ""]:
    """Which end of an axis is better; "" where none is, or nobody has said so."""
    direction = definition.direction if definition else ""
    return "higher" if direction == "higher" else "lower" if direction == "lower" else ""


def interval(low: float | None, high: float | None, level: float | None = None) -> str:
    """`0.91 to 0.94 (95 %)`; "" without an interval."""
    if low is None or high is None:
        return ""
    said = f"{figures(low)} to {figures(high)}"
    return f"{said} ({100 * level:g} %)" if level else said


def even_interval(low: float | None, high: float | None, level: float | None = None) -> str:
    """The same with as many decimals as a value has in its column."""
    if low is None or high is None:
        return ""
    from_, to = aligned([low, high])
    return f"{from_} to {to} ({100 * level:g} %)" if level else f"{from_} to {to}"


def joined_notes(notes: Iterable[str]) -> str:
    """The notes that say something, as one line."""
    return ", ".join(note for note in notes if note)


def _decimals(largest: float) -> int:
    return min(MOST_DECIMALS, max(0, FIGURES - 1 - math.floor(math.log10(largest))))


def _written(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return figures(value)
    if abs(value) >= 1e15 or (value and abs(value) < 10**-decimals):
        return f"{value:.{FIGURES - 1}g}"
    return f"{value:,.{decimals}f}"
