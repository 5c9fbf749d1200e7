"""What lines show, in words."""

import math
from collections.abc import Sequence
from operator import itemgetter
from typing import Protocol

from catalog.ui.charts.axis import Axis, span

_IN_WORDS = 6


class Course(Protocol):
    """What is asked of a series."""

    @property
    def name(self) -> str: ...
    @property
    def points(self) -> Sequence[tuple[float, float | None]]: ...
    @property
    def quiet(self) -> bool: ...


def lines_in_words(series: Sequence[Course], x: Axis, y: Axis) -> str:
    """Where the first lines begin and end, and their lowest and highest values."""
    across = span(x, (at for one in series for at, _ in one.points))
    lines = [one for one in series if not one.quiet]
    said = [f"Lines over {x.label or 'x'}, {across or 'no values yet'}."]
    said += [f"{one.name}: {_course(one, x, y)}." for one in lines[:_IN_WORDS]]
    if len(lines) > _IN_WORDS:
        said.append(f"And {len(lines) - _IN_WORDS} more.")
    return " ".join(said)


def _course(one: Course, x: Axis, y: Axis) -> str:
    known = [(at, value) for at, value in one.points if value is not None and math.isfinite(value)]
    if not known:
        return "no values"
    (at_low, low), (at_high, high) = (choose(known, key=itemgetter(1)) for choose in (min, max))
    return (
        f"from {y.measured(known[0][1])} to {y.measured(known[-1][1])}, lowest {y.said(low)} at "
        f"{x.said(at_low)}, highest {y.said(high)} at {x.said(at_high)}"
    )
