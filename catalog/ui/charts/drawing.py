"""What every chart comes to: data for the script, the same as tables, and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Size = Literal["low", "usual", "high", "highest"]
# Of more points a series, or in all, only some are shown.
LIMIT = 2000
LIMIT_IN_ALL = 10_000


class Linked(NamedTuple):
    """A cell that leads to a page of ours."""

    text: str
    link: str


Cell = str | Linked


@dataclass(frozen=True, slots=True)
class DataTable:
    """The first column names the row; `numeric` are the places of columns of numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart, ready to be shown.

    `description` says in a sentence or two what a reader would see; `notes`, what is not shown.
    `size` is how high it is. The first of `tables` holds the values: without rows, there are none.
    """

    caption: str
    description: str
    payload: Mapping[str, object]
    tables: Sequence[DataTable]
    notes: Sequence[str] = ()
    size: Size = "usual"

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.tables[0].rows


class Chart(Protocol):
    """Anything that can be drawn."""

    def drawing(self) -> Drawing:
        """The chart, thinned out where it must be, and put into words."""


def share_of_limit(series: int, limit: int = LIMIT) -> int:
    """How many points each of several series may have, `limit` at most."""
    return min(limit, max(100, LIMIT_IN_ALL // max(1, series)))


def thinned_note(shown: int, all_of_them: int, what: str = "points") -> str:
    """What a reader must know of a chart that does not show everything."""
    return f"{shown:,} of {all_of_them:,} {what} are shown, highest and lowest among them."


def size_for(rows: int) -> Size:
    """How high a chart must be that gives each row its own place."""
    steps: tuple[tuple[int, Size], ...] = ((5, "low"), (12, "usual"), (24, "high"))
    return next((size for most, size in steps if rows <= most), "highest")


def own_page(link: str) -> str:
    """The link, which must lead to a page of ours. Raises `ValueError` where it doesn't."""
    if link and (not link.startswith("/") or link[1:2] in ("/", "\\")):
        raise ValueError(f"{link!r} is no address of a page of ours")
    return link
