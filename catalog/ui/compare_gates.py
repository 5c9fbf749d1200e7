"""Gates of a comparison: what declared Evaluations ask, and the verdict on each subject."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.comparison.views import (
    FAIL,
    FIRST_VERSION,
    INCONCLUSIVE,
    MISSING,
    PASS,
    Comparison,
    Gate,
)

URGENCY = (FAIL, INCONCLUSIVE, MISSING, FIRST_VERSION, PASS)


@dataclass(frozen=True, slots=True)
class ShownGate:
    """What is asked of one metric; `verdicts` per subject, None where nothing is asked of it."""

    evaluation: str
    metric: str
    slice: str
    words: str
    dataset: str
    verdicts: tuple[Gate | None, ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """What failed first; `missing` is what was measured of no subject. `counts` of each verdict,
    per subject."""

    rows: tuple[ShownGate, ...]
    missing: tuple[ShownGate, ...]
    counts: tuple[Mapping[str, int], ...]


def gates_of(found: Comparison) -> Gates | None:
    """A row for each thing asked; None where nothing is."""
    asked: dict[tuple[str, str, str, str, str], dict[int, Gate]] = {}
    for gate in found.gates:
        key = (gate.evaluation, gate.metric, gate.slice, gate.words, gate.dataset)
        asked.setdefault(key, {})[gate.subject] = gate
    if not asked:
        return None
    places = range(len(found.subjects))
    rows = tuple(
        ShownGate(*key, tuple(of.get(place) for place in places)) for key, of in asked.items()
    )
    return Gates(
        tuple(sorted((row for row in rows if not _is_missing(row)), key=_urgency)),
        tuple(filter(_is_missing, rows)),
        tuple(_counts(rows, place) for place in places),
    )


def _is_missing(row: ShownGate) -> bool:
    return all(one is None or one.verdict == MISSING for one in row.verdicts)


def _urgency(row: ShownGate) -> int:
    """The place of its worst verdict."""
    return min(URGENCY.index(one.verdict) for one in row.verdicts if one)


def _counts(rows: tuple[ShownGate, ...], place: int) -> Mapping[str, int]:
    words = [one.verdict for row in rows if (one := row.verdicts[place])]
    return {word: words.count(word) for word in URGENCY if word in words}
