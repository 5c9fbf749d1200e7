"""Counts of values, most frequent first."""

from collections.abc import Iterable

from search.request import FacetCount

MAX_SHOWN = 100

# How many values of a facet an engine counts before the most frequent are taken.
FACET_SIZE = 1_000


def counts(buckets: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """The most frequent values; equally frequent ones by name."""
    ordered = sorted(buckets, key=lambda bucket: (-bucket[1], bucket[0]))
    return tuple(FacetCount(value, count) for value, count in ordered[:MAX_SHOWN])
