"""A sheet, whatever kind of file it is in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from descriptors.problems import Problem
from plugins.spreadsheets.cells import Cell


class Area(NamedTuple):
    """Cells that were merged into one: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class UnreadableSheet(Exception):
    """The file can't be read, or no further; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`rows()` gives the rows from the first one on, each from column A on; it can be called
    again, and raises UnreadableSheet where it comes to something that can't be read. `title` is
    how problems call it; `marks` say of cells by their address why nothing can be read there;
    `european` that its columns are divided by semicolons, as where commas stand in numbers."""

    title: str
    rows: Callable[[], Iterator[Sequence[Cell]]]
    tab: str = ""
    tabs: Sequence[str] = ()
    merged: Sequence[Area] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    european: bool = False
