"""Examples of two runs, matched by their ids, as arrays to compute with."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.comparison.example_slices import SlicedExamples, slice_examples
from catalog.evaluations.example_scores import ExampleScores

NO_SLICES = SlicedExamples()
# Why examples cast doubt on whether two runs were measured on the same data.
DISJOINT, CONTRARY = "disjoint", "contrary"


@dataclass(frozen=True, slots=True)
class NoExamples:
    """Why there are no pairs. `doubt`: DISJOINT where no example is in both runs, CONTRARY where
    they disagree on which examples belong together; else ""."""

    why: str
    doubt: str = ""


class PairedScores(NamedTuple):
    """Of some of the examples, as a paired bootstrap takes them."""

    run: NDArray[np.float64]
    baseline: NDArray[np.float64]
    clusters: Sequence[object] | None


@dataclass(frozen=True, slots=True)
class PairedExamples:
    """`run` and `baseline` are (examples, metrics); `duplicates` are ids that one run has more than
    once, which say nothing of which belong together, and are left out."""

    metrics: Sequence[str]
    run: NDArray[np.float64]
    baseline: NDArray[np.float64]
    clusters: Sequence[object] | None
    only_run: int
    only_baseline: int
    duplicates: int
    slices: SlicedExamples = NO_SLICES

    @property
    def shared(self) -> int:
        return len(self.run)

    def groups(self) -> Iterator[tuple[str, PairedScores]]:
        """All of them, with an empty text, then those of each slice."""
        yield "", PairedScores(self.run, self.baseline, self.clusters)
        for slice, places in self.slices.places.items():
            clusters = self.clusters and [self.clusters[place] for place in places]
            yield slice, PairedScores(self.run[places], self.baseline[places], clusters)


def match_examples(run: ExampleScores, baseline: ExampleScores) -> PairedExamples | NoExamples:
    """In the order of their ids, whatever order they were reported in."""
    metrics = sorted(run.scores.keys() & baseline.scores.keys())
    if not metrics:
        return NoExamples("the two runs score their examples by different metrics")
    duplicates = _repeated(run.ids) | _repeated(baseline.ids)
    places, base_places = _places(run, duplicates), _places(baseline, duplicates)
    ids = sorted(places.keys() & base_places.keys())
    if not ids:
        return _why_disjoint(run, baseline, duplicates)
    at, base_at = [places[one] for one in ids], [base_places[one] for one in ids]
    clusters = _clusters(run, at, baseline, base_at)
    if isinstance(clusters, NoExamples):
        return clusters
    return PairedExamples(
        metrics,
        np.stack([run.scores[metric][at] for metric in metrics], axis=1),
        np.stack([baseline.scores[metric][base_at] for metric in metrics], axis=1),
        clusters,
        only_run=len(places) - len(ids),
        only_baseline=len(base_places) - len(ids),
        duplicates=len(duplicates),
        slices=slice_examples(run, at, baseline, base_at),
    )


def _places(examples: ExampleScores, without: Collection[str]) -> dict[str, int]:
    return {one: place for place, one in enumerate(examples.ids) if one not in without}


def _repeated(ids: Sequence[str]) -> set[str]:
    if len(set(ids)) == len(ids):
        return set()
    return {one for one, count in Counter(ids).items() if count > 1}


def _why_disjoint(
    run: ExampleScores, baseline: ExampleScores, repeated: Collection[str]
) -> NoExamples:
    if repeated and set(run.ids) & set(baseline.ids):
        return NoExamples("every id that both runs have occurs more than once in one of them")
    return NoExamples(
        "the two runs have no example in common: "
        f"one has {_such_as(run.ids)}, the other {_such_as(baseline.ids)}",
        DISJOINT if run.ids and baseline.ids else "",
    )


def _such_as(ids: Sequence[str]) -> str:
    return f"{len(ids):,} such as “{ids[0][:40]}”" if ids else "none"


def _clusters(
    run: ExampleScores, at: Sequence[int], baseline: ExampleScores, base_at: Sequence[int]
) -> Sequence[object] | NoExamples | None:
    """Those of either run; an example with an empty one stands for itself."""
    if run.clusters and baseline.clusters:
        for place, base_place in zip(at, base_at, strict=True):
            one, other = run.clusters[place], baseline.clusters[base_place]
            if one != other:
                return NoExamples(
                    "the two runs disagree on which examples belong together: "
                    f"“{run.ids[place][:40]}” is of “{one[:40]}” or of “{other[:40]}”",
                    CONTRARY,
                )
    named, chosen = (run.clusters, at) if run.clusters else (baseline.clusters, base_at)
    if not named:
        return None
    return [named[place] or place for place in chosen]
