"""Boxes: how values are spread, for each name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.ui.charts.axis import Axis, figures, headed
from catalog.ui.charts.drawing import DataTable, Drawing, size_for, thinned_note
from catalog.ui.charts.sampling import spread

_OUTLIERS = 200
_HEADS = ("Whisker from", "1st quartile", "Median", "3rd quartile", "Whisker to")


@dataclass(frozen=True, slots=True)
class Box:
    """Ends of the whiskers, quartiles and median; `outliers` lie beyond the whiskers.

    `n` is how many values it stands for, if known.
    """

    name: str
    low: float
    quartile_1: float
    median: float
    quartile_3: float
    high: float
    outliers: Sequence[float] = ()
    n: int | None = None

    @property
    def numbers(self) -> tuple[float, float, float, float, float]:
        """From the lowest to the highest."""
        return self.low, self.quartile_1, self.median, self.quartile_3, self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChart:
    """Boxes lie, one below another. `about` replaces the description made from the data. Where the
    axis has a `key`, the part that a reader picks goes into the address of the page."""

    caption: str
    boxes: Sequence[Box]
    category: str = "Name"
    value: Axis = field(default_factory=Axis)
    about: str = ""
    key: str = ""

    def drawing(self) -> Drawing:
        """The boxes, and at most 200 outliers of each."""
        outliers = [_ends_and_some(sorted(box.outliers)) for box in self.boxes]
        before = sum(len(box.outliers) for box in self.boxes)
        after = sum(map(len, outliers))
        return Drawing(
            caption=self.caption,
            description=self.about or self._in_words(),
            payload=self._payload(outliers),
            tables=[self._table()],
            notes=[thinned_note(after, before, "outliers")] if after < before else (),
            size=size_for(len(self.boxes)),
        )

    def _payload(self, outliers: Sequence[Sequence[float]]) -> dict[str, object]:
        return {
            "kind": "box",
            "categories": [box.name for box in self.boxes],
            "category": self.category,
            "value": self.value.payload(),
            "boxes": [list(map(self.value.place, box.numbers)) for box in self.boxes],
            "key": self.key,
            "outliers": [list(map(self.value.place, some)) for some in outliers],
        }

    def _table(self) -> DataTable:
        rows = [self._row(box) for box in self.boxes]
        measured = [headed(head, self.value.unit) for head in _HEADS]
        columns = [self.category, *measured, "Outliers", "Values"]
        return DataTable(columns, rows, frozenset(range(1, len(columns))))

    def _row(self, box: Box) -> list[str]:
        counts = figures(len(box.outliers)), figures(box.n)
        return [box.name, *map(self.value.said, box.numbers), *counts]

    def _in_words(self) -> str:
        said = [f"{box.name}: median {self.value.measured(box.median)}" for box in self.boxes[:12]]
        return f"{len(self.boxes)} boxes of {self.value.label or 'values'}. {'; '.join(said)}."


def _ends_and_some(outliers: Sequence[float]) -> list[float]:
    """Sorted outliers, thinned out evenly; the highest and the lowest are kept."""
    if len(outliers) <= _OUTLIERS:
        return list(outliers)
    return [*(outliers[at] for at in spread(len(outliers), _OUTLIERS - 1)), outliers[-1]]
