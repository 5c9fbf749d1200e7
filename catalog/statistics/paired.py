"""The difference between two models that scored the same examples, by a paired bootstrap."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from catalog.statistics.intervals import (
    Bounds,
    detectable,
    tail_place,
    unbiased,
    wider_of_both,
)
from catalog.statistics.resampling import studentised
from catalog.statistics.units import Array, MeasuredPairs, Pairs, as_columns, measure, pairs_of

LEVEL = 0.95
RESAMPLES = 2_000
SEED = 1979  # any number; that of Efron's first paper on the bootstrap
LEAST = 20  # examples, or clusters: with fewer, intervals hold less often than they promise

PAIRED, CLUSTERED = "paired bootstrap", "cluster bootstrap"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDifference:
    """`value` and `baseline` are means over the `n` examples that both scored, and may differ from
    what was reported over more; `left_out` are those that one of them has no score (NaN) for.

    `low` and `high` bound the difference at `level`, and `p` is two-sided: at most 1 - level
    exactly where 0 is outside. They are None where no interval can be had; `why` says so.
    `p_of_many` is p to be adjusted where this is one of many: never above p, and without a least
    value.
    `detectable` is the smallest true difference that so much data would show with 80 % power.
    All numbers are NaN where no pair is left or a score is infinite.
    """

    value: float
    baseline: float
    difference: float
    n: int
    left_out: int
    clusters: int | None
    low: float | None = None
    high: float | None = None
    level: float
    p: float | None = None
    p_of_many: float | None = None
    standard_error: float | None = None
    detectable: float | None = None
    method: str
    seed: int
    resamples: int
    why: str = ""

    paired: ClassVar[bool] = True

    @property
    def is_tie(self) -> bool:
        """Of enough examples, every one scored the same."""
        units = self.n if self.clusters is None else self.clusters
        return units >= LEAST and self.difference == 0.0 and self.standard_error == 0.0


def paired_bootstrap(
    a: ArrayLike,
    b: ArrayLike,
    *,
    clusters: Sequence[object] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    level: float = LEVEL,
    progress: Callable[[float], None] = lambda share: None,
) -> list[PairedDifference]:
    """Differences a - b of the means of scores, (examples, metrics) or of one metric; of all
    metrics by the same resamples.

    With `clusters` (a label for each example) these are drawn whole, since their examples are not
    independent. `progress` is told the share that is done; what it raises ends the work. Raises
    ValueError where shapes don't fit or `resamples` are too few for `level`.
    """
    first, second = as_columns(a), as_columns(b)
    _check(first, second, clusters, resamples, level)
    how = _How(resamples, seed, level)
    found: dict[int, PairedDifference] = {}
    alike = list(pairs_of(first, second, clusters))
    for done, pairs in enumerate(alike):
        share = partial(_report, progress, done, len(alike))
        found.update(zip(pairs.columns, _differences(pairs, how, share), strict=True))
    return [found[column] for column in range(first.shape[1])]


@dataclass(frozen=True, slots=True)
class _How:
    resamples: int
    seed: int
    level: float


def _check(
    a: Array, b: Array, clusters: Sequence[object] | None, resamples: int, level: float
) -> None:
    if a.shape != b.shape or a.ndim != 2:
        raise ValueError(f"scores of the same examples and metrics, not {a.shape} and {b.shape}")
    if clusters is not None and len(clusters) != len(a):
        raise ValueError(f"{len(clusters)} clusters of {len(a)} examples")
    if not 0.5 <= level < 1 or tail_place(resamples, level) < 1:
        raise ValueError(f"{resamples} resamples have no interval at the level {level}")


def _report(progress: Callable[[float], None], done: int, count: int, share: float) -> None:
    progress((done + share) / count)


def _differences(
    pairs: Pairs, how: _How, progress: Callable[[float], None]
) -> list[PairedDifference]:
    """One for each metric of the pairs, in their order."""
    if not pairs.n:
        why = "no example has a score in both"
        return [_without_number(pairs, how, why) for _ in pairs.columns]
    measured = measure(pairs)
    bounds = _bounds(measured, how, progress)
    return [
        _difference(pairs, how, measured, place, bounds.get(place))
        for place in range(len(pairs.columns))
    ]


def _bounds(
    measured: MeasuredPairs, how: _How, progress: Callable[[float], None]
) -> dict[int, Bounds]:
    """By place of a metric; those that don't vary, and those of too few units, have none."""
    units, errors = measured.units, measured.errors
    varying = np.flatnonzero(errors > 0.0)
    if units.count < LEAST or not len(varying):
        return {}
    chosen = replace(units, residuals=units.residuals[:, varying])
    t_values = studentised(chosen, how.resamples, how.seed, progress)
    observed = measured.difference[varying] / errors[varying]
    bounds = wider_of_both(t_values, observed, units.count, how.level)
    return dict(zip(varying.tolist(), bounds, strict=True))


def _difference(
    pairs: Pairs, how: _How, measured: MeasuredPairs, place: int, bounds: Bounds | None
) -> PairedDifference:
    if pairs.infinite[place]:
        return _without_number(pairs, how, _infinite(int(pairs.infinite[place])))
    units, exponent = measured.units.count, int(pairs.exponents[place])
    difference, error = float(measured.difference[place]), float(measured.errors[place])
    sampled = error * unbiased(units) if units > 1 else None
    found = replace(
        _without_number(pairs, how, ""),
        value=math.ldexp(float(measured.a[place]), exponent),
        baseline=math.ldexp(float(measured.b[place]), exponent),
        difference=math.ldexp(difference, exponent),
        standard_error=None if sampled is None else math.ldexp(sampled, exponent),
    )
    if bounds is None or not (math.isfinite(bounds.low) and math.isfinite(bounds.high)):
        return replace(found, why=_why_none(found, units, bounds))
    return replace(
        found,
        low=math.ldexp(difference - bounds.low * error, exponent),
        high=math.ldexp(difference + bounds.high * error, exponent),
        p=bounds.p,
        p_of_many=bounds.p_of_many,
        detectable=detectable(found.standard_error or 0.0, units, how.level),
    )


def _without_number(pairs: Pairs, how: _How, why: str) -> PairedDifference:
    clusters = None if pairs.clusters is None else int(pairs.clusters.max(initial=-1)) + 1
    return PairedDifference(
        value=math.nan,
        baseline=math.nan,
        difference=math.nan,
        n=pairs.n,
        left_out=pairs.left_out,
        clusters=clusters,
        level=how.level,
        method=PAIRED if clusters is None else CLUSTERED,
        seed=how.seed,
        resamples=how.resamples,
        why=why,
    )


def _infinite(count: int) -> str:
    return f"{count} {'example has' if count == 1 else 'examples have'} an infinite score"


def _why_none(found: PairedDifference, units: int, bounds: Bounds | None) -> str:
    if units < LEAST:
        drawn = "examples that both scored" if found.clusters is None else "clusters"
        return f"too few {drawn}: {units}, where {LEAST} are needed"
    if bounds is not None:
        return "too few examples differ between the two for an interval"
    if found.difference == 0.0:
        return "every example has the same score in both"
    return "the difference is the same in every example, so that nothing varies"
