"""A grid of numbers coloured by how large they are, such as a confusion matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.comparison.figures import NOTHING, signed
from catalog.ui.charts.axis import Axis, headed
from catalog.ui.charts.drawing import DataTable, Drawing, size_for


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatChart:
    """`values` has a sequence for each row, from the top; None leaves a place empty.

    With `by_row`, colours say the share of a number in its row: of what was actually X, how much
    was taken for what. `diverging`: they are differences, of one colour above zero and of another
    below. `about` replaces the description that is made from the data.
    """

    caption: str
    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float | None]]
    row_label: str = "Actual"
    column_label: str = "Predicted"
    unit: str = ""
    by_row: bool = False
    diverging: bool = False
    about: str = ""

    def __post_init__(self) -> None:
        if [len(row) for row in self.values] != [len(self.columns)] * len(self.rows):
            raise ValueError("a heat chart needs a row of values for each name of a row")

    def drawing(self) -> Drawing:
        """The grid."""
        return Drawing(
            caption=self.caption,
            description=self.about or self._in_words(),
            payload=self._payload(),
            tables=[self._table()],
            notes=self._notes(),
            size=size_for(2 * len(self.rows)),
        )

    def _notes(self) -> Sequence[str]:
        if self.diverging:
            unit = f"In {self.unit}. " if self.unit else ""
            return [f"{unit}Blue is more, orange is less."]
        return ["Colours say the share in the row."] if self.by_row else ()

    def _payload(self) -> dict[str, object]:
        axis = Axis(unit=self.unit)
        return {
            "kind": "heat",
            "rows": self.rows,
            "columns": self.columns,
            "rowLabel": self.row_label,
            "columnLabel": self.column_label,
            "unit": self.unit,
            "byRow": self.by_row,
            "diverging": self.diverging,
            "values": [[axis.place(value) for value in row] for row in self.values],
        }

    def _table(self) -> DataTable:
        said = _difference if self.diverging else Axis(unit=self.unit).said
        rows = [[name, *map(said, row)] for name, row in zip(self.rows, self.values, strict=True)]
        corner = headed(f"{self.row_label} \\ {self.column_label}", self.unit)
        columns = [corner, *self.columns]
        return DataTable(columns, rows, frozenset(range(1, len(columns))))

    def _in_words(self) -> str:
        across = f"{len(self.rows)} rows ({self.row_label}) by {len(self.columns)} columns"
        said = f"A grid of {across} ({self.column_label})."
        known = [
            (value, row, column)
            for row, values in zip(self.rows, self.values, strict=True)
            for column, value in zip(self.columns, values, strict=True)
            if Axis().place(value) is not None and value is not None
        ]
        if not known:
            return said
        value, row, column = max(known)
        return f"{said} Largest: {Axis(unit=self.unit).measured(value)}, {row} by {column}."


def _difference(value: float | None) -> str:
    return NOTHING if value is None else signed(value)
