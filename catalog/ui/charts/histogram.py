"""How often values fall between given bounds; two of them over each other show a drift."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from catalog.ui.charts.axis import Axis, figures, headed
from catalog.ui.charts.drawing import DataTable, Drawing


@dataclass(frozen=True, slots=True)
class Bins:
    """`counts[i]` values lie between `edges[i]` and `edges[i + 1]`."""

    name: str
    edges: Sequence[float]
    counts: Sequence[float]

    def __post_init__(self) -> None:
        if len(self.edges) != len(self.counts) + 1:
            raise ValueError(f"{self.name!r}: there must be one edge more than counts")
        if any(low >= high for low, high in pairwise(self.edges)):
            raise ValueError(f"{self.name!r}: edges must rise")

    @property
    def shares(self) -> list[float]:
        """Each count as per cent of all."""
        total = sum(self.counts)
        return [100 * count / total if total else 0.0 for count in self.counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Counts, or per cent of all where groups of unlike size are compared (`shares`).

    `about` replaces the description that is made from the data.
    """

    caption: str
    groups: Sequence[Bins]
    x: Axis = field(default_factory=Axis)
    shares: bool = False
    about: str = ""

    def drawing(self) -> Drawing:
        """The bins of all groups, over one another."""
        return Drawing(
            caption=self.caption,
            description=self.about or self._in_words(),
            payload=self._payload(),
            tables=[self._table()],
        )

    def _heights(self, one: Bins) -> Sequence[float]:
        return one.shares if self.shares else one.counts

    def _payload(self) -> dict[str, object]:
        y = Axis("Share", "%") if self.shares else Axis("Count")
        groups = [{"name": one.name, "bins": self._bins(one)} for one in self.groups]
        return {"kind": "histogram", "x": self.x.payload(), "y": y.payload(), "groups": groups}

    def _bins(self, one: Bins) -> list[tuple[float | None, ...]]:
        placed = (
            (self.x.place(low), self.x.place(high), Axis().place(height))
            for (low, high), height in zip(pairwise(one.edges), self._heights(one), strict=True)
        )
        return [each for each in placed if None not in each]

    def _table(self) -> DataTable:
        heads = [headed("From", self.x.unit), headed("To", self.x.unit)]
        if len({tuple(one.edges) for one in self.groups}) == 1:
            return self._side_by_side(heads)
        rows = [
            [one.name, self.x.said(low), self.x.said(high), figures(height)]
            for one in self.groups
            for (low, high), height in zip(pairwise(one.edges), self._heights(one), strict=True)
        ]
        return DataTable(["Group", *heads, self._measure()], rows, frozenset({1, 2, 3}))

    def _side_by_side(self, heads: Sequence[str]) -> DataTable:
        bounds = list(pairwise(self.groups[0].edges))
        columns = [
            [self.x.said(low) for low, _ in bounds],
            [self.x.said(high) for _, high in bounds],
        ]
        columns += [list(map(figures, self._heights(one))) for one in self.groups]
        alone = len(self.groups) == 1
        names = [
            self._measure() if alone else headed(one.name, self._unit()) for one in self.groups
        ]
        columns_of_numbers = frozenset(range(2 + len(names)))
        return DataTable([*heads, *names], list(zip(*columns, strict=True)), columns_of_numbers)

    def _unit(self) -> str:
        return "%" if self.shares else ""

    def _measure(self) -> str:
        return headed("Share", "%") if self.shares else "Count"

    def _in_words(self) -> str:
        return " ".join(
            [f"How often {self.x.label or 'values'} fall where.", *map(self._peak, self.groups)]
        )

    def _peak(self, one: Bins) -> str:
        if not one.counts:
            return f"{one.name}: nothing."
        height, (low, high) = max(zip(one.counts, pairwise(one.edges), strict=True))
        reach = f"{self.x.said(one.edges[0])} to {self.x.measured(one.edges[-1])}"
        most = f"{self.x.said(low)} and {self.x.measured(high)}"
        return f"{one.name}: from {reach}, most ({figures(height)}) between {most}."
