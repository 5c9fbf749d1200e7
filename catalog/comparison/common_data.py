"""On which data subjects are compared, and the run of each that counts there."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.comparison.same_data import (
    Likeness,
    data_key,
    data_words,
    is_called,
    likeness,
)
from catalog.comparison.subjects import Found
from catalog.evaluations import RunRow
from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins.facts import DatasetUse

Key = tuple[str, str]
_NAMED = 5  # data sets in a sentence


@dataclass(frozen=True, slots=True)
class OnData:
    """`runs` and `missing` (why there is no run) are per subject, `datasets` all there is."""

    dataset: DatasetUse | None
    datasets: tuple[DatasetUse, ...]
    runs: tuple[RunRow | None, ...]
    missing: tuple[str, ...]


def choose_data(subjects: Sequence[Found], baseline: int, asked: str) -> OnData | list[Problem]:
    """The data that was asked for, else that which most subjects were measured on."""
    groups = _groups(subjects, baseline)
    uses = [run.dataset for _, run in (some[0] for some in groups)]
    known = tuple(use for use in uses if use is not None)
    if asked and not any(is_called(use, asked) for use in known):
        return [_not_measured_on(asked, known)]
    dataset = next((use for use in uses if not asked or is_called(use, asked)), None)
    runs = tuple(_run_on(one, dataset, asked) for one in subjects)
    missing = tuple(
        "" if run else _missing(one, dataset) for one, run in zip(subjects, runs, strict=True)
    )
    return OnData(dataset, known, runs, missing)


def _groups(subjects: Sequence[Found], baseline: int) -> list[list[tuple[int, RunRow]]]:
    """All runs by their data: first what most subjects were measured on, by evaluations rather
    than trainings, the baseline among them, most recently."""
    groups: dict[Key, list[tuple[int, RunRow]]] = {}
    for place, one in enumerate(subjects):
        for run in one.runs:
            groups.setdefault(data_key(run.dataset), []).append((place, run))

    def rank(some: list[tuple[int, RunRow]]) -> tuple[int, bool, int, bool, float]:
        places = {place for place, _ in some}
        evaluations = sum(run.type == "evaluation" for _, run in some)
        known = some[0][1].dataset is not None
        newest = max(run.ended_at or run.began for _, run in some)
        return len(places), known, evaluations, baseline in places, newest

    return sorted(groups.values(), key=rank, reverse=True)


def _run_on(one: Found, dataset: DatasetUse | None, asked: str) -> RunRow | None:
    """The run on the data, else on what is called the same; a run that was asked for, always."""
    if one.pinned:
        return one.pinned
    runs = [run for run in one.runs if not asked or is_called(run.dataset, asked)]
    near = [(likeness(run.dataset, dataset), run.type != "evaluation", run) for run in runs]
    near = [each for each in near if each[0] < Likeness.OTHER]
    return min(near, key=lambda each: each[:2])[2] if near else None


def _missing(one: Found, dataset: DatasetUse | None) -> str:
    if not one.runs:
        return "nothing was measured of it"
    others = list(dict.fromkeys(data_words(run.dataset) for run in one.runs))
    more = " and others" if len(others) > _NAMED else ""
    return f"not measured on {data_words(dataset)}, but on {', '.join(others[:_NAMED])}{more}"


def _not_measured_on(asked: str, known: Sequence[DatasetUse]) -> Problem:
    words = list(dict.fromkeys(data_words(use) for use in known))
    hint = did_you_mean(asked, words) or (f"one of {', '.join(words[:_NAMED])}" if words else "")
    return Problem("compare/dataset", f"None of them was measured on `{asked}`", hint)
