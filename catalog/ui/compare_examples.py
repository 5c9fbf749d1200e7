"""Examples of a comparison: which were fixed, and which broke."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.comparison.views import Comparison, ExampleRow, ExamplesCompared
from catalog.ui.charts.axis import figures
from catalog.ui.compare_address import CompareAddress
from catalog.ui.data_words import Choice

ROWS = 20
WORSE = ("broken", "worse")
BETTER = ("fixed", "better")
ONLY = {"": "All", "regressed": "Regressed", "improved": "Improved"}


@dataclass(frozen=True, slots=True)
class ShownExample:
    """One example; `scores` of the baseline and of the subject."""

    id: str
    before: str
    after: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Of one subject beside the baseline, by one metric."""

    counts: ExamplesCompared
    subject: str
    baseline: str
    rows: tuple[ShownExample, ...]
    left_out: int
    metrics: tuple[Choice, ...]
    only: tuple[Choice, ...]


def examples_of(found: Comparison, asked: CompareAddress, of: int) -> Examples | None:
    """Those of the subject `of`; None where it shares none with the baseline."""
    shared = [one for one in found.examples if one.subject == of]
    named = (one for one in shared if one.metric == asked.example)
    counts = next(named, shared[0] if shared else None)
    if counts is None:
        return None
    rows = [row for row in counts.rows if _is_asked(row, asked.only)]
    return Examples(
        counts=counts,
        subject=found.subjects[of].name,
        baseline=found.subjects[found.baseline].name,
        rows=tuple(_shown(row, found.baseline, of) for row in rows[:ROWS]),
        left_out=max(0, len(rows) - ROWS),
        metrics=_metric_choices(shared, counts.metric, asked),
        only=tuple(
            Choice(words, asked.address(only=only), asked.only == only)
            for only, words in ONLY.items()
        ),
    )


def focus(found: Comparison, asked: CompareAddress) -> int:
    """The place of the subject that is looked at closely: as asked, else the first that is not the
    baseline and shares examples with it, else the first that is not the baseline."""
    places = [at for at in range(len(found.subjects)) if at != found.baseline]
    with_examples = [one.subject for one in found.examples if one.subject in places]
    wanted = int(asked.of) if asked.of.isdecimal() and len(asked.of) < 3 else -1
    return wanted if wanted in places else (with_examples or places or [0])[0]


def focus_choices(found: Comparison, asked: CompareAddress, of: int) -> tuple[Choice, ...]:
    """The subjects that can be looked at closely."""
    return tuple(
        Choice(one.name, asked.address(of=str(at)), at == of)
        for at, one in enumerate(found.subjects)
        if at != found.baseline
    )


def _metric_choices(
    shared: Sequence[ExamplesCompared], chosen: str, asked: CompareAddress
) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.metric, asked.address(example=one.metric), one.metric == chosen)
        for one in shared
    )


def _is_asked(row: ExampleRow, only: str) -> bool:
    wanted = {"regressed": WORSE, "improved": BETTER}.get(only)
    return wanted is None or row.change in wanted


def _shown(row: ExampleRow, baseline: int, of: int) -> ShownExample:
    tone = "bad" if row.change in WORSE else "good" if row.change in BETTER else "muted"
    before, after = (figures(row.scores[place]) for place in (baseline, of))
    return ShownExample(row.id, before, after, row.change, tone)
