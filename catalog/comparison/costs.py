"""What subjects cost: latency, size, memory, training time, beside how good they are.

A cost is told by the name of its metric or by a unit that counts bytes. Time as a unit does not
tell: the error of a forecast may be counted in minutes too.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.comparison.gains import gain
from catalog.comparison.pareto import pareto
from catalog.comparison.views import Cost, Subject
from catalog.evaluations import MetricDefinition, MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import Side

_WORDS = re.compile(
    r"(?:^|[_\W])(?:latency|latencies|duration|runtime|wall_?time|(?:train|training|inference|fit"
    r"|predict|prediction|score|scoring|response|load)[_\W]?(?:time|seconds|hours)|throughput"
    r"|(?:samples|steps|tokens|queries|requests)_per_second|qps|memory|rss|vram|(?:model|artifact"
    r"|checkpoint|file|download)[_\W]?size|cost|price|energy|co2|carbon|emissions|flops|macs"
    r"|param(?:eter)?_?count|num_?param(?:eter)?s)(?:$|[_\W\d])"
)
_RATES = re.compile(r"throughput|per_second|qps")
_BYTES = re.compile(r"(?:[kmgtp]i?)?b|(?:kilo|mega|giga)?bytes?|(?:kibi|mebi|gibi)bytes?")
TRAINING_TIME = "training time"
_OF_RUNS = MetricDefinition(
    TRAINING_TIME, "lower", "the times of the runs that made the versions", "s", (0, None)
)


@dataclass(frozen=True, slots=True)
class Quality:
    """The metric that costs are set against: how much better each subject is than the worst
    number there could be, as far as it can be compared."""

    metric: str
    values: Sequence[float | None]


def costs(
    measured: Side,
    subjects: Sequence[Subject],
    comparable: Sequence[bool],
    trainings: Sequence[RunRow | None],
    definitions: MetricDefinitions,
) -> tuple[Cost, ...]:
    """Every measure of cost, with those that no other subject beats. `comparable`: whose values
    can be compared with the baseline's."""
    quality = _quality(measured, subjects, comparable, definitions)
    found = [*_measured(measured, subjects, definitions), *_trained(trainings)]
    return tuple(_cost(*one, comparable, quality) for one in found)


def is_cost(metric: str, definition: MetricDefinition | None) -> bool:
    """Whether a metric counts what is spent, rather than what is gained."""
    unit = definition.unit.lower() if definition else ""
    return bool(_WORDS.search(metric.lower()) or (unit and _BYTES.fullmatch(unit)))


def _cost(
    metric: str,
    definition: MetricDefinition | None,
    values: Sequence[float | None],
    comparable: Sequence[bool],
    quality: Quality,
) -> Cost:
    cheap = _turned(values, _definition(metric, definition))
    shown = [one if ok else None for one, ok in zip(cheap, comparable, strict=True)]
    return Cost(
        metric=metric,
        definition=definition,
        values=tuple(values),
        quality=quality.metric,
        pareto=pareto(quality.values, shown) if quality.metric else (False,) * len(values),
    )


def _definition(metric: str, known: MetricDefinition | None) -> MetricDefinition:
    """What is spent is better if it is less, and rates if they are more, unless it is said."""
    if known and known.direction in ("higher", "lower"):
        return known
    direction = "higher" if _RATES.search(metric.lower()) else "lower"
    return MetricDefinition(metric, direction, "its name")


def _measured(
    measured: Side, subjects: Sequence[Subject], definitions: MetricDefinitions
) -> Iterator[tuple[str, MetricDefinition | None, list[float | None]]]:
    for metric, of_metric in measured.items():
        definition = definitions.of(metric)
        if is_cost(metric, definition) and not definitions.disputes(metric):
            yield metric, definition, _values(of_metric, subjects)


def _trained(
    trainings: Sequence[RunRow | None],
) -> Iterator[tuple[str, MetricDefinition | None, list[float | None]]]:
    values = [_seconds(run) if run else None for run in trainings]
    if any(value is not None for value in values):
        yield TRAINING_TIME, _OF_RUNS, values


def _seconds(run: RunRow) -> float | None:
    if run.started_at is None or run.ended_at is None or run.ended_at <= run.started_at:
        return None
    return run.ended_at - run.started_at


def _quality(
    measured: Side,
    subjects: Sequence[Subject],
    comparable: Sequence[bool],
    definitions: MetricDefinitions,
) -> Quality:
    """The first metric with a direction that two subjects have, the main one before all others."""
    for metric, of_metric in measured.items():
        definition = definitions.of(metric)
        if is_cost(metric, definition):
            continue
        values = _turned(_values(of_metric, subjects), definition)
        kept = [one if ok else None for one, ok in zip(values, comparable, strict=True)]
        if sum(one is not None for one in kept) > 1:
            return Quality(metric, kept)
    return Quality("", ())


def _values(
    of_metric: Mapping[str, Mapping[int, object]], subjects: Sequence[Subject]
) -> list[float | None]:
    by_run = of_metric.get("", {})
    found = [by_run.get(one.run.id) if one.run else None for one in subjects]
    return [getattr(one, "value", None) for one in found]


def _turned(
    values: Sequence[float | None], definition: MetricDefinition | None
) -> list[float | None]:
    """So that more is better: how much better each is than the first of them."""
    first = next((value for value in values if value is not None and math.isfinite(value)), None)
    return [None if value is None else gain(value, first, definition) for value in values]
