"""How a comparison is told: every verdict is a word, a shape and a colour."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.comparison import views
from catalog.comparison.figures import signed
from catalog.ui.measured import joined_notes


@dataclass(frozen=True, slots=True)
class Look:
    """The icon and the tone of a state."""

    icon: str
    tone: str


# What a difference is worth. Its arrow is the way the value went; this is whether that is good.
TONES: Mapping[str, str] = {
    views.IMPROVED: "good",
    views.REGRESSED: "bad",
}
# Shapes of what has no arrow.
SHAPES: Mapping[str, str] = {
    views.NO_EVIDENCE: "equal-approximately",
    views.UNDERPOWERED: "circle-question-mark",
    views.SAME: "equal",
}
# The verdict on a whole comparison, with what it means.
VERDICTS: Mapping[str, tuple[Look, str, str]] = {
    views.COMPARABLE: (
        Look("circle-check", "good"),
        "Comparable",
        "Measured on the same data, in the same way.",
    ),
    views.PARTLY: (
        Look("triangle-alert", "warn"),
        "Partly comparable",
        "Read the differences with what follows in mind; what would mislead is left out.",
    ),
    views.NOT: (
        Look("circle-x", "bad"),
        "Not comparable",
        "Values are shown, differences are not: they would mislead.",
    ),
}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference in words; `hint` has all there is to it. `unpaired`: found from two intervals,
    not from single examples."""

    icon: str
    tone: str
    amount: str
    relative: str
    word: str
    unpaired: bool
    bounds: str
    hint: str


def shown_difference(it: views.Difference) -> ShownDifference:
    """How a difference from the baseline is told."""
    bounds = signed_interval(it.low, it.high)
    level = f" ({100 * it.level:g} %)" if it.level else ""
    p = f"p {it.p:.3g}{' adjusted for many slices' if it.exploratory else ''}" if it.p else ""
    exploratory = "one of many slices, so only a hint" if it.exploratory else ""
    return ShownDifference(
        icon=SHAPES.get(it.label) or ("arrow-up" if it.value > 0 else "arrow-down"),
        tone=TONES.get(it.label, "muted"),
        amount="" if it.label == views.SAME else signed(it.value),
        relative=f"{signed(100 * it.relative)} %" if it.relative else "",
        word=it.label,
        unpaired=it.method.startswith("unpaired"),
        bounds=bounds,
        hint=joined_notes((bounds and f"difference {bounds}{level}", p, it.method, exploratory)),
    )


def signed_interval(low: float | None, high: float | None) -> str:
    """The bounds of a difference; "" without any."""
    return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"
