"""Dots: one value against another, such as runs by their size and their score."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.ui.charts.axis import Axis, span
from catalog.ui.charts.drawing import (
    Cell,
    DataTable,
    Drawing,
    Linked,
    own_page,
    share_of_limit,
    thinned_note,
)
from catalog.ui.charts.sampling import spread


@dataclass(frozen=True, slots=True)
class Dot:
    """`label` names what the dot stands for; `link` is its page."""

    x: float
    y: float
    label: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        own_page(self.link)


@dataclass(frozen=True, slots=True)
class Group:
    """Dots of one colour and shape."""

    name: str
    dots: Sequence[Dot]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatterChart:
    """`about` replaces the description that is made from the data. Where the axes have `keys`, the
    part that a reader picks goes into the address of the page."""

    caption: str
    groups: Sequence[Group]
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    about: str = ""
    keys: tuple[str, str] | tuple[()] = ()

    def drawing(self) -> Drawing:
        """The dots of all groups."""
        limit = share_of_limit(len(self.groups))
        shown = [Group(one.name, _thinned(one.dots, limit)) for one in self.groups]
        before, after = (sum(len(one.dots) for one in many) for many in (self.groups, shown))
        return Drawing(
            caption=self.caption,
            description=self.about or self._in_words(),
            payload=self._payload(shown),
            tables=[self._table(shown)],
            notes=[thinned_note(after, before, "dots")] if after < before else (),
        )

    def _payload(self, shown: Sequence[Group]) -> dict[str, object]:
        groups = [{"name": one.name, "dots": self._placed(one.dots)} for one in shown]
        return {
            "kind": "scatter",
            "x": self.x.payload(),
            "y": self.y.payload(),
            "groups": groups,
            "keys": self.keys,
        }

    def _placed(self, dots: Sequence[Dot]) -> list[tuple[object, ...]]:
        placed = ((self.x.place(dot.x), self.y.place(dot.y), dot.label, dot.link) for dot in dots)
        return [dot for dot in placed if dot[0] is not None and dot[1] is not None]

    def _table(self, shown: Sequence[Group]) -> DataTable:
        columns = ["Name", self.x.heading("x"), self.y.heading("y")]
        rows = [self._row(one.name, dot) for one in shown for dot in one.dots]
        if len(shown) < 2:
            return DataTable(columns, [row[:3] for row in rows], frozenset({1, 2}))
        return DataTable([*columns, "Group"], rows, frozenset({1, 2}))

    def _row(self, group: str, dot: Dot) -> list[Cell]:
        label = dot.label or group
        name = Linked(label, dot.link) if dot.link else label
        return [name, self.x.said(dot.x), self.y.said(dot.y), group]

    def _in_words(self) -> str:
        dots = [dot for one in self.groups for dot in one.dots]
        across, upward = span(self.x, (d.x for d in dots)), span(self.y, (d.y for d in dots))
        return (
            f"{len(dots):,} dots; {self.x.label or 'x'} from left to right, {across or 'unknown'}; "
            f"{self.y.label or 'y'} upward, {upward or 'unknown'}."
        )


def _thinned(dots: Sequence[Dot], limit: int) -> Sequence[Dot]:
    """Dots evenly picked in their order; the outermost ones always."""
    if len(dots) <= limit:
        return dots
    places = range(len(dots))
    outermost = {
        min(places, key=lambda at: dots[at].x),
        max(places, key=lambda at: dots[at].x),
        min(places, key=lambda at: dots[at].y),
        max(places, key=lambda at: dots[at].y),
    }
    return [dots[at] for at in sorted({*spread(len(dots), limit - len(outermost)), *outermost})]
