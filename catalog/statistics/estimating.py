"""How long a paired bootstrap will take, before it is begun."""

from collections.abc import Sequence

from numpy.typing import ArrayLike

from catalog.statistics.drawing import KIND_DRAWS, kinds_of
from catalog.statistics.paired import LEAST, RESAMPLES
from catalog.statistics.resampling import seconds_for
from catalog.statistics.units import Pairs, as_columns, pairs_of


def seconds_to_pair(
    a: ArrayLike,
    b: ArrayLike,
    *,
    clusters: Sequence[object] | None = None,
    resamples: int = RESAMPLES,
) -> float:
    """About how many seconds `paired_bootstrap` takes on one core for the same."""
    return sum(
        _seconds(pairs, resamples) for pairs in pairs_of(as_columns(a), as_columns(b), clusters)
    )


def _seconds(pairs: Pairs, resamples: int) -> float:
    drawn = pairs.n if pairs.clusters is None else int(pairs.clusters.max(initial=-1)) + 1
    if drawn < LEAST:
        return 0.0
    kinds = kinds_of(pairs.a - pairs.b) if pairs.clusters is None else None
    if kinds is not None:
        drawn = KIND_DRAWS * len(kinds[0])
    return seconds_for(drawn, len(pairs.columns), resamples)
