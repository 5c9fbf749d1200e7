"""Excel workbooks (.xlsx, .xlsm): values only. Macros are never looked at, formulas never run; of
a formula the value counts that the program which saved it had computed."""

import io
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import python_calamine

from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins.spreadsheets.archive import HINT, open_archive
from plugins.spreadsheets.cells import Cell
from plugins.spreadsheets.limits import MIB, MOST_AREA, MOST_COLUMNS, MOST_TEXT
from plugins.spreadsheets.sheet import Area, Sheet, UnreadableSheet
from plugins.spreadsheets.worksheet import survey

VISIBLE = python_calamine.SheetVisibleEnum.Visible
WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet


def workbook_sheet(name: str, data: bytes, tab: str = "") -> Sheet:
    """One worksheet: the one called `tab`, else the first that is not hidden. Raises
    UnreadableSheet."""
    archive = open_archive(name, data)
    book = _guarded(name, lambda: python_calamine.load_workbook(io.BytesIO(data)))
    sheets = [it for it in book.sheets_metadata if it.typ == WORKSHEET]
    tabs = [it.name for it in sheets]
    chosen = _chosen(
        name, tabs, tab or next((it.name for it in sheets if it.visible == VISIBLE), "")
    )
    seen = survey(archive, chosen)
    if seen.area > MOST_AREA:
        raise _too_wide(name, chosen, seen.rows, seen.columns)
    if seen.text > MOST_TEXT:
        raise _too_long(name, chosen)
    worksheet = _guarded(name, lambda: book.get_sheet_by_name(chosen))
    return Sheet(
        title=f"{name}, {chosen}" if len(tabs) > 1 else name,
        rows=lambda: _rows(worksheet),
        tab=chosen,
        tabs=tabs,
        merged=[_area(*it) for it in worksheet.merged_cell_ranges or ()],
        marks=seen.marks,
    )


def _rows(worksheet: Any) -> Iterator[Sequence[Cell]]:
    """From row 1 and column A on, wherever the first value stands."""
    left = list(repeat("", worksheet.start[1] if worksheet.start else 0))
    for row in worksheet.iter_rows():
        yield list(chain(left, row))[:MOST_COLUMNS]


def _area(start: tuple[int, int], end: tuple[int, int]) -> Area:
    return Area(start[0] + 1, start[1], end[0] + 1, end[1])


def _chosen(name: str, tabs: Sequence[str], wanted: str) -> str:
    if wanted in tabs:
        return wanted
    known = ", ".join(f"`{it[:40]}`" for it in tabs[:10]) or "none"
    message = f"`{name}` has no sheet `{wanted}`; it has: {known}"
    raise UnreadableSheet(Problem("spreadsheets/tab", message, did_you_mean(wanted, tabs)))


def _too_wide(name: str, tab: str, rows: int, columns: int) -> UnreadableSheet:
    message = f"The sheet `{tab}` of `{name}` reaches over {rows:,} rows and {columns:,} columns"
    hint = "delete the stray cells far below or to the right, or save it as CSV"
    return UnreadableSheet(Problem("spreadsheets/too-large", message, hint))


def _too_long(name: str, tab: str) -> UnreadableSheet:
    message = f"The cells of `{tab}` in `{name}` hold more than {MOST_TEXT // MIB} MiB of text"
    return UnreadableSheet(Problem("spreadsheets/too-large", message, "leave out long texts"))


def _guarded(name: str, read: Any) -> Any:
    """What the library gives; whatever it raises of a broken workbook, a panic too, is told."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        message = f"`{name}` is a broken workbook: {str(error)[:200]}"
        raise UnreadableSheet(Problem("spreadsheets/workbook", message, HINT)) from None
