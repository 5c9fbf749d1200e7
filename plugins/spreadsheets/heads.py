"""The head of a sheet: what its columns are called."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from descriptors.suggest import did_you_mean
from plugins.spreadsheets.cells import Cell, column_of, is_blank, letters, text_of
from plugins.spreadsheets.sheet import Area, Sheet

LETTERS = re.compile(r"[A-Z]{1,3}")


def heads_of(sheet: Sheet, header: int, skip: int = 0) -> list[str]:
    """The heads of all columns, empty where one has none. Of several rows of heads one is made:
    `ImageNet top1`; what stands above several columns belongs to all of them."""
    rows = [list(row) for row in islice(sheet.rows(), skip, skip + header)]
    width = max((len(row) for row in rows), default=0)
    above = [
        _spread(row, width, skip + at, sheet.merged, is_last=at == header)
        for at, row in enumerate(rows, start=1)
    ]
    return [_joined(column) for column in zip(*above, strict=True)]


def _spread(
    row: Sequence[Cell], width: int, number: int, merged: Sequence[Area], *, is_last: bool
) -> list[str]:
    """The texts of one row of heads, those that stand above several columns at each of them."""
    texts = [text_of(cell) for cell in row] + [""] * (width - len(row))
    inside = {
        column: area
        for area in merged
        if area.top <= number <= area.bottom
        for column in range(area.left, min(area.right + 1, width))
    }
    for column in range(1, width):
        area = inside.get(column)
        # A text file has lost which cells were merged; an upper row is blank for no other reason.
        goes_on = column != area.left if area else not is_last and not merged
        if not texts[column] and goes_on:
            texts[column] = texts[column - 1]
    return texts


def _joined(parts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def find_column(name: str, heads: Sequence[str]) -> int | str:
    """The column that people mean by a head or by letters; else why there is none."""
    for way in (str, _folded):
        found = [at for at, head in enumerate(heads) if way(head) == way(name) and head]
        if len(found) == 1:
            return found[0]
        if found:
            places = " and ".join(letters(at) for at in found[:3])
            return f"`{name}` is the head of {places}; name them by their letters"
    if LETTERS.fullmatch(name) and column_of(name) < max(len(heads), 1):
        return column_of(name)
    hint = did_you_mean(name, heads)
    return f"there is no column `{name[:80]}`" + (f"; {hint}" if hint else "")


def name_of(column: int, heads: Sequence[str]) -> str:
    """What a column is called: its head, or its letters where that tells nothing."""
    head = heads[column] if column < len(heads) else ""
    return head if head and heads.count(head) == 1 else letters(column)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def is_head_row(row: Sequence[Cell]) -> bool:
    """Whether it may be a head: several texts, none of them a number."""
    texts = [cell for cell in row if not is_blank(cell)]
    return bool(texts) and all(isinstance(cell, str) for cell in texts)
