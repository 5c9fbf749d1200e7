"""One word for what a difference is worth."""

from typing import Protocol

IMPROVED, REGRESSED = "improved", "regressed"
HIGHER, LOWER = "higher", "lower"  # of a metric without a direction
NO_EVIDENCE, UNDERPOWERED = "no evidence", "underpowered"

# Without a margin, a difference is worth seeing from this share of the larger value on.
WORTH_SEEING = 0.05


class Judged(Protocol):
    """A paired or an unpaired difference."""

    @property
    def value(self) -> float: ...
    @property
    def baseline(self) -> float: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def detectable(self) -> float | None: ...
    @property
    def is_tie(self) -> bool: ...


def label(difference: Judged | None, direction: str, margin: float = 0.0) -> str:
    """IMPROVED or REGRESSED (HIGHER or LOWER where `direction` is neither "higher" nor "lower")
    where the whole interval is beyond `margin`, the largest difference that doesn't matter.

    Else UNDERPOWERED where the data had less than 80 % power to show a difference worth seeing
    (the margin, or without one 5 % of the larger value), and don't exclude it either; or where
    there is no interval. Else NO_EVIDENCE, which is not evidence that both are equal.
    """
    if difference is None or difference.low is None or difference.high is None:
        return NO_EVIDENCE if difference is not None and difference.is_tie else UNDERPOWERED
    if difference.low > margin:
        return {"higher": IMPROVED, "lower": REGRESSED}.get(direction, HIGHER)
    if difference.high < -margin:
        return {"higher": REGRESSED, "lower": IMPROVED}.get(direction, LOWER)
    return UNDERPOWERED if _is_underpowered(difference, margin) else NO_EVIDENCE


def _is_underpowered(difference: Judged, margin: float) -> bool:
    larger = max(abs(difference.value), abs(difference.baseline))
    worth_seeing = margin or WORTH_SEEING * larger
    low, high = difference.low or 0.0, difference.high or 0.0
    excluded = -worth_seeing < low and high < worth_seeing
    return not excluded and (difference.detectable or 0.0) > worth_seeing
