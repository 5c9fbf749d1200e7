"""Numbers as people write them: with units, thousands, and either decimal sign.

What could be two numbers is none: `1,234` is read only where the rest of its column, or of the
sheet, says what a comma means there. `93.4 %` is 0.934, which is what a spreadsheet keeps of it.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from plugins.spreadsheets.cells import Cell, text_of

PERCENT = "%"
POINT, COMMA, CONFLICT = ".", ",", "both"
NOTHING = frozenset(
    (
        *("", "-", "--", "\N{EN DASH}", "\N{EM DASH}", "/", "?", "na", "n/a", "n.a.", "n. a."),
        *("#n/a", "none", "null", "nil", "tbd", "missing", "k.a.", "not available"),
    )
)
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "infinity": math.inf, "∞": math.inf}
SPACES = "\u00a0\u202f\u2009' \N{RIGHT SINGLE QUOTATION MARK}"
MINUS = ("-", "\N{MINUS SIGN}")
SIGNS = "+-\N{MINUS SIGN}"
WRITTEN = re.compile(
    rf"(?P<sign>[{re.escape(SIGNS)}]?)\s*(?P<digits>[.,]?\d[\d.,{SPACES}]*)"
    r"(?P<exponent>[eE][-+]?\d{1,3})?\s*(?P<unit>%|[^\W\d_][^\s,;()±*]{0,14})?"
)
PLAIN = re.compile(r"[-+]?(?!0\d)[\d.,]*\d(?:[eE][-+]?\d{1,3})?")
UNGROUPED = re.compile(r"\d+|\d*[.,]\d+|\d+[.,]")
GROUPED = re.compile(rf"\d{{1,3}}(?:([.,{SPACES}])\d{{3}})(?:\1\d{{3}})*(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """`value` as it is written but for percents, which are divided by 100; `unit` as written."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a cell can't be taken for a number, and what to do."""

    message: str
    hint: str = ""


Read: TypeAlias = Number | NotRead | None
"""None: nothing was measured."""


def read_number(cell: Cell, decimal: str = "", *, careful: bool = False) -> Read:
    """What a cell says, where `decimal` is the sign before fractions, if it is known; `careful`:
    where it is not, a point may be one between thousands too."""
    if isinstance(cell, bool):
        return NotRead(f"`{cell}` is no number")
    if isinstance(cell, int | float):
        return Number(float(cell))
    if cell is not None and not isinstance(cell, str):
        hint = "spreadsheet programs make dates of numbers like 1.2; write it as a number"
        return NotRead(f"`{text_of(cell)}` is a date or time", hint)
    text = text_of(cell)
    if text.lower() in NOTHING:
        return None
    bare = text.lower().lstrip(SIGNS)
    if bare in NOT_FINITE:
        return Number(-NOT_FINITE[bare] if text[0] in MINUS else NOT_FINITE[bare])
    return _written(text, decimal, careful)


def decimal_of(cells: Iterable[Cell]) -> str:
    """Which sign stands before fractions in these cells: POINT, COMMA, CONFLICT if some say this
    and some that, or empty if none tells."""
    said = {it for cell in cells if isinstance(cell, str) for it in (_says(cell),) if it}
    return CONFLICT if len(said) > 1 else next(iter(said), "")


def plain_value(text: str, decimal: str = "") -> str | int | float:
    """A param's value: a number where the text is nothing but one, and would be written so."""
    if not PLAIN.fullmatch(text):
        return text
    read = read_number(text, decimal)
    if not isinstance(read, Number) or abs(read.value) >= 2**53:
        return text
    return int(read.value) if text.lstrip(SIGNS).isdigit() else read.value


def is_number(cell: Cell) -> bool:
    """Whether it looks like one, whatever a comma in it means."""
    found = read_number(cell, COMMA), read_number(cell, POINT)
    return any(isinstance(it, Number) for it in found)


def _written(text: str, decimal: str, careful: bool) -> Number | NotRead:
    parts = WRITTEN.fullmatch(text)
    digits = parts["digits"].strip() if parts else ""
    if not parts or not (UNGROUPED.fullmatch(digits) or GROUPED.fullmatch(digits)):
        return NotRead(f"`{text[:60]}` is no number", "leave it empty where nothing was measured")
    if not decimal and _is_open(digits, careful):
        hint = 'say which sign stands before fractions: `decimal: "."` or `decimal: ","`'
        return NotRead(f"`{text[:60]}` could be a thousand times as much", hint)
    value = _value(digits, decimal or _says(text) or POINT)
    if value is None:
        return NotRead(f"`{text[:60]}` has another decimal sign than the rest of its column")
    number = float(f"{value}{parts['exponent'] or ''}")
    unit = parts["unit"] or ""
    signed = -number if parts["sign"] in MINUS else number
    return Number(signed / 100 if unit == PERCENT else signed, unit)


def _value(digits: str, decimal: str) -> str | None:
    """The digits as Python writes a number; None where they don't fit the decimal sign."""
    grouping = COMMA if decimal == POINT else POINT
    whole, sign, fraction = digits.partition(decimal)
    if whole.isdigit() and (fraction.isdigit() or not sign):  # as nearly all of them are
        return f"{whole}.{fraction}" if sign else whole
    if any(it in fraction for it in (decimal, grouping, *SPACES)):
        return None
    if any(it in whole for it in (grouping, *SPACES)) and (
        not GROUPED.fullmatch(whole) or whole.startswith("0")
    ):
        return None
    bare = re.sub(rf"[{SPACES}{re.escape(grouping)}]", "", whole)
    return f"{bare or '0'}.{fraction or '0'}" if sign else bare


def _is_open(digits: str, careful: bool) -> bool:
    """Whether three digits behind the one sign may be a fraction or the next thousand."""
    signs = COMMA + (POINT if careful else "")
    match = re.fullmatch(rf"([1-9]\d{{0,2}})[{signs}]\d{{3}}", digits)
    return match is not None


def _says(text: str) -> str:
    """Which sign before fractions a cell proves; empty if it proves none."""
    parts = WRITTEN.fullmatch(text.strip())
    digits = parts["digits"].strip() if parts else ""
    signs = [it for it in digits if it in (POINT, COMMA)]
    if not parts or not signs:
        return ""
    if len(set(signs)) == 2:
        return signs[-1] if signs.count(signs[-1]) == 1 else ""
    if len(signs) > 1:  # it stands between thousands
        return COMMA if signs[0] == POINT else POINT
    before, _, after = digits.partition(signs[0])
    is_open = len(after) == 3 and before.isdigit() and 1 <= len(before) <= 3 and before[0] != "0"
    return "" if is_open else signs[0]
