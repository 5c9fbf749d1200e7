"""One row of a sheet: who was measured on what, and by which numbers."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field

from plugins.contents import filled
from plugins.spreadsheets.binding import Binding, Measured
from plugins.spreadsheets.cells import Cell, address, is_blank, text_of
from plugins.spreadsheets.dates import read_moment
from plugins.spreadsheets.limits import LONGEST_NAME
from plugins.spreadsheets.mapping import Mapping
from plugins.spreadsheets.measuring import NO_INTERVAL, Decimals, Interval, Units
from plugins.spreadsheets.merging import Merged
from plugins.spreadsheets.numbers import NotRead, Number, plain_value, read_number
from plugins.spreadsheets.remarks import Remarks
from plugins.spreadsheets.subjects import Subject, subject_of

ALL = frozenset(("", "all", "overall", "total", "*"))  # a slice that is none
LARGEST_N = 2**53


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says beside its numbers."""

    subject: str
    version: str = ""
    name: str = ""
    texts: MappingOf[str, str] = field(default_factory=dict)  # dataset, split, run, author …
    date: float | None = None
    params: MappingOf[str, str | int | float] = field(default_factory=dict)
    notes: MappingOf[str, str] = field(default_factory=dict)
    slice: MappingOf[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """Rows with equal keys are about one run."""
        told = tuple(self.texts.get(it, "") for it in ("dataset", "split", "run"))
        return (self.subject, self.version, *told, self.date, *sorted(self.params.items()))


@dataclass(frozen=True, slots=True)
class Found:
    """A number with where it stands."""

    metric: str
    value: float
    address: str
    unit: str = ""
    n: int | None = None
    interval: Interval = NO_INTERVAL


class RowReader:
    """Reads row after row; says what is wrong with cells to `remarks`."""

    def __init__(
        self, mapping: Mapping, bound: Binding, decimals: Decimals, merged: Merged, remarks: Remarks
    ) -> None:
        self._mapping, self._bound, self._decimals = mapping, bound, decimals
        self._merged, self._remarks = merged, remarks
        self._units = Units()
        self._above: dict[int, Cell] = {}

    def told(self, number: int, row: Sequence[Cell]) -> Told | None:
        """What the row is about; None, and a remark, where that can't be told."""
        texts = {kind: self._text(number, row, at) for kind, at in self._bound.once.items()}
        subject = self._subject(number, row)
        if subject is None:
            return None
        said = {**self._mapping.always, **{kind: it for kind, it in texts.items() if it}}
        return Told(
            subject=subject.ref,
            version=said.get("version") or subject.version,
            name=said.get("run") or texts.get("model", ""),
            texts=said,
            date=self._date(number, row, said),
            params=self._params(number, row),
            notes=self._named("note", number, row),
            slice={
                name: text
                for name, text in self._named("slice", number, row).items()
                if text.lower() not in ALL
            },
        )

    def found(self, number: int, row: Sequence[Cell]) -> list[Found]:
        """All numbers of the row that can be read."""
        found = [self._found(number, row, metric) for metric in self._bound.metrics]
        return [it for it in found if it is not None]

    def _found(self, number: int, row: Sequence[Cell], metric: Measured) -> Found | None:
        read = self._number(number, row, metric.column)
        if read is None:
            return None
        where = address(number, metric.column)
        name = metric.name or self._text(number, row, self._bound.once["measure"])[:LONGEST_NAME]
        if not name:
            self._remarks.cell("metric", where, "its row names no metric")
            return None
        value = self._units.common(name, metric.unit, read, where)
        if isinstance(value, NotRead):
            self._remarks.cell("unit", where, value.message, value.hint)
            return None
        unit = self._units.of(name)
        return Found(
            name,
            value,
            where,
            unit,
            self._n(number, row, metric),
            self._interval(number, row, metric),
        )

    def _interval(self, number: int, row: Sequence[Cell], metric: Measured) -> Interval:
        ends = {}
        for end in ("low", "high"):
            column = metric.beside.get(end)
            read = None if column is None else self._number(number, row, column)
            if column is None or read is None:
                continue
            value = self._units.common(metric.name, metric.unit, read, address(number, column))
            if isinstance(value, NotRead):
                self._remarks.cell("unit", address(number, column), value.message, value.hint)
                return NO_INTERVAL
            ends[end] = value
        if len(ends) == 2 and ends["low"] > ends["high"]:
            where = address(number, metric.beside["low"])
            self._remarks.cell("interval", where, "the interval ends before it begins")
            return NO_INTERVAL
        return Interval(ends.get("low"), ends.get("high"))

    def _n(self, number: int, row: Sequence[Cell], metric: Measured) -> int | None:
        column = metric.beside.get("n")
        read = None if column is None else self._number(number, row, column)
        if column is None or read is None:
            return None
        if not (read.value == read.value and 0 <= read.value < LARGEST_N) or read.value % 1:
            self._remarks.cell("n", address(number, column), "this is no number of examples")
            return None
        return int(read.value)

    def _number(self, number: int, row: Sequence[Cell], column: int) -> Number | None:
        where = address(number, column)
        if wrong := self._merged.unclear(number, column):
            self._remarks.cell("merged", where, wrong, "write it into each row it is of")
            return None
        cell = row[column] if column < len(row) else None
        if is_blank(cell) and (mark := self._decimals.marks.get(where)):
            self._remarks.cell("formula", where, mark, "open it in its program and save it")
            return None
        read = read_number(cell, self._decimals.of(column), careful=self._decimals.careful)
        if isinstance(read, NotRead):
            self._remarks.cell("number", where, read.message, read.hint)
            return None
        return read

    def _text(self, number: int, row: Sequence[Cell], column: int) -> str:
        """What a cell says, or the one it was merged with, or, where asked for, the one above."""
        cell = self._merged.value(number, column, row[column] if column < len(row) else None)
        if column in self._bound.repeat:
            cell = self._above.get(column) if is_blank(cell) else cell
            self._above[column] = cell
        return text_of(cell)

    def _subject(self, number: int, row: Sequence[Cell]) -> Subject | None:
        places = self._bound.places
        found = subject_of(
            self._mapping.subject, lambda name: self._text(number, row, places[name])
        )
        if isinstance(found, Subject):
            return found
        where = address(number, next(iter(places.values()), 0))
        self._remarks.cell("subject", where, found, "its row is not read")
        return None

    def _date(self, number: int, row: Sequence[Cell], said: MappingOf[str, str]) -> float | None:
        column = self._bound.once.get("date")
        cell = None if column is None else self._merged.value(number, column, _at(row, column))
        read = read_moment(said.get("date") if is_blank(cell) else cell)
        if isinstance(read, str):
            self._remarks.cell("date", address(number, column or 0), read)
            return None
        return read

    def _params(self, number: int, row: Sequence[Cell]) -> dict[str, str | int | float]:
        """Those that are bare numbers as numbers."""
        found: dict[str, str | int | float] = {}
        for column, name in self._bound.named.get("param", ()):
            if text := self._text(number, row, column):
                found[name[:LONGEST_NAME]] = plain_value(text, self._decimals.of(column))
        return found

    def _named(self, kind: str, number: int, row: Sequence[Cell]) -> dict[str, str]:
        named = self._bound.named.get(kind, ())
        texts = {name[:LONGEST_NAME]: self._text(number, row, column) for column, name in named}
        return filled(texts)


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None
