"""What the files of an evaluation hold, by the model it is about."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.api import Curve, Result
from plugins.tfma.curves import curves_of
from plugins.tfma.messages import message
from plugins.tfma.names import (
    LEGACY,
    columns,
    metric_name,
    qualifiers,
    slice_of,
    slice_text,
    text,
)
from plugins.tfma.values import LEVEL, Number, numbers, with_interval

COUNT = "example_count"
MOST_RESULTS = 200_000  # of one evaluation, as many as are kept of a run
MOST_CURVES = 200
AGAINST = " (baseline slice - slice)"
ERROR = "__ERROR__"  # TFMA's name for why a slice has no metrics


@dataclass
class Measured:
    """By the name that the evaluation gives a model; empty where there is but one.

    `texts` are metrics whose value is a text, `failed` says which slices were not measured, and
    `unread` which metrics hold nothing that is a number or can be drawn.
    """

    results: dict[str, list[Result]] = field(default_factory=lambda: defaultdict(list))
    curves: dict[str, list[Curve]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    failed: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def models(self) -> list[str]:
        return sorted({*self.results, *self.curves, *self.texts})


def add_metrics(found: Measured, record: Any, method: str) -> None:
    """The metrics of one slice; `method` is how intervals were found."""
    keyed = [*record.keyed[:MOST_RESULTS], *_with_keys(record.named[:MOST_RESULTS])]
    counts = {
        (text(it.key.model), text(it.key.output)): _whole(it.value)
        for it in keyed
        if text(it.key.name).removeprefix(LEGACY) == COUNT and not it.key.weighted.value
    }
    for it in keyed:
        name = text(it.key.name)
        if it.value.HasField("debug"):
            found.failed.append(f"{slice_text(slice_of(record))}: {text(it.value.debug)[:200]}")
        elif name and not (name.startswith("_") and name != ERROR):
            _add(found, record, it, counts, method)


def add_plots(found: Measured, record: Any) -> None:
    slice = columns(record.slice)
    if record.HasField("plot"):
        found.curves[""].extend(curves_of(record.plot, "", slice))
    for named in record.named:
        found.curves[""].extend(curves_of(named.value, text(named.name), slice))
    for it in record.keyed:
        apart = "-".join(qualifiers(it.key))
        name = ",".join(part for part in (text(it.key.name), apart) if part)
        drawn = list(curves_of(it.value, name, slice_of(record, it.key)))
        found.curves[text(it.key.model)].extend(drawn)
        if it.value.HasField("labels") and not drawn:
            found.unread.add(name or "a confusion matrix of several labels")


def add_attributions(found: Measured, record: Any) -> None:
    """How much each feature counts: a result for the slice `feature=…`."""
    for it in record.keyed:
        slice = slice_of(record, it.key)
        for named in it.values:
            pairs = {**slice, "feature": text(named.name)}
            for part in numbers(named.value)[:1]:
                _append(found, text(it.key.model), metric_name(it.key), pairs, part, None)


def _with_keys(named: Sequence[Any]) -> Iterator[Any]:
    """Metrics of old files, which have a name but no key."""
    for it in named:
        keyed = message("KeyedMetric")()
        keyed.key.name = it.name
        keyed.value.CopyFrom(it.value)
        yield keyed


def _add(
    found: Measured, record: Any, it: Any, counts: Mapping[tuple[str, str], int | None], method: str
) -> None:
    model, output, slice = text(it.key.model), text(it.key.output), slice_of(record, it.key)
    parts = numbers(it.value)
    if it.HasField("interval"):
        parts = with_interval(parts, it.interval, method)
    drawn = list(curves_of(it.value, metric_name(it.key), slice))
    found.curves[model].extend(drawn)
    if it.value.HasField("bytes"):
        if not slice:
            found.texts[model][metric_name(it.key)] = text(it.value.bytes)
    elif not parts and not drawn:
        found.unread.add(metric_name(it.key))
    after, n = "", counts.get((model, output), counts.get((model, "")))
    if record.HasField("cross_slice"):
        # TFMA subtracts this slice from the baseline: the name must not lead to a direction.
        after, n = AGAINST, None
    for part in parts:
        _append(found, model, metric_name(it.key, part.suffix) + after, slice, part, n)


def _append(
    found: Measured, model: str, name: str, slice: Mapping[str, str], part: Number, n: int | None
) -> None:
    found.count += 1
    if found.count > MOST_RESULTS:
        return
    found.results[model].append(
        Result(
            metric=name,
            value=part.value,
            slice=slice,
            n=n,
            low=part.low,
            high=part.high,
            level=LEVEL if part.low is not None else None,
            method=part.method,
        )
    )


def _whole(value: Any) -> int | None:
    found = numbers(value)
    number = found[0].value if found else math.nan
    is_count = math.isfinite(number) and 0 <= number < 2**53 and number == int(number)
    return int(number) if is_count else None
