"""What holds for all numbers of a column or metric: decimal sign and unit."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from plugins.spreadsheets.cells import Cell
from plugins.spreadsheets.numbers import CONFLICT, PERCENT, NotRead, Number, decimal_of


class Interval(NamedTuple):
    low: float | None = None
    high: float | None = None


NO_INTERVAL = Interval()


@dataclass
class Decimals:
    """The sign before fractions: what was declared, else what the column proves, else what the
    rest of the sheet does. `marks` say why cells that look empty have no value."""

    declared: str = ""
    columns: MappingOf[int, str] = field(default_factory=dict)
    careful: bool = False
    marks: MappingOf[str, str] = field(default_factory=dict)

    def of(self, column: int) -> str:
        if self.declared:
            return self.declared
        own = self.columns.get(column, "")
        others = {it for it in self.columns.values() if it}
        found = own or (next(iter(others)) if len(others) == 1 else "")
        return "" if found == CONFLICT else found


def decimals_of(rows: Sequence[Sequence[Cell]], width: int) -> dict[int, str]:
    """What each column proves, of those that do."""
    proven = {at: decimal_of(row[at] for row in rows if at < len(row)) for at in range(width)}
    return {at: sign for at, sign in proven.items() if sign}


@dataclass
class Units:
    """One unit for each metric: what is declared, else that of its first number."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, metric: str) -> str:
        return self.known.get(metric, "")

    def common(self, metric: str, declared: str, read: Number, where: str) -> float | NotRead:
        """The number in the metric's unit; percents are parts of one. What has another unit than
        the numbers before it is not converted: nobody knows which of them is wrong."""
        unit = self.known.setdefault(metric, declared or read.unit)
        if read.unit == unit:
            return read.value
        if declared and not read.unit:
            return read.value / 100 if unit == PERCENT else read.value
        return NotRead(
            f"is in {read.unit or 'no unit'}, others of `{metric}` in {unit or 'no unit'}",
            "use one unit in all rows, or say it for the column: `metric in ms`",
        )
