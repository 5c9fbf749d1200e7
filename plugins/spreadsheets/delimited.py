"""Text files with a row on each line: CSV, TSV, and what people call so."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from descriptors.problems import Problem
from plugins.spreadsheets.cells import Cell
from plugins.spreadsheets.limits import LONGEST_FIELD, MOST_COLUMNS
from plugins.spreadsheets.sheet import Sheet, UnreadableSheet

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LOOKED_AT = 50  # rows, to find the delimiter
SAID = "sep="  # how Excel writes the delimiter into a line of its own


def text_sheet(name: str, data: bytes, delimiter: str = "", encoding: str = "") -> Sheet:
    """The sheet of a text file; what is not given is found out. Raises UnreadableSheet."""
    encoding = encoding or _encoding(data)
    _check_text(name, data, encoding)
    skipped, said = _said_delimiter(data, encoding)
    delimiter = delimiter or said or _delimiter(name, data, encoding)
    return Sheet(
        title=name,
        rows=lambda: _rows(name, data, encoding, delimiter, skipped),
        european=delimiter == ";",
    )


def _rows(
    name: str, data: bytes, encoding: str, delimiter: str, skipped: bool
) -> Iterator[Sequence[Cell]]:
    csv.field_size_limit(LONGEST_FIELD)
    text = _text(data, encoding)
    if skipped:
        text.readline()
    read = 0
    try:
        for row in csv.reader(text, delimiter=delimiter, strict=True):
            yield row[:MOST_COLUMNS]
            read += 1
    except csv.Error as error:
        message = f"`{name}` can be read up to row {read} only: {error}"
        hint = "look for a quotation mark that is never closed"
        raise UnreadableSheet(Problem("spreadsheets/text", message, hint, line=read)) from None


def _text(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def _encoding(data: bytes) -> str:
    """UTF-8 and UTF-16 where it is that, else what Windows wrote for so long (cp1252)."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if data[:200].count(b"\0") > len(data[:200]) // 4:
        return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _check_text(name: str, data: bytes, encoding: str) -> None:
    """Raises UnreadableSheet for what is no text of this encoding."""
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        message = f"`{name}` is no text in {encoding}: {error}"
        hint = "save it as UTF-8, or name its `encoding`"
        raise UnreadableSheet(Problem("spreadsheets/encoding", message, hint)) from None
    if "\0" in text:
        message = f"`{name}` holds bytes that are no text"
        hint = "save it as CSV, TSV or XLSX; a file's ending must say what it is"
        raise UnreadableSheet(Problem("spreadsheets/encoding", message, hint))


def _said_delimiter(data: bytes, encoding: str) -> tuple[bool, str]:
    """Whether the first line only says the delimiter, and which."""
    line = _text(data, encoding).readline().strip("\r\n").strip('"')
    is_said = line.lower().startswith(SAID) and len(line) == len(SAID) + 1
    return is_said, line[-1] if is_said else ""


def _delimiter(name: str, data: bytes, encoding: str) -> str:
    """The one that divides most rows into as many cells as the first row."""
    usual = "\t" if name.lower().endswith(".tsv") else ","
    ranked = sorted(DELIMITERS.values(), key=lambda it: it != usual)
    return max(ranked, key=lambda it: _consistency(data, encoding, it))


def _consistency(data: bytes, encoding: str, delimiter: str) -> tuple[float, int]:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        rows = csv.reader(_text(data, encoding), delimiter=delimiter)
        widths = [len(row) for row in islice(rows, LOOKED_AT) if row]
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, count = Counter(widths).most_common(1)[0]
    same = count if width == widths[0] else 0
    return (same / len(widths) if width > 1 else 0.0), width
