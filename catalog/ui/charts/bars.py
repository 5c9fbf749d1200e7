"""Bars: one value for each name, beside one another, with how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.ui.charts.axis import NOTHING, Axis, headed, span
from catalog.ui.charts.drawing import DataTable, Drawing, Size, size_for

Interval = tuple[float, float]
# Longer names are written beside bars that lie.
_SHORT = 10


@dataclass(frozen=True, slots=True)
class Bars:
    """A value for each category, None where there is none; `intervals` are (low, high)."""

    name: str
    values: Sequence[float | None]
    intervals: Sequence[Interval | None] = ()

    def __post_init__(self) -> None:
        if self.intervals and len(self.intervals) != len(self.values):
            raise ValueError(f"{self.name!r}: intervals need one pair for each value")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars lie where names are long. `about` replaces the description made from the data.

    Without `from_zero` the axis holds the values only, and they are dots: bars would mislead.
    """

    caption: str
    categories: Sequence[str]
    series: Sequence[Bars]
    category: str = "Name"
    value: Axis = field(default_factory=Axis)
    from_zero: bool = True
    about: str = ""

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.categories):
                raise ValueError(f"{one.name!r} needs one value for each category")

    @property
    def lying(self) -> bool:
        """Whether bars go from left to right."""
        longest = max(map(len, self.categories), default=0)
        return longest > _SHORT or len(self.categories) > 16

    def drawing(self) -> Drawing:
        """The bars and their intervals."""
        return Drawing(
            caption=self.caption,
            description=self.about or self._in_words(),
            payload=self._payload(),
            tables=[self._table()],
            size=self._size(),
        )

    def _size(self) -> Size:
        return (
            size_for(len(self.categories) * (1 + len(self.series)) // 2) if self.lying else "usual"
        )

    def _payload(self) -> dict[str, object]:
        return {
            "kind": "bar",
            "categories": self.categories,
            "category": self.category,
            "value": self.value.payload(),
            "lying": self.lying,
            "fromZero": self.from_zero,
            "series": [self._series(one) for one in self.series],
        }

    def _series(self, one: Bars) -> dict[str, object]:
        place = self.value.place
        intervals = [pair and (place(pair[0]), place(pair[1])) for pair in one.intervals]
        return {"name": one.name, "values": list(map(place, one.values)), "intervals": intervals}

    def _table(self) -> DataTable:
        heads, columns = [self.category], [list(self.categories)]
        for one in self.series:
            heads.append(headed(one.name, self.value.unit))
            columns.append([self.value.said(value) for value in one.values])
            if one.intervals:
                heads.append(f"{one.name}, interval")
                columns.append([self._interval(pair) for pair in one.intervals])
        numeric = frozenset(range(1, len(heads)))
        return DataTable(heads, list(zip(*columns, strict=True)), numeric)

    def _interval(self, pair: Interval | None) -> str:
        return f"{self.value.said(pair[0])} to {self.value.said(pair[1])}" if pair else NOTHING

    def _in_words(self) -> str:
        several = f"{len(self.categories)} groups of bars" if self.series[1:] else "Bars"
        names = ", ".join(self.categories[:8]) + (" …" if len(self.categories) > 8 else "")
        said = (f"{one.name}: {span(self.value, one.values) or 'no values'}" for one in self.series)
        return f"{several} for {names}. {'; '.join(said)}."
