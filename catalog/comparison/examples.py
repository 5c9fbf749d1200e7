"""Single examples: what a subject got right that the baseline got wrong, and the reverse."""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.comparison.gains import gain
from catalog.comparison.shared_examples import SharedExamples
from catalog.comparison.views import HIGHER, LOWER, SAME, ExampleRow, ExamplesCompared, Subject
from catalog.evaluations import MetricDefinition, MetricDefinitions
from catalog.evaluations.blobs import Columns

MOST_TABLES = 30
MOST_ROWS = 50  # of one table
FIXED, BROKEN, BETTER, WORSE = "fixed", "broken", "better", "worse"
_ORDER = (BROKEN, WORSE, LOWER, FIXED, BETTER, HIGHER, SAME)

Scores = Mapping[str, float]  # by the id of the example


@dataclass(frozen=True, slots=True)
class _Pair:
    """The scores of one metric of a subject and of the baseline, of the examples that both have a
    number of; `others` per subject, for the rows."""

    metric: str
    place: int
    definition: MetricDefinition | None
    scores: Scores
    base: Scores
    others: Sequence[Scores]

    def shared(self) -> list[str]:
        return [id for id in self.scores if id in self.base]

    def gain(self, id: str) -> float | None:
        return gain(self.scores[id], self.base[id], self.definition)


def examples_compared(
    examples: SharedExamples,
    subjects: Sequence[Subject],
    baseline: int,
    blocked: Collection[int],
    order: Sequence[str],
    definitions: MetricDefinitions,
) -> tuple[tuple[ExamplesCompared, ...], int]:
    """By metric and subject, those in `order` first; and how many are left out. Nothing is shown
    of `blocked` subjects: in other data, the same ids can be other examples."""
    columns = [
        examples.columns.get(one.run.id) if one.run and place not in blocked else None
        for place, one in enumerate(subjects)
    ]
    pairs = list(_pairs(columns, list(examples.overlaps), baseline, order, definitions))
    return tuple(map(_compared, pairs[:MOST_TABLES])), max(0, len(pairs) - MOST_TABLES)


def _pairs(
    columns: Sequence[Columns | None],
    places: Sequence[int],
    baseline: int,
    order: Sequence[str],
    definitions: MetricDefinitions,
) -> Iterator[_Pair]:
    base = columns[baseline]
    names = sorted(base.numbers if base else (), key=lambda name: _rank(name, order))
    for metric in names:
        scores = [_scores(one, metric) for one in columns]
        for place in places:
            pair = _Pair(
                metric, place, definitions.of(metric), scores[place], scores[baseline], scores
            )
            if pair.shared():
                yield pair


def _rank(name: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def _scores(columns: Columns | None, metric: str) -> Scores:
    """Without ids that are there twice, and without what is no number."""
    if columns is None or metric not in columns.numbers:
        return {}
    ids = columns.texts["ids"]
    counts = Counter(ids) if len(set(ids)) < len(ids) else None
    return {
        id: score
        for id, score in zip(ids, columns.numbers[metric], strict=True)
        if math.isfinite(score) and (counts is None or counts[id] == 1)
    }


def _compared(pair: _Pair) -> ExamplesCompared:
    shared = pair.shared()
    changes = {id: _change(pair, id) for id in shared}
    counts = Counter(changes.values())
    right = _right(pair, shared)
    return ExamplesCompared(
        metric=pair.metric,
        subject=pair.place,
        shared=len(shared),
        only_subject=len(pair.scores) - len(shared),
        only_baseline=len(pair.base) - len(shared),
        both_right=None if right is None else _same(pair, shared, right),
        both_wrong=None if right is None else _same(pair, shared, 1 - right),
        fixed=None if right is None else counts[BETTER],
        broken=None if right is None else counts[WORSE],
        better=counts[BETTER] if right is None else 0,
        worse=counts[WORSE] if right is None else 0,
        rows=_rows(pair, changes, right is not None),
    )


def _right(pair: _Pair, shared: Sequence[str]) -> float | None:
    """The score of what is right, where scores are 0 or 1 and one of the two is better."""
    if any(scores[id] not in (0, 1) for scores in (pair.scores, pair.base) for id in shared):
        return None
    gained = gain(1.0, 0.0, pair.definition)
    return None if not gained else float(gained > 0)


def _same(pair: _Pair, shared: Sequence[str], score: float) -> int:
    return sum(pair.scores[id] == score == pair.base[id] for id in shared)


def _change(pair: _Pair, id: str) -> str:
    """Where nobody says which way is better, only which is the higher one."""
    gained = pair.gain(id)
    if gained is None:
        score, base = pair.scores[id], pair.base[id]
        return SAME if score == base else HIGHER if score > base else LOWER
    return SAME if gained == 0 else BETTER if gained > 0 else WORSE


def _rows(pair: _Pair, changes: Mapping[str, str], binary: bool) -> tuple[ExampleRow, ...]:
    """What became worse before what became better, the largest change first; what stayed the
    same is left out."""
    words = {BETTER: FIXED, WORSE: BROKEN} if binary else {}
    changed = [id for id, change in changes.items() if change != SAME]
    changed.sort(key=lambda id: (_ORDER.index(changes[id]), -_size(pair, id), id))
    return tuple(
        ExampleRow(
            id=id,
            scores=tuple(scores.get(id) for scores in pair.others),
            change=words.get(changes[id], changes[id]),
        )
        for id in _both_ways(changed, changes)
    )


def _both_ways(changed: Sequence[str], changes: Mapping[str, str]) -> list[str]:
    """Half of the rows for what became better, if there are so many."""
    worse = [id for id in changed if changes[id] in (WORSE, LOWER)]
    better = [id for id in changed if changes[id] not in (WORSE, LOWER)]
    room = max(MOST_ROWS - len(better), MOST_ROWS - MOST_ROWS // 2)
    kept = worse[:room]
    return kept + better[: MOST_ROWS - len(kept)]


def _size(pair: _Pair, id: str) -> float:
    return abs(pair.scores[id] - pair.base[id])
