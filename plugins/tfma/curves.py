"""Curves from plots, and from metrics whose value is a matrix for each of many thresholds."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.api import Curve

MOST_POINTS = 2000  # of a curve, evenly thinned
MOST_BINS = 100  # of a calibration; TFMA makes 10,000
MOST_CLASSES = 100
LEAST_POINTS = 3  # thresholds that make a curve


def curves_of(plot: Any, name: str, slice: Mapping[str, str]) -> Iterator[Curve]:
    """What can be drawn of a plot, or of a metric's value: both have the same fields."""
    if plot.HasField("thresholds"):
        yield from _rates(plot.thresholds.matrices, name, slice)
    if plot.HasField("classes"):
        for matrix in plot.classes.matrices:
            yield from _confusion(matrix, name, slice, len(plot.classes.matrices) > 1)
    if "calibration" in plot.DESCRIPTOR.fields_by_name and plot.HasField("calibration"):
        yield from _calibration(plot.calibration.buckets, name, slice)


def _rates(matrices: Sequence[Any], name: str, slice: Mapping[str, str]) -> Iterator[Curve]:
    """Receiver operating characteristic, and precision over recall, from the counts."""
    ordered = _thin(sorted(matrices, key=lambda it: it.threshold))
    if len(ordered) < LEAST_POINTS:
        for it in ordered:
            yield _two_classes(it, name, slice, len(ordered) > 1)
        return
    for type, points in (("roc", _roc(ordered)), ("pr", _precision_over_recall(ordered))):
        if len(points) >= LEAST_POINTS:
            x, y = zip(*reversed(points), strict=True)
            yield Curve(type=type, name=name, slice=slice, x=x, y=y)


def _roc(matrices: Sequence[Any]) -> list[tuple[float, float]]:
    return [
        (it.false_positives / negatives, it.true_positives / positives)
        for it in matrices
        if (negatives := it.false_positives + it.true_negatives)
        and (positives := it.true_positives + it.false_negatives)
    ]


def _precision_over_recall(matrices: Sequence[Any]) -> list[tuple[float, float]]:
    return [
        (it.true_positives / positives, it.true_positives / found)
        for it in matrices
        if (positives := it.true_positives + it.false_negatives)
        and (found := it.true_positives + it.false_positives)
    ]


def _two_classes(it: Any, name: str, slice: Mapping[str, str], is_one_of_many: bool) -> Curve:
    matrix = [[it.true_negatives, it.false_positives], [it.false_negatives, it.true_positives]]
    named = f"{name} at {it.threshold:g}" if is_one_of_many else name
    return Curve(
        type="confusion", name=named, slice=slice, labels=("negative", "positive"), matrix=matrix
    )


def _confusion(
    it: Any, name: str, slice: Mapping[str, str], is_one_of_many: bool
) -> Iterator[Curve]:
    """TFMA writes -1 where no class was above the threshold."""
    ids = sorted({cell.actual for cell in it.cells} | {cell.predicted for cell in it.cells})
    if not 0 < len(ids) <= MOST_CLASSES:
        return
    place = {number: at for at, number in enumerate(ids)}
    matrix = [[0.0] * len(ids) for _ in ids]
    for cell in it.cells:
        matrix[place[cell.actual]][place[cell.predicted]] += cell.examples
    yield Curve(
        type="confusion",
        name=f"{name} at {it.threshold:g}" if is_one_of_many else name,
        slice=slice,
        labels=["none" if number < 0 else str(number) for number in ids],
        matrix=matrix,
    )


def _calibration(buckets: Sequence[Any], name: str, slice: Mapping[str, str]) -> Iterator[Curve]:
    """Means of neighbouring buckets, so that each has a hundredth of all there are."""
    filled = [it for it in sorted(buckets, key=lambda it: it.low) if it.examples.value > 0]
    filled = [it for it in filled if math.isfinite(it.examples.value)]
    step = math.ceil(len(filled) / MOST_BINS) or 1
    groups = [filled[at : at + step] for at in range(0, len(filled), step)]
    if not groups:
        return
    weights = [math.fsum(it.examples.value for it in group) for group in groups]
    predicted = [math.fsum(it.predictions.value for it in group) for group in groups]
    observed = [math.fsum(it.labels.value for it in group) for group in groups]
    yield Curve(
        type="calibration",
        name=name,
        slice=slice,
        x=[total / weight for total, weight in zip(predicted, weights, strict=True)],
        y=[total / weight for total, weight in zip(observed, weights, strict=True)],
        weights=weights,
    )


def _thin(ordered: list[Any]) -> list[Any]:
    step = math.ceil(len(ordered) / MOST_POINTS) or 1
    return ordered if step == 1 else [*ordered[:-1:step], ordered[-1]]
