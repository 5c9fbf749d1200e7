"""From a file's name and bytes to a sheet."""

from dataclasses import dataclass

from descriptors.problems import Problem
from plugins.spreadsheets.delimited import DELIMITERS, text_sheet
from plugins.spreadsheets.limits import LARGEST_FILE, MIB
from plugins.spreadsheets.sheet import Sheet, UnreadableSheet
from plugins.spreadsheets.workbook import workbook_sheet

TEXTS = (".csv", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm")
SUFFIXES = (*TEXTS, *WORKBOOKS)
ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1")


@dataclass(frozen=True, kw_only=True)
class FileFormat:
    """What people say of a file; what is empty is found out."""

    tab: str = ""
    delimiter: str = ""  # one of DELIMITERS, or the character itself
    encoding: str = ""


def open_sheet(name: str, data: bytes, format: FileFormat | None = None) -> Sheet | Problem:
    """The sheet, of which only the beginning has been looked at; or why there is none."""
    format = format or FileFormat()
    if len(data) > LARGEST_FILE:
        message = f"`{name}` has more than {LARGEST_FILE // MIB} MiB"
        return Problem("spreadsheets/too-large", message, "leave out what is no evaluation")
    delimiter = DELIMITERS.get(format.delimiter, format.delimiter)
    try:
        if name.lower().endswith(WORKBOOKS):
            return workbook_sheet(name, data, format.tab)
        if name.lower().endswith(TEXTS):
            return text_sheet(name, data, delimiter, format.encoding)
    except UnreadableSheet as unreadable:
        return unreadable.problem
    message = f"`{name}` is no sheet that can be read: its name ends in none of {_known()}"
    return Problem("spreadsheets/suffix", message, "save it as CSV or XLSX")


def _known() -> str:
    return ", ".join(SUFFIXES)
