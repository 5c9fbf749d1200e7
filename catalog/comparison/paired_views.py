"""Differences of single examples, as a comparison shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.comparison.views import Statistics
from catalog.statistics import PairedDifference

NONE = Statistics("none", why="no run has scores of single examples")


@dataclass(frozen=True, slots=True)
class Pairs:
    """`found` by the place of the subject, the metric as it is shown, and the slice (empty: all of
    the data); how far it is. `doubts` by the place of the subject: what its examples say against
    its being measured on the baseline's data."""

    found: Mapping[tuple[int, str, str], PairedDifference] = field(default_factory=dict)
    statistics: Statistics = NONE
    doubts: Mapping[int, str] = field(default_factory=dict)
