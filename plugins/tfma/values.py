"""The numbers in a MetricValue, which may be one, many, or none."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEVEL = 0.95  # of all intervals of TFMA: utils/math_util.py, calculate_confidence_interval
MOST_THRESHOLDS = 20  # whose rates are results; more of them are a curve
MOST_ELEMENTS = 1000  # of an array
POISSON_BOOTSTRAP = 2  # BoundedValue.Methodology; the other one bounds an integral, not chance
RATES = (
    *("true_positives", "true_negatives", "false_positives", "false_negatives", "precision"),
    *("recall", "false_positive_rate", "f1", "accuracy", "false_omission_rate"),
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a value. `suffix` tells several of one metric apart."""

    suffix: str
    value: float
    low: float | None = None
    high: float | None = None
    method: str = ""


def numbers(value: Any) -> list[Number]:
    """All numbers of a value; empty for texts, errors, and what is drawn as a curve instead."""
    for field, read in _READ.items():
        if value.HasField(field):
            return list(read(getattr(value, field)))
    return []


def with_interval(found: list[Number], interval: Any, method: str) -> list[Number]:
    """The numbers with the bounds that stand beside them, part by part."""
    lows = {it.suffix: it.value for it in numbers(interval.low)}
    highs = {it.suffix: it.value for it in numbers(interval.high)}
    degrees = f"t with {interval.degrees.value} degrees of freedom"
    said = f"{method}, {degrees}" if method else degrees
    return [
        Number(it.suffix, it.value, lows[it.suffix], highs[it.suffix], said)
        if it.suffix in lows and it.suffix in highs
        else it
        for it in found
    ]


def _double(value: Any) -> Iterator[Number]:
    yield Number("", value.value)


def _bounded(value: Any, suffix: str = "") -> Iterator[Number]:
    if not value.HasField("value"):
        return
    is_interval = value.method == POISSON_BOOTSTRAP and value.HasField("low")
    if is_interval and value.HasField("high"):
        low, high = value.low.value, value.high.value
        yield Number(suffix, value.value.value, low, high, "Poisson bootstrap")
    else:
        yield Number(suffix, value.value.value)


def _t_distribution(value: Any, suffix: str = "") -> Iterator[Number]:
    """Mean of the samples, give or take so many standard errors, as TFMA computes it."""
    middle = value.unsampled if value.HasField("unsampled") else value.mean
    degrees, error = value.degrees.value, value.deviation.value
    if degrees < 1 or not value.HasField("mean") or not math.isfinite(error):
        if value.HasField("unsampled") or value.HasField("mean"):
            yield Number(suffix, middle.value)
        return
    from scipy.special import stdtrit  # takes a while to load, and only old files need it

    width = error * float(stdtrit(degrees, (1 + LEVEL) / 2))
    low, high = value.mean.value - width, value.mean.value + width
    said = f"Poisson bootstrap, t with {degrees} degrees of freedom"
    yield Number(suffix, middle.value, low, high, said)


def _cutoffs(value: Any) -> Iterator[Number]:
    for pair in value.values:
        suffix = f"@{pair.cutoff}" if pair.cutoff else ""
        if pair.HasField("bounded"):
            yield from _bounded(pair.bounded, suffix)
        elif pair.HasField("t_distribution"):
            yield from _t_distribution(pair.t_distribution, suffix)
        else:
            yield Number(suffix, pair.value)


def _thresholds(value: Any) -> Iterator[Number]:
    if len(value.matrices) > MOST_THRESHOLDS:
        return
    for matrix in value.matrices:
        for name in RATES:
            if matrix.HasField(name):
                yield Number(f"/{name},{matrix.threshold:g}", getattr(matrix, name))


def _array(value: Any) -> Iterator[Number]:
    kinds = (value.float64, value.float32, value.int64, value.int32)
    elements: Sequence[float] = next((kind for kind in kinds if len(kind)), [])
    if len(elements) == 1:
        yield Number("", float(elements[0]))
        return
    for place, element in enumerate(elements[:MOST_ELEMENTS]):
        yield Number(f"/{place}", float(element))


_READ: Mapping[str, Callable[[Any], Iterator[Number]]] = {
    "double": _double,
    "bounded": _bounded,
    "t_distribution": _t_distribution,
    "cutoffs": _cutoffs,
    "thresholds": _thresholds,
    "array": _array,
}
