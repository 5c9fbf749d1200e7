"""Means of resampled units, each divided by its own standard error: very many, quickly, and the
same numbers by seed on any number of threads.

A resample is how often each unit was drawn: a row of whole numbers. Rows times columns of what is
summed is one multiplication of matrices. What is summed is rounded to whole numbers of 2^-k first,
so that every sum is exact, in whatever order it is taken: BLAS may share out the work as it likes.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from catalog.statistics.drawing import draw_kinds, draw_units, kinds_of
from catalog.statistics.units import Array, Units

MANTISSA = 52  # bits of the whole numbers that a float64 holds exactly
MOST_THREADS = 4
# Of one thread: how many draws it holds at once, a byte each, and of how many resamples.
MOST_DRAWS, MOST_ROWS = 1 << 24, 128
# Products in one multiplication, and least units in it: so few that OpenBLAS takes one thread for
# it. Those that it would start wait for each other, and for whatever else the machine does.
PRODUCTS, LEAST_SLAB = 1 << 18, 16
# Measured on one core of a server of 2024, with a margin: a draw, and a draw times a column.
DRAW_SECONDS, SUM_SECONDS, CALL_SECONDS = 4e-9, 1e-10, 0.005

Progress = Callable[[float], None]


def seconds_for(n: int, metrics: int, resamples: int) -> float:
    """About how long it takes on one core."""
    return CALL_SECONDS + n * resamples * (DRAW_SECONDS + 2 * metrics * SUM_SECONDS)


def studentised(units: Units, resamples: int, seed: int, progress: Progress) -> Array:
    """(resamples, metrics): the resampled mean minus the mean, by the resample's standard error.

    Infinite where all that was drawn differs alike from the mean, and so has no standard error;
    0 where it has the mean as well. `progress` is told the share that is done; what it raises
    ends the work.
    """
    columns = _columns(units)
    bits = MANTISSA - max(1, (units.count - 1).bit_length())
    whole, exponents = _fixed_point(columns, bits)
    rows = min(MOST_ROWS, max(1, MOST_DRAWS // units.count))
    first, counts = _kinds(units)
    starts = range(0, resamples, rows)
    answers: list[Array] = []
    pool = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1), "resampling")
    try:
        for sums in pool.map(partial(_sums, whole[first], counts, resamples, rows, seed), starts):
            answers.append(_t_values(np.ldexp(sums, exponents), units, columns, bits))
            progress(len(answers) / len(starts))
    finally:
        pool.shutdown(cancel_futures=True)
    return np.concatenate(answers)


def _columns(units: Units) -> Array:
    """What is summed over a resample: e and e²; of clusters also e·size, size², and size."""
    e = units.residuals
    if units.sizes is None:
        return np.concatenate([e, e * e], axis=1)
    sizes = units.sizes[:, np.newaxis]
    return np.concatenate([e, e * e, e * sizes, sizes * sizes, sizes], axis=1)


def _fixed_point(columns: Array, bits: int) -> tuple[Array, Array]:
    """Whole numbers below 2^bits, as floats, and the exponents that bring them back."""
    largest = np.abs(columns).max(axis=0, initial=0.0)
    exponents = np.frexp(largest)[1] - bits
    return np.rint(np.ldexp(columns, -exponents)), exponents


def _kinds(units: Units) -> tuple[NDArray[np.intp] | slice, NDArray[np.intp] | None]:
    """Where they are first, and how many of each; all units, where kinds don't make it quicker."""
    kinds = kinds_of(units.residuals) if units.sizes is None else None
    return kinds or (slice(None), None)


def _sums(
    whole: Array,
    counts: NDArray[np.intp] | None,
    resamples: int,
    rows: int,
    seed: int,
    start: int,
) -> Array:
    """(resamples of the block that begins at `start`, columns)."""
    # A generator for each block: what it draws depends on nothing but the seed and its place.
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, start // rows))))
    drawn = min(rows, resamples - start)
    times: NDArray[np.uint8] | NDArray[np.int64]
    if counts is None:
        times = draw_units(random, drawn, len(whole))
    else:
        times = draw_kinds(random, drawn, counts)
    slab = max(LEAST_SLAB, PRODUCTS // (len(times) * whole.shape[1]))
    sums = np.zeros((len(times), whole.shape[1]))
    for at in range(0, len(whole), slab):
        sums += times[:, at : at + slab].astype(np.float64) @ whole[at : at + slab]
    return sums


def _t_values(sums: Array, units: Units, columns: Array, bits: int) -> Array:
    metrics = units.residuals.shape[1]
    e, squares = sums[:, :metrics], sums[:, metrics : 2 * metrics]
    if units.sizes is None:
        spread = squares - e * e / units.count
    else:
        sizes, sizes_squared = sums[:, -1:], sums[:, -2:-1]
        off = e / sizes  # how far the resampled mean is off the mean
        spread = squares - 2 * off * sums[:, 2 * metrics : -2] + off * off * sizes_squared
    # What rounding to whole numbers can leave of a sum that is none.
    nothing = np.abs(columns).max(axis=0) * (units.count * 2.0 ** (4 - bits))
    spread = np.where(spread > nothing[metrics : 2 * metrics], spread, 0.0)
    e = np.where(np.abs(e) > nothing[:metrics], e, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        t: Array = np.where(e == 0.0, 0.0, e / np.sqrt(spread))
    return t
