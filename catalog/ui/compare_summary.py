"""A comparison at a glance: what became of how many metrics, for each subject."""

from collections import Counter
from dataclasses import dataclass

from catalog.comparison import views
from catalog.comparison.views import Comparison, Measurement
from catalog.ui.compare_words import TONES

NOT_COMPARED = "not compared"
# What counts most first.
ORDER = (
    *(views.IMPROVED, views.REGRESSED, views.HIGHER, views.LOWER),
    *(views.NO_EVIDENCE, views.UNDERPOWERED, views.BARE, views.SAME, NOT_COMPARED),
)
# Not arrows: these are the ways that values went, which differ among what is counted.
SHAPES = {"good": "circle-check", "bad": "circle-x"}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many metrics are what a word says; what is neither good nor bad has no icon."""

    word: str
    count: int
    tone: str
    icon: str


def summary_of(found: Comparison) -> tuple[tuple[Counted, ...], ...]:
    """Of all metrics over all of the data, per subject; nothing for the baseline."""
    places = range(len(found.subjects))
    return tuple(_counted([row.cells[at] for row in found.metrics]) for at in places)


def _counted(cells: list[Measurement | None]) -> tuple[Counted, ...]:
    words = Counter(_word(cell) for cell in cells if cell)
    tones = ((word, TONES.get(word, "muted")) for word in ORDER if words[word])
    return tuple(Counted(word, words[word], tone, SHAPES.get(tone, "")) for word, tone in tones)


def _word(cell: Measurement) -> str:
    """The verdict; "" for a value that nothing is said of, as of the baseline's."""
    return cell.difference.label if cell.difference else NOT_COMPARED if cell.why else ""
