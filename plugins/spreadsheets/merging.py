"""Cells that were merged into one: it says the same of each row, but is a number of none."""

from collections.abc import Iterator, Sequence
from itertools import islice

from plugins.spreadsheets.cells import Cell, address
from plugins.spreadsheets.sheet import Area

MOST_CELLS = 200_000  # that are part of merged ones


class Merged:
    """Asked row after row, from the top."""

    def __init__(self, areas: Sequence[Area]) -> None:
        wide = (it for it in areas if it.bottom > it.top or it.right > it.left)
        cells = ((at, it) for it in wide for at in _cells(it))
        self._areas = dict(islice(cells, MOST_CELLS))
        self._held: dict[Area, Cell] = {}

    def value(self, row: int, column: int, cell: Cell) -> Cell:
        """What stands in the merged cell that this place is in, or else in its own."""
        area = self._areas.get((row, column))
        if area is None or area.left != column:
            return cell
        if row == area.top:
            self._held[area] = cell
        return self._held.get(area, cell)

    def unclear(self, row: int, column: int) -> str:
        """Why the number that stands here can't be read, if that is because of a merged cell."""
        area = self._areas.get((row, column))
        if area is None or (row, column) != (area.top, area.left):
            return ""
        both = f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
        return f"{both} is one cell, whose number can't be of each of them"


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
