"""Cells: where they are, and what stands in them."""

from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from plugins.spreadsheets.limits import LONGEST_TEXT

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds: of a text file always a text; None or an empty text: nothing."""

ALPHABET = 26


def letters(column: int) -> str:
    """How a spreadsheet names a column, counted from 0: A … Z, AA …"""
    found, left = "", column + 1
    while left:
        left, at = divmod(left - 1, ALPHABET)
        found = chr(ord("A") + at) + found
    return found


def column_of(name: str) -> int:
    """The column, from 0, that letters name."""
    found = 0
    for letter in name.upper():
        found = found * ALPHABET + ord(letter) - ord("A") + 1
    return found - 1


def address(row: int, column: int) -> str:
    """`B7`: the row is counted from 1, the column from 0."""
    return f"{letters(column)}{row}"


def text_of(cell: Cell) -> str:
    """What a cell says, as one line. Numbers without a fraction have none: `224`, not `224.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, date | time) and not isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return " ".join(str(cell)[: 4 * LONGEST_TEXT].split())[:LONGEST_TEXT]


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands there."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
