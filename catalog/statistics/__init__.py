"""What a difference between two measurements is worth. Pure: arrays in, values out.

README.md says which formula is used, from where, and when it does not apply.
"""

from catalog.statistics.adjusting import benjamini_hochberg
from catalog.statistics.estimating import seconds_to_pair
from catalog.statistics.labels import (
    HIGHER,
    IMPROVED,
    LOWER,
    NO_EVIDENCE,
    REGRESSED,
    UNDERPOWERED,
    label,
)
from catalog.statistics.paired import (
    LEAST,
    LEVEL,
    RESAMPLES,
    SEED,
    PairedDifference,
    paired_bootstrap,
)
from catalog.statistics.resampling import seconds_for
from catalog.statistics.unpaired import Measured, UnpairedDifference, unpaired_difference

__all__ = [
    "HIGHER",
    "IMPROVED",
    "LEAST",
    "LEVEL",
    "LOWER",
    "NO_EVIDENCE",
    "REGRESSED",
    "RESAMPLES",
    "SEED",
    "UNDERPOWERED",
    "Measured",
    "PairedDifference",
    "UnpairedDifference",
    "benjamini_hochberg",
    "label",
    "paired_bootstrap",
    "seconds_for",
    "seconds_to_pair",
    "unpaired_difference",
]
