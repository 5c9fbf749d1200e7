"""An axis: what is measured, in which unit, on which scale; and values as people read them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from catalog.comparison.figures import NOTHING, figures
from catalog.ui.times import stamp

__all__ = ["NOTHING", "Axis", "Scale", "figures", "headed", "span", "with_unit"]

Scale = Literal["linear", "log", "time"]
_YEAR_1 = -62135596800
_YEAR_10000 = 253402300800


@dataclass(frozen=True, slots=True)
class Axis:
    """`unit` follows each value ("ms", "%"); on a "time" scale values are seconds since 1970.

    `low` and `high` are the ends of the axis where they don't follow from the data.
    """

    label: str = ""
    unit: str = ""
    scale: Scale = "linear"
    low: float | None = None
    high: float | None = None

    def place(self, value: float | None) -> float | None:
        """Where a value lies on the axis, in milliseconds for a time; None if nowhere."""
        if value is None or not math.isfinite(value) or (self.scale == "log" and value <= 0):
            return None
        if self.scale != "time":
            return value
        return value * 1000 if _YEAR_1 <= value < _YEAR_10000 else None

    def said(self, value: float | None) -> str:
        """A value without its unit."""
        if self.scale == "time" and self.place(value) is not None:
            return stamp(value or 0)
        return figures(value)

    def measured(self, value: float | None) -> str:
        """A value with its unit."""
        return with_unit(self.said(value), self.unit)

    def heading(self, otherwise: str = "") -> str:
        """The label with the unit behind it, as a column of a table is headed."""
        return headed(self.label or otherwise, self.unit)

    def payload(self) -> dict[str, object]:
        """The axis for the script."""
        ends = {"low": self.place(self.low), "high": self.place(self.high)}
        return {"label": self.label, "unit": self.unit, "scale": self.scale, **ends}


def with_unit(text: str, unit: str) -> str:
    """A value with its unit behind it, if it has one."""
    return f"{text} {unit}" if unit else text


def headed(label: str, unit: str) -> str:
    """The head of a column with its unit, if it has one."""
    return f"{label} ({unit})" if unit else label


def span(axis: Axis, values: Iterable[float | None]) -> str:
    """From the lowest to the highest value, in words; "" where there is none."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    if not known:
        return ""
    low, high = axis.said(min(known)), axis.said(max(known))
    return with_unit(low if low == high else f"{low} to {high}", axis.unit)
