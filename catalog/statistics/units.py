"""Scores of the same examples by two models, as what a bootstrap draws from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Scores that differ by no more than this, of the largest of them, differ by rounding only.
ROUNDING = 16 * np.finfo(np.float64).eps


@dataclass(frozen=True, slots=True)
class Pairs:
    """Metrics (`columns`: their places) that were scored for the same examples.

    `a`, `b` are (examples, metrics), each metric scaled by a power of two (`exponents`) so that
    no score is beyond 1: then neither sums nor squares overflow. Those in `infinite` are zeros.
    """

    columns: Sequence[int]
    a: Array
    b: Array
    exponents: NDArray[np.intc]
    infinite: NDArray[np.intp]  # how many scores of each metric are infinite
    left_out: int
    clusters: NDArray[np.intp] | None  # by example, numbers from 0 without gaps

    @property
    def n(self) -> int:
        return len(self.a)


@dataclass(frozen=True, slots=True)
class Units:
    """What is drawn: examples, or clusters of them.

    `residuals` (units, metrics): over each unit, the sum of the differences minus their mean.
    `sizes`: how many examples each unit has; None = one.
    """

    residuals: Array
    sizes: Array | None

    @property
    def count(self) -> int:
        return len(self.residuals)

    def standard_errors(self) -> Array:
        """Of the mean difference, linearised (Cochran 1977, Sampling Techniques, 2.11 and 6.4:
        a mean, or a ratio of sums), as if there were no more units than these."""
        total = float(self.sizes.sum()) if self.sizes is not None else self.count
        spread: Array = np.sqrt(np.square(self.residuals).sum(axis=0)) / total
        return spread


@dataclass(frozen=True, slots=True)
class MeasuredPairs:
    """By metric: the means and their difference, its standard error (of a population of these
    units), and what is drawn."""

    a: Array
    b: Array
    difference: Array
    errors: Array
    units: Units


def as_columns(scores: ArrayLike) -> Array:
    """(examples, metrics); one metric may be a plain list."""
    array = np.asarray(scores, dtype=np.float64)
    return array[:, np.newaxis] if array.ndim == 1 else array


def pairs_of(a: Array, b: Array, clusters: Sequence[object] | None) -> Iterator[Pairs]:
    """The metrics, together where they leave out the same examples: those for which either model
    has no score (NaN)."""
    missing = np.isnan(a) | np.isnan(b)
    alike: dict[bytes, list[int]] = {}
    for column in range(a.shape[1]):
        alike.setdefault(missing[:, column].tobytes(), []).append(column)
    for columns in alike.values():
        kept = ~missing[:, columns[0]]
        yield _pairs(columns, a[kept][:, columns], b[kept][:, columns], len(a), kept, clusters)


def measure(pairs: Pairs) -> MeasuredPairs:
    """Of at least one example. Differences that vary by rounding only don't vary."""
    differences = pairs.a - pairs.b
    means = differences.mean(axis=0)
    alike = np.ptp(differences, axis=0) <= ROUNDING
    means = np.where(alike & (np.abs(means) <= ROUNDING), 0.0, means)
    units = _units(pairs.clusters, np.where(alike, 0.0, differences - means))
    return MeasuredPairs(
        pairs.a.mean(axis=0), pairs.b.mean(axis=0), means, units.standard_errors(), units
    )


def _units(clusters: NDArray[np.intp] | None, residuals: Array) -> Units:
    if clusters is None:
        return Units(residuals, None)
    sums = [np.bincount(clusters, weights=column) for column in residuals.T]
    sizes = np.bincount(clusters).astype(np.float64)
    return Units(np.stack(sums, axis=1), sizes)


def _pairs(
    columns: Sequence[int],
    a: Array,
    b: Array,
    count: int,
    kept: NDArray[np.bool_],
    clusters: Sequence[object] | None,
) -> Pairs:
    infinite = (np.isinf(a) | np.isinf(b)).sum(axis=0)
    a, b = (np.where(infinite > 0, 0.0, side) for side in (a, b))
    largest = np.maximum(np.abs(a), np.abs(b)).max(axis=0, initial=0.0)
    exponents = np.frexp(largest)[1]
    return Pairs(
        columns,
        a=np.ldexp(a, -exponents),
        b=np.ldexp(b, -exponents),
        exponents=exponents,
        infinite=infinite,
        left_out=count - len(a),
        clusters=None if clusters is None else _numbered(clusters, kept),
    )


def _numbered(clusters: Sequence[object], kept: NDArray[np.bool_]) -> NDArray[np.intp]:
    numbers: dict[object, int] = {}
    chosen = [cluster for cluster, keep in zip(clusters, kept, strict=True) if keep]
    return np.array([numbers.setdefault(one, len(numbers)) for one in chosen], dtype=np.intp)
