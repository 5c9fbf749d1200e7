"""Many numbers of many things: an axis for each number, a line across them for each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.ui.charts.axis import Axis, figures, headed, span
from catalog.ui.charts.drawing import (
    LIMIT,
    Cell,
    DataTable,
    Drawing,
    Linked,
    own_page,
)
from catalog.ui.charts.sampling import spread

Value = float | str | None


@dataclass(frozen=True, slots=True)
class ParallelAxis:
    """A param or a metric; the end that is `better`, if one is, lies at the top. Where it has a
    `key`, the part that a reader picks goes into the address of the page."""

    name: str
    unit: str = ""
    log: bool = False
    better: Literal["higher", "lower", ""] = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Across:
    """One thing, such as a run: a value for each axis; a text makes its axis one of names."""

    name: str
    values: Sequence[Value]
    link: str = ""
    highlighted: bool = False

    def __post_init__(self) -> None:
        own_page(self.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelChart:
    """Lines take their colour from the last axis. `about` replaces the description."""

    caption: str
    axes: Sequence[ParallelAxis]
    lines: Sequence[Across]
    thing: str = "Run"
    about: str = ""

    def __post_init__(self) -> None:
        for line in self.lines:
            if len(line.values) != len(self.axes):
                raise ValueError(f"{line.name!r} needs one value for each axis")

    def drawing(self) -> Drawing:
        """The lines, at most 2,000 of them, the highlighted ones always."""
        shown = self._thinned()
        few = f"{len(shown):,} of {len(self.lines):,} lines are shown, evenly picked."
        return Drawing(
            caption=self.caption,
            description=self.about or self._in_words(),
            payload=self._payload(shown),
            tables=[self._table(shown)],
            notes=[few] if len(shown) < len(self.lines) else (),
        )

    def _thinned(self) -> Sequence[Across]:
        if len(self.lines) <= LIMIT:
            return self.lines
        always = {at for at, line in enumerate(self.lines) if line.highlighted}
        places = sorted({*spread(len(self.lines), LIMIT), *always})
        return [self.lines[at] for at in places]

    def _payload(self, shown: Sequence[Across]) -> dict[str, object]:
        axes = [self._axis(at, axis) for at, axis in enumerate(self.axes)]
        lines = [
            {
                "name": line.name,
                "values": [
                    _place(axis, value) for axis, value in zip(axes, line.values, strict=True)
                ],
                "link": line.link,
                "highlighted": line.highlighted,
            }
            for line in shown
        ]
        return {"kind": "parallel", "thing": self.thing, "axes": axes, "lines": lines}

    def _axis(self, at: int, axis: ParallelAxis) -> dict[str, object]:
        values = {line.values[at] for line in self.lines} - {None}
        names = sorted(map(_said, values)) if any(isinstance(v, str) for v in values) else None
        positive = all(isinstance(v, int | float) and v > 0 for v in values)
        return {
            "name": axis.name,
            "unit": axis.unit,
            "log": axis.log and positive,
            "better": axis.better,
            "names": names,
            "key": axis.key,
        }

    def _table(self, shown: Sequence[Across]) -> DataTable:
        heads = [headed(axis.name, axis.unit) for axis in self.axes]
        rows: list[list[Cell]] = [
            [Linked(line.name, line.link) if line.link else line.name, *map(_said, line.values)]
            for line in shown
        ]
        return DataTable([self.thing, *heads], rows, frozenset(range(1, len(heads) + 1)))

    def _in_words(self) -> str:
        said = [f"{axis.name}: {self._reach(at, axis)}" for at, axis in enumerate(self.axes)]
        return f"{len(self.lines):,} lines across {len(self.axes)} axes. {'; '.join(said)}."

    def _reach(self, at: int, axis: ParallelAxis) -> str:
        values = [line.values[at] for line in self.lines]
        if any(isinstance(value, str) for value in values):
            return f"{len({value for value in values if value is not None})} names"
        numbers = (value for value in values if not isinstance(value, str))
        best = f", {axis.better} is better" if axis.better else ""
        return (span(Axis(unit=axis.unit), numbers) or "no values") + best


def _said(value: Value) -> str:
    return value if isinstance(value, str) else figures(value)


def _place(axis: dict[str, object], value: Value) -> Value:
    """The value on its axis: a text where that is one of names."""
    if value is None:
        return None
    if axis["names"] is not None:
        return _said(value)
    return Axis().place(value) if not isinstance(value, str) else None
