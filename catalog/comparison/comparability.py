"""Whether a comparison can be trusted: each subject beside the baseline.

What would mislead is withheld: differences between a training run and an evaluation, between
other data, other splits, other examples. What only may mislead is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.comparison.same_data import Likeness, data_words, likeness, same_content
from catalog.comparison.shared_examples import Overlap
from catalog.comparison.views import (
    COMPARABLE,
    NOT,
    PARTLY,
    Comparability,
    Mismatch,
    Subject,
)
from catalog.evaluations import MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import Measured, Side

_NAMED = 3  # metrics in a sentence


@dataclass(frozen=True, slots=True)
class Compared:
    """What is known of the runs that are set side by side. `overlaps` by the place of the
    subject: how many examples it shares with the baseline, `doubts` what they say against both
    being measured on the same data."""

    subjects: Sequence[Subject]
    baseline: int
    measured: Side
    sliced: Side
    definitions: MetricDefinitions
    overlaps: Mapping[int, Overlap]
    doubts: Mapping[int, str]


def comparability(compared: Compared) -> Comparability:
    """The verdict, with every reason; reasons that are the same of several subjects are one."""
    found = [*_of_metrics(compared)]
    for place in range(len(compared.subjects)):
        if place != compared.baseline:
            found += _pair(compared, place)
    mismatches = _joined(found)
    return Comparability(_verdict(compared, mismatches), mismatches)


def _verdict(compared: Compared, mismatches: Sequence[Mismatch]) -> str:
    measured = {place for place, one in enumerate(compared.subjects) if one.run}
    blocked = {place for one in mismatches if one.blocks for place in one.subjects}
    if not measured - blocked - {compared.baseline} or compared.baseline not in measured:
        return NOT
    return PARTLY if mismatches else COMPARABLE


def _pair(compared: Compared, place: int) -> Iterator[Mismatch]:
    one, base = compared.subjects[place], compared.subjects[compared.baseline]
    if one.run is None or base.run is None:
        yield from _not_measured(one, base, place)
        return
    yield from _of_types(one.run, base.run, base.name, place)
    yield from _of_data(one.run, base.run, base.name, place)
    yield from _by_name_only(compared, one.run, base.run, place)
    yield from _of_examples(compared, one.run, base.run, place)
    yield from _of_evaluators(compared, place)
    yield from _of_counts(compared, one.run, base.run, place)
    if not _anything_in_common(compared, one.run.id, base.run.id):
        text = f"no metric in common with {base.name}"
        yield Mismatch("metric", text, "compare what was measured alike", True, (place,))


def _not_measured(one: Subject, base: Subject, place: int) -> Iterator[Mismatch]:
    if one.run is None:
        yield Mismatch("dataset", one.missing, subjects=(place,))
    elif base.run is None:
        text = f"{base.name}, the baseline: {base.missing}"
        yield Mismatch("dataset", text, "choose another baseline or other data", True, (place,))


def _of_types(run: RunRow, base: RunRow, name: str, place: int) -> Iterator[Mismatch]:
    if run.type != base.type:
        text = f"{_kind(run)}, while {name} has {_kind(base)}"
        hint = "a model is at its best on what it learnt from; evaluate both on the same data"
        yield Mismatch("type", text, hint, True, (place,))


def _kind(run: RunRow) -> str:
    return "an evaluation" if run.type == "evaluation" else f"a {run.type} run"


def _of_data(run: RunRow, base: RunRow, name: str, place: int) -> Iterator[Mismatch]:
    words, other = data_words(run.dataset), data_words(base.dataset)
    match likeness(run.dataset, base.dataset):
        case Likeness.OTHER:
            text = f"measured on {words}, while {name} was measured on {other}"
            yield Mismatch("dataset", text, "choose data that both know", True, (place,))
        case Likeness.OTHER_SPLIT:
            text = f"measured on {words}, while {name} was measured on {other}"
            yield Mismatch("split", text, "evaluate both on the same split", True, (place,))
        case Likeness.OTHER_CONTENT:
            text = f"{words} had other content: its digest is not that of {name}"
            yield Mismatch("dataset", text, "evaluate both on the same content", True, (place,))
    if run.dataset is None and base.dataset is None:
        hint = "report the data with each run"
        yield Mismatch(
            "dataset", "nobody said on which data it was measured", hint, False, (place,)
        )


def _by_name_only(compared: Compared, run: RunRow, base: RunRow, place: int) -> Iterator[Mismatch]:
    """Of data whose digest one or both don't know. That both scored the same examples is as good
    as a digest."""
    one, other = run.dataset, base.dataset
    alike = likeness(one, other) <= Likeness.SAME_NAME
    if one is None or other is None or not alike or same_content(one, other):
        return
    if one.rows is not None and other.rows is not None and one.rows != other.rows:
        text = f"{data_words(one)} had {one.rows:,} rows, for the baseline {other.rows:,}"
        yield Mismatch("dataset", text, "evaluate both on the same content", True, (place,))
        return
    overlap = compared.overlaps.get(place)
    if overlap is None or overlap.only_one or overlap.only_base:
        who = "one of the two runs has" if one.digest or other.digest else "the two runs have"
        text = f"{data_words(one)} is the same by name only: {who} no digest of it"
        yield Mismatch("dataset", text, "report the digest of the data", False, (place,))


def _of_examples(compared: Compared, run: RunRow, base: RunRow, place: int) -> Iterator[Mismatch]:
    if doubt := compared.doubts.get(place):
        hint = "what examples are called, and to whom they belong, has to be the same in both runs"
        yield Mismatch("examples", doubt, hint, True, (place,))
        return
    overlap = compared.overlaps.get(place)
    if overlap is None or (overlap.shared and not overlap.only_one and not overlap.only_base):
        return
    if not overlap.shared:
        blocks = not same_content(run.dataset, base.dataset)
        text = "no single example in common with the baseline"
        hint = "ids of examples have to be the same in both runs"
        yield Mismatch("examples", text, hint, blocks, (place,))
        return
    text = (
        f"{overlap.shared:,} examples in common with the baseline; {overlap.only_one:,} are its "
        f"own, {overlap.only_base:,} the baseline's"
    )
    yield Mismatch("examples", text, "", False, (place,))


def _of_evaluators(compared: Compared, place: int) -> Iterator[Mismatch]:
    one, base = compared.subjects[place], compared.subjects[compared.baseline]
    if one.evaluator and base.evaluator and one.evaluator != base.evaluator:
        text = f"measured by {one.evaluator}, {base.name} by {base.evaluator}"
        yield Mismatch("evaluator", text, "", False, (place,))


def _of_counts(compared: Compared, run: RunRow, base: RunRow, place: int) -> Iterator[Mismatch]:
    counted = other_counts(compared.measured, run.id, base.id)
    if not counted or likeness(run.dataset, base.dataset) >= Likeness.OTHER_CONTENT:
        return
    name, (one, other) = next(iter(counted.items()))
    more = f" and {len(counted) - 1} other metrics" if len(counted) > 1 else ""
    text = f"`{name}`{more}: {one:,} examples, {other:,} of the baseline"
    blocks = not same_content(run.dataset, base.dataset)
    all_of_them = len(counted) == len(_common(compared.measured, run.id, base.id))
    hint = "the name of the data is the same, its examples can't be" if blocks else ""
    yield Mismatch("n", text, hint, blocks and all_of_them, (place,))


def other_counts(measured: Side, run: int, base: int) -> dict[str, tuple[int, int]]:
    """The metrics that two runs measured on different numbers of examples, with both numbers."""
    found = {}
    for name, of_metric in measured.items():
        one, other = of_metric[""].get(run), of_metric[""].get(base)
        if one and other and are_other_counts(one, other):
            found[name] = (one.n or 0, other.n or 0)
    return found


def are_other_counts(one: Measured, other: Measured) -> bool:
    """Whether two numbers are known to be over different numbers of examples."""
    return one.n is not None and other.n is not None and one.n != other.n


def _anything_in_common(compared: Compared, run: int, base: int) -> bool:
    """A metric over all of the data, or over the same part of it."""
    return bool(_common(compared.measured, run, base)) or any(
        run in by_run and base in by_run
        for by_slice in compared.sliced.values()
        for by_run in by_slice.values()
    )


def _common(measured: Side, run: int, base: int) -> list[str]:
    return [name for name, of in measured.items() if run in of[""] and base in of[""]]


def _of_metrics(compared: Compared) -> Iterator[Mismatch]:
    disputed = [name for name in compared.measured if compared.definitions.disputes(name)]
    if disputed:
        named = ", ".join(f"`{name}`" for name in disputed[:_NAMED])
        more = f" and {len(disputed) - _NAMED} others" if len(disputed) > _NAMED else ""
        text = f"Metric entities disagree on which way is better of {named}{more}"
        yield Mismatch("metric", text, "until they agree nothing is called better", False)


def _joined(found: Sequence[Mismatch]) -> tuple[Mismatch, ...]:
    """What blocks first."""
    places: dict[tuple[str, str, str, bool], list[int]] = {}
    for one in found:
        key = (one.about, one.text, one.hint, one.blocks)
        places.setdefault(key, []).extend(one.subjects)
    joined = (Mismatch(*key, tuple(them)) for key, them in places.items())
    return tuple(sorted(joined, key=lambda one: not one.blocks))
