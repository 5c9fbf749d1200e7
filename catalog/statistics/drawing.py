"""How often each unit is drawn: exact multinomial counts, in the quicker of two ways."""

import numpy as np
from numpy.typing import NDArray

from catalog.statistics.units import Array

DRAWN_AT_ONCE = 1 << 16  # numbers that stay in the cache while they are counted
# A count of a kind takes as long as drawing so many units. With no more kinds than this, and this
# many times fewer than units, kinds are drawn.
KIND_DRAWS = 20
MOST_KINDS, FEWER = 4_096, 32

Kinds = tuple[NDArray[np.intp], NDArray[np.intp]]


def kinds_of(residuals: Array) -> Kinds | None:
    """Where each kind of unit (units, metrics) is first, and how many there are of it: scores of
    zeros and ones have few. None where there are many. In the order of the units, so that it is
    the same with all signs turned."""
    most = min(MOST_KINDS, len(residuals) // FEWER)
    codes = np.zeros(len(residuals), dtype=np.intp)
    first = counts = codes[:1]
    for column in residuals.T:
        _, values = np.unique(column, return_inverse=True)
        found = np.unique(
            codes * (int(values.max()) + 1) + values,
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        _, first, codes, counts = found
        if len(first) > most:
            return None
    order = np.argsort(first)
    return first[order], counts[order]


def draw_units(random: np.random.Generator, rows: int, units: int) -> NDArray[np.uint8]:
    """(rows, units). That one of more than 255 units is drawn more than 255 times has a
    probability below 10^-500."""
    times = np.empty((rows, units), np.uint8)
    step = max(1, DRAWN_AT_ONCE // units)
    for at in range(0, rows, step):
        some = times[at : at + step]
        drawn = random.integers(0, units, size=some.shape)
        drawn += np.arange(len(some))[:, np.newaxis] * units
        some[:] = np.bincount(drawn.ravel(), minlength=some.size).reshape(some.shape)
    return times


def draw_kinds(
    random: np.random.Generator, rows: int, counts: NDArray[np.intp]
) -> NDArray[np.int64]:
    """(rows, kinds), of as many units as there are."""
    units = int(counts.sum())
    return random.multinomial(units, counts / units, size=rows)
