"""The main path: a sheet and its mapping become evaluation runs, and a list of what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from descriptors.problems import Problem
from plugins.facts import EvaluationRun
from plugins.spreadsheets.binding import bind
from plugins.spreadsheets.cells import Cell, is_blank
from plugins.spreadsheets.heads import heads_of
from plugins.spreadsheets.limits import MOST_ROWS, SAMPLE_ROWS
from plugins.spreadsheets.mapping import Mapping
from plugins.spreadsheets.measuring import Decimals, decimals_of
from plugins.spreadsheets.merging import Merged
from plugins.spreadsheets.remarks import Remarks
from plugins.spreadsheets.rows import RowReader
from plugins.spreadsheets.runs import Runs
from plugins.spreadsheets.sheet import Sheet, UnreadableSheet


@dataclass(frozen=True)
class Recovered:
    """The runs of a sheet; `rows` is how many of it were read."""

    runs: Sequence[EvaluationRun] = ()
    problems: Sequence[Problem] = ()
    rows: int = 0


def recover(sheet: Sheet, mapping: Mapping, prefix: str = "") -> Recovered:
    """All that the sheet says by this mapping; `prefix` stands before the ids of its runs."""
    remarks = Remarks(sheet.title)
    try:
        heads = heads_of(sheet, mapping.header, mapping.skip)
    except UnreadableSheet as unreadable:
        return Recovered(problems=[unreadable.problem])
    sample = list(_sample(sheet, mapping))
    width = max([len(heads), *(len(row) for row in sample)])
    bound = bind(mapping, [*heads, *[""] * (width - len(heads))])
    if bound.problems:
        return Recovered(problems=bound.problems)
    decimals = Decimals(mapping.decimal, decimals_of(sample, width), sheet.european, sheet.marks)
    reader = RowReader(mapping, bound, decimals, Merged(sheet.merged), remarks)
    runs = Runs(remarks, mapping.level)
    rows = _collect(sheet, mapping, reader, runs, remarks)
    made = list(runs.made(prefix))
    _say_nothing_found(made, remarks, rows)
    return Recovered(made, remarks.all(), rows)


def data_rows(sheet: Sheet, mapping: Mapping) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows below the head with their numbers, from 1, but for those that are empty."""
    below = mapping.skip + mapping.header
    for number, row in islice(enumerate(sheet.rows(), start=1), below, None):
        if not all(is_blank(cell) for cell in row):
            yield number, row


def _sample(sheet: Sheet, mapping: Mapping) -> Iterator[Sequence[Cell]]:
    """The first rows, as far as they can be read."""
    try:
        for _, row in islice(data_rows(sheet, mapping), SAMPLE_ROWS):
            yield row
    except UnreadableSheet:
        return


def _collect(
    sheet: Sheet, mapping: Mapping, reader: RowReader, runs: Runs, remarks: Remarks
) -> int:
    """Read rows until they end or there are too many; how many were read."""
    read, rows = 0, data_rows(sheet, mapping)
    try:
        for number, row in rows:
            told = reader.told(number, row)
            if told is not None:
                runs.add(told, reader.found(number, row))
            read += 1
            if runs.is_full or read >= MOST_ROWS:
                _say_how_many(read, sum(1 for _ in rows), remarks)
                break
    except UnreadableSheet as unreadable:
        remarks.found.append(unreadable.problem)
    return read


def _say_how_many(read: int, left: int, remarks: Remarks) -> None:
    if left:
        message = f"the first {read:,} of {read + left:,} rows were read"
        hint = "evaluations are kept here, not examples: sum them up, or split the sheet"
        remarks.warn("too-many", message, hint)


def _say_nothing_found(made: Sequence[EvaluationRun], remarks: Remarks, rows: int) -> None:
    if made or remarks.found:
        return
    what = "has no rows below its head" if not rows else "has no number in the columns of metrics"
    remarks.warn("empty", f"nothing was read: it {what}")
