"""Parts of axes that a reader picked in a chart: `metric.auc:0.9..0.95`, or `param.opt:adam`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.evaluations import RunRow
from catalog.ui.charts.axis import figures
from catalog.ui.runs_table import is_measure

MOST = 20
_RANGE = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)?\.\.(-?[\d.]+(?:e[+-]?\d+)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pick:
    """Values of a measure between two bounds, or, without any, one of the `texts`."""

    key: str
    low: float | None = None
    high: float | None = None
    texts: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.texts:
            return f"{self.key}:{'|'.join(self.texts)}"
        return f"{self.key}:{_bound(self.low)}..{_bound(self.high)}"

    @property
    def words(self) -> str:
        """As people read it."""
        name = self.key.partition(".")[2]
        if self.texts:
            return f"{name} {', '.join(self.texts)}"
        if self.low is None:
            return f"{name} up to {figures(self.high)}"
        if self.high is None:
            return f"{name} from {figures(self.low)}"
        return f"{name} {figures(self.low)} to {figures(self.high)}"

    def has(self, run: RunRow) -> bool:
        """Whether a run goes through it."""
        cell = run.cells.get(self.key)
        if cell is None:
            return False
        if self.texts:
            return (cell.text or figures(cell.value)) in self.texts
        value = cell.value
        low = self.low is None or (value is not None and value >= self.low)
        high = self.high is None or (value is not None and value <= self.high)
        return value is not None and low and high


def picks_asked(texts: Iterable[str]) -> tuple[Pick, ...]:
    """Those that can be read, of each measure the last one."""
    picks = {pick.key: pick for text in texts if (pick := _read(text))}
    return tuple(picks.values())[:MOST]


def within(run: RunRow, picks: Iterable[Pick]) -> bool:
    """Whether a run goes through all of them."""
    return all(pick.has(run) for pick in picks)


def _read(text: str) -> Pick | None:
    key, colon, asked = text.rpartition(":")
    if not (colon and is_measure(key) and asked):
        return None
    bounds = _RANGE.fullmatch(asked)
    if bounds is None:
        return Pick(key, texts=tuple(filter(None, asked.split("|"))))
    try:
        low, high = (float(bound) if bound else None for bound in bounds.groups())
    except ValueError:
        return None
    return Pick(key, low, high)


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
