"""Days and times as people write them, in seconds since 1970 (UTC where nothing else is said)."""

import re
from datetime import UTC, date, datetime

from plugins.spreadsheets.cells import Cell, text_of

DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # day first, wherever people write dots
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
EARLIEST, LATEST = 1970, 9999


def read_moment(cell: Cell) -> float | str | None:
    """Seconds since 1970; None for nothing; else why it can't be read, as a sentence."""
    text = text_of(cell)
    if not text:
        return None
    found = _day(cell) if isinstance(cell, date) else _written(text)
    if found is None:
        return f"`{text[:40]}` is no date like 2026-03-31"
    if not EARLIEST <= found.year <= LATEST:
        return f"`{text[:40]}` is before {EARLIEST}"
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _day(cell: date) -> datetime:
    return cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)


def _written(text: str) -> datetime | None:
    try:
        if dotted := DOTTED.fullmatch(text):
            day, month, year = map(int, dotted.groups())
            return datetime(year, month, day)
        if slashed := SLASHED.fullmatch(text):
            return _slashed(*map(int, slashed.groups()))
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def _slashed(first: int, second: int, year: int) -> datetime | None:
    """The month is the one that can be; where both can, nobody knows."""
    if first > 12 >= second or first == second:
        return datetime(year, second, first)
    return datetime(year, first, second) if second > 12 >= first else None
