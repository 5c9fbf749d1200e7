"""Lines of tables as text: CSV that no spreadsheet takes for formulas, and Markdown."""

import csv
import io
import re
from collections.abc import Sequence

# What spreadsheets take for the beginning of a formula; the last four are of full width.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_MARKED = re.compile(r"([\\|<\[`*_~]|&(?=#?\w+;)|^[#>]|^[+-](?= ))")
# `@name` would tell somebody, wherever the text is put.
_CALLED = re.compile(r"(?<!\w)@(?=\w)")
# Signs that turn the order of what follows, so that a number reads as another.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def csv_line(cells: Sequence[object]) -> str:
    """RFC 4180. A text that a spreadsheet would take for a formula has an apostrophe before it, as
    spreadsheets write such texts themselves."""
    line = io.StringIO()
    csv.writer(line).writerow(list(map(_harmless, cells)))
    return line.getvalue()


def markdown_line(cells: Sequence[object]) -> str:
    """A row of GitHub's tables; what would be markup is only text."""
    return f"| {' | '.join(map(quoted, cells))} |\n"


def markdown_rule(numeric: Sequence[bool]) -> str:
    """The line below the head: numbers are aligned right."""
    return f"| {' | '.join('--:' if one else '---' for one in numeric)} |\n"


def quoted(value: object) -> str:
    """A text on one line, in which nothing is markup."""
    if value is None:
        return ""
    text = _TURNING.sub("", " ".join(str(value).split()))
    return _CALLED.sub("@\N{WORD JOINER}", _MARKED.sub(r"\\\1", text))


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
