"""Which of the examples that two runs share belong to which slice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from catalog.evaluations.example_scores import ExampleScores, ExampleSlices
from catalog.evaluations.slices import slice_text
from catalog.statistics import LEAST

MOST_SLICES = 200  # of two runs; those of the most examples

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class SlicedExamples:
    """`places` by slice (its canonical text): which of the shared examples belong to it. Slices of
    fewer than LEAST examples have no interval, and are not there; `more` were too many.

    `disputed` by name: of how many examples the runs say different slices. `told`: at least one
    run says slices.
    """

    places: Mapping[str, Places] = field(default_factory=dict)
    disputed: Mapping[str, int] = field(default_factory=dict)
    more: int = 0
    told: bool = False


def slice_examples(
    run: ExampleScores, at: Sequence[int], baseline: ExampleScores, base_at: Sequence[int]
) -> SlicedExamples:
    """Of the examples at `at` in the run and at `base_at` in the baseline. A slice is of the
    example, not of the run: what one of them says is enough, unless the other contradicts."""
    places: dict[str, Places] = {}
    disputed: dict[str, int] = {}
    names = sorted(run.slices.keys() | baseline.slices.keys())
    for name in names:
        sides = ((run.slices.get(name), at), (baseline.slices.get(name), base_at))
        values, chosen, count = _agreed(*(_column(column, some) for column, some in sides))
        places |= {slice_text({name: one}): found for one, found in _by_value(values, chosen)}
        if count:
            disputed[name] = count
    kept = sorted(places, key=lambda slice: (-len(places[slice]), slice))[:MOST_SLICES]
    by_slice = {slice: places[slice] for slice in sorted(kept)}
    return SlicedExamples(by_slice, disputed, len(places) - len(kept), bool(names))


def _column(column: ExampleSlices | None, at: Sequence[int]) -> ExampleSlices:
    """Of these examples; where there is none, nothing is known of them."""
    if column is None:
        return ExampleSlices([""], np.zeros(len(at), dtype=np.int64))
    return ExampleSlices(column.values, column.places[np.asarray(at, dtype=np.intp)])


def _agreed(one: ExampleSlices, other: ExampleSlices) -> tuple[Sequence[str], Places, int]:
    """All values (the first: not known), which of them each example has, and of how many examples
    they contradict each other: of these nothing is known."""
    numbers = {
        text: place for place, text in enumerate(dict.fromkeys(["", *one.values, *other.values]))
    }
    first, second = (
        np.array([numbers[text] for text in side.values], dtype=np.intp)[side.places]
        for side in (one, other)
    )
    contrary = (first != second) & (first != 0) & (second != 0)
    chosen = np.where(contrary, 0, np.maximum(first, second))
    return list(numbers), chosen, int(contrary.sum())


def _by_value(values: Sequence[str], chosen: Places) -> Iterator[tuple[str, Places]]:
    """Which examples have each value that is of enough of them."""
    order = np.argsort(chosen, kind="stable")
    counts = np.bincount(chosen, minlength=len(values)).tolist()
    end = counts[0]
    for value, count in zip(values[1:], counts[1:], strict=True):
        end += count
        if count >= LEAST:
            yield value, order[end - count : end]
