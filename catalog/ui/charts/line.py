"""Lines: a value by step or time, or one rate against another (ROC, precision and recall)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalog.ui.charts.axis import Axis
from catalog.ui.charts.drawing import LIMIT, Drawing, own_page, share_of_limit, thinned_note
from catalog.ui.charts.line_table import mark_table, series_table
from catalog.ui.charts.line_words import lines_in_words
from catalog.ui.charts.sampling import Point, kept


@dataclass(frozen=True, slots=True)
class Series:
    """Points (x, y) in the order of the line; y None (or not finite) leaves a gap.

    `band` is (low, high) for each point, `labels` what each stands for, `links` the pages of these.
    A `quiet` series is a reference: thin, grey, dashed.
    """

    name: str
    points: Sequence[tuple[float, float | None]]
    band: Sequence[tuple[float, float] | None] = ()
    quiet: bool = False
    labels: Sequence[str] = ()
    links: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.band and len(self.band) != len(self.points):
            raise ValueError(f"{self.name!r}: a band needs one pair for each point")
        for said in (self.labels, self.links):
            if said and len(said) != len(self.points):
                raise ValueError(f"{self.name!r}: labels and links need one for each point")
        for link in self.links:
            own_page(link)

    def only(self, places: Sequence[int]) -> "Series":
        """The same with the points at these places."""
        points = [self.points[at] for at in places]
        band = [self.band[at] for at in places] if self.band else ()
        labels = [self.labels[at] for at in places] if self.labels else ()
        links = [self.links[at] for at in places] if self.links else ()
        return replace(self, points=points, band=band, labels=labels, links=links)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at `x`, such as a deployment."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Small charts can do with a lower `limit` of points a series; the page is lighter for it.

    `about` replaces the description that is made from the data.
    """

    caption: str
    series: Sequence[Series]
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    marks: Sequence[Mark] = ()
    limit: int = LIMIT
    about: str = ""

    def drawing(self) -> Drawing:
        """The lines with their bands and marks."""
        limit = share_of_limit(len(self.series), self.limit)
        places = [kept(self._as_drawn(one), limit) for one in self.series]
        shown = [one.only(at) for one, at in zip(self.series, places, strict=True)]
        values = series_table([one for one in shown if one.points], self.x, self.y)
        return Drawing(
            caption=self.caption,
            description=self.about or lines_in_words(self.series, self.x, self.y),
            payload=self._payload(shown),
            tables=[values, mark_table(self.marks, self.x)] if self.marks else [values],
            notes=self._notes(shown),
        )

    def _as_drawn(self, one: Series) -> list[Point | None]:
        """Where the points lie on paper, so that a log axis is sampled as it is seen."""
        return [
            None if x is None or y is None else (_stretched(self.x, x), _stretched(self.y, y))
            for x, y in ((self.x.place(x), self.y.place(y)) for x, y in one.points)
        ]

    def _payload(self, shown: Sequence[Series]) -> dict[str, object]:
        marks = [{"x": self.x.place(mark.x), "label": mark.label} for mark in self.marks]
        return {
            "kind": "line",
            "x": self.x.payload(),
            "y": self.y.payload(),
            "series": [self._series(one) for one in shown],
            "marks": [mark for mark in marks if mark["x"] is not None],
        }

    def _series(self, one: Series) -> dict[str, object]:
        place_x, place_y = self.x.place, self.y.place
        there = one.only([at for at, (x, _) in enumerate(one.points) if place_x(x) is not None])
        points = [(place_x(x), place_y(y)) for x, y in there.points]
        band = [pair and (place_y(pair[0]), place_y(pair[1])) for pair in there.band]
        said = {"labels": there.labels, "links": there.links}
        return {"name": one.name, "points": points, "band": band, "quiet": one.quiet, **said}

    def _notes(self, shown: Sequence[Series]) -> list[str]:
        before, after = (sum(len(one.points) for one in many) for many in (self.series, shown))
        notes = [thinned_note(after, before)] if after < before else []
        off = sum(
            y is not None and (self.x.place(x) is None or self.y.place(y) is None)
            for one in self.series
            for x, y in one.points
        )
        return [*notes, f"{off:,} of the values have no place on these axes."] if off else notes


def _stretched(axis: Axis, place: float) -> float:
    return math.log10(place) if axis.scale == "log" else place
