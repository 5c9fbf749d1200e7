"""Sheets that people upload: the guess is shown, they put it right and agree."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from itertools import islice

from descriptors.problems import Problem
from plugins.api import Context, Draft, File, Preview, PreviewRow, Report
from plugins.spreadsheets.cells import Cell, letters, text_of
from plugins.spreadsheets.opening import FileFormat, open_sheet
from plugins.spreadsheets.questions import MOST_ASKED, Answered, answered, questions_of
from plugins.spreadsheets.recovering import recover
from plugins.spreadsheets.sheet import Sheet, UnreadableSheet

SHOWN_ROWS = 20  # below the head
LONGEST_SHOWN = 60  # characters of a cell


def uploaded(file: File, answers: MappingOf[str, str], context: Context) -> Draft:
    """What the sheet would say by these answers, and by guesses where there are none."""
    sheet = open_sheet(file.path, file.data, FileFormat(tab=answers.get("tab", "")))
    if isinstance(sheet, Problem):
        return Draft(problems=[sheet])
    try:
        it = answered(sheet, answers)
    except UnreadableSheet as unreadable:
        return Draft(problems=[unreadable.problem])
    found = recover(sheet, it.mapping)
    return Draft(
        questions=list(questions_of(sheet, it, answers)),
        preview=_preview(sheet, it),
        report=Report(evaluations=list(found.runs), complete=True),
        problems=[*it.problems, *found.problems],
    )


def _preview(sheet: Sheet, it: Answered) -> Preview:
    """The head and the first rows, cut where they are wide."""
    end = it.mapping.skip + it.mapping.header + SHOWN_ROWS
    rows = [
        [text_of(cell)[:LONGEST_SHOWN] for cell in row[:MOST_ASKED]] for row in _rows(sheet, end)
    ]
    width = max((len(row) for row in rows), default=0)
    return Preview(
        columns=[letters(at) for at in range(width)],
        rows=[PreviewRow(name=str(number), cells=row) for number, row in enumerate(rows, 1)],
    )


def _rows(sheet: Sheet, end: int) -> Iterator[Sequence[Cell]]:
    try:
        yield from islice(sheet.rows(), end)
    except UnreadableSheet:
        return
