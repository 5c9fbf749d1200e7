"""A table as an Excel workbook. Texts are written as texts, whatever they begin with: nothing in
it is a formula or a link."""

import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import xlsxwriter

from catalog.ui.tables import Column, Row, plain

MOST_ROWS = 1_048_575  # that a sheet has beside its head
LONGEST_TEXT = 32_767  # of a cell
LARGEST_EXACT = 2**53
PIECE = 64 * 1024  # bytes
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def as_xlsx(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """The workbook in pieces; written to a file first, so that a long table needs no memory."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, OPTIONS)
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.key[:LONGEST_TEXT], bold)
        for number, row in enumerate(islice(rows, MOST_ROWS), start=1):
            for at, column in enumerate(columns):
                _write(sheet, number, at, plain(row.values.get(column.key)))
        book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(sheet: Any, row: int, column: int, value: str | int | float | bool | None) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value) and abs(value) <= LARGEST_EXACT:
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value)[:LONGEST_TEXT])
