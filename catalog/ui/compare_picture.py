"""A comparison as a figure for a document: SVG that needs no script, style sheet or font."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from catalog.comparison.views import Comparison, MetricRow
from catalog.ui.compare_address import CompareAddress
from catalog.ui.compare_metrics import ShownCell, ShownRow, methods_of, shown_row
from catalog.ui.compare_names import one_model, with_short_names
from catalog.ui.compare_words import VERDICTS, ShownDifference

ROWS = 20
MARGIN, NAME, COLUMN, ROW, HEAD = 24, 190, 176, 46, 96
# The colours of the light theme, as a picture in a document has no other.
TEXT, MUTED, LINE, GROUND = "#191c21", "#5a6170", "#e4e6ea", "#ffffff"
TONES = {"good": "#146c3c", "bad": "#b3261e", "warn": "#7d4e00", "muted": MUTED}
ARROWS = {"arrow-up": "▲", "arrow-down": "▼", "equal-approximately": "≈", "equal": "="}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LETTER = 7.2  # the width of one, near enough at 13 px


def picture(found: Comparison, asked: CompareAddress) -> str:
    """The first metrics of the names that the address asks for, with their differences."""
    found = with_short_names(found)
    rows = [row for row in found.metrics if asked.metrics.lower() in row.metric.lower()]
    shown = rows[:ROWS]
    width = 2 * MARGIN + NAME + COLUMN * len(found.subjects)
    height = HEAD + ROW * len(shown) + 56
    parts = [
        _tag("rect", width=width, height=height, fill=GROUND),
        *_head(found, width),
        *(part for at, row in enumerate(shown) for part in _row(row, found, at, width)),
        *_foot(found, len(rows) - len(shown), height),
    ]
    frame = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
    described = _tag("title", _title(found)) + Markup("").join(parts)
    return _tag("svg", described, xmlns="http://www.w3.org/2000/svg", **frame, font__family=font)


def _title(found: Comparison) -> str:
    names = ", ".join(one.name for one in found.subjects)
    return f"{names} beside {found.subjects[found.baseline].name}"


def _head(found: Comparison, width: int) -> Iterator[Markup]:
    look, word, _ = VERDICTS[found.comparability.verdict]
    data = found.dataset
    on = " ".join(filter(None, (data.name or data.ref, data.split))) if data else "unnamed data"
    model = f"{found.subjects[0].title}, m" if one_model(found) else "M"
    most = width - 2 * MARGIN
    yield _text(MARGIN, 30, f"{model}easured on {on}", font__size=15, font__weight=600, most=most)
    yield _text(MARGIN, 50, word, fill=TONES[look.tone], font__weight=600)
    for at, subject in enumerate(found.subjects):
        x = _column(at)
        yield _text(x, HEAD - 22, subject.name, font__weight=600, most=COLUMN)
        if at == found.baseline:
            yield _text(x, HEAD - 8, "baseline", fill=MUTED, font__size=11)
    yield _line(HEAD, width)


def _row(row: MetricRow, found: Comparison, at: int, width: int) -> Iterator[Markup]:
    shown, y = shown_row(row, found.baseline), HEAD + ROW * at
    yield _text(MARGIN, y + 20, shown.metric, font__weight=500, most=NAME)
    yield _text(MARGIN, y + 36, _way(shown), fill=MUTED, font__size=11, most=NAME)
    for place, cell in enumerate(shown.cells):
        if cell:
            yield from _cell(cell, _column(place), y)
    yield _line(y + ROW, width)


def _way(shown: ShownRow) -> str:
    words = {"higher": "higher is better", "lower": "lower is better"}
    return " · ".join(filter(None, (shown.unit, words.get(shown.direction, ""))))


def _cell(cell: ShownCell, x: int, y: int) -> Iterator[Markup]:
    yield _text(x, y + 20, cell.text, font__weight=600)
    offset = int(_LETTER * len(cell.text)) + 10
    if cell.bounds:
        room = COLUMN - offset
        yield _text(x + offset, y + 20, cell.bounds, fill=MUTED, font__size=11, most=room)
    if cell.difference:
        fill = TONES.get(cell.difference.tone, MUTED)
        yield _text(x, y + 36, _told(cell.difference), fill=fill, font__size=11, most=COLUMN)
    elif cell.why:
        yield _text(x, y + 36, "not compared", fill=MUTED, font__size=11)


def _told(it: ShownDifference) -> str:
    arrow = ARROWS.get(it.icon, "?")
    return " ".join(filter(None, (arrow, it.amount, it.word)))


def _foot(found: Comparison, left_out: int, height: int) -> Iterator[Markup]:
    notes = list(methods_of(found.metrics))
    if left_out:
        notes.append(f"{left_out} more metrics")
    yield _text(MARGIN, height - 20, " · ".join(notes), fill=MUTED, font__size=11)


def _column(at: int) -> int:
    return MARGIN + NAME + COLUMN * at


def _line(y: int, width: int) -> Markup:
    return _tag("path", d=f"M{MARGIN} {y}H{width - MARGIN}", stroke=LINE)


def _text(
    x: int,
    y: int,
    said: str,
    *,
    most: int = 0,
    fill: str = TEXT,
    font__size: int = 13,
    **more: object,
) -> Markup:
    """A line of text, cut where it would be wider than `most` pixels."""
    letters = int(most / (_LETTER * font__size / 13)) if most else len(said)
    cut = said if len(said) <= letters else f"{said[: max(1, letters - 1)]}…"
    return _tag("text", cut, x=x, y=y, fill=fill, font__size=font__size, **more)


def _tag(name: str, content: str = "", **attributes: object) -> Markup:
    """An element; `__` in the name of an attribute stands for a hyphen."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.replace("__", "-"), _printable(value))
        for key, value in attributes.items()
    )
    inner = content if isinstance(content, Markup) else _printable(content)
    return Markup("<{}{}>{}</{}>").format(Markup(name), written, inner, Markup(name))


def _printable(value: object) -> str:
    """Without what XML has no place for."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))
