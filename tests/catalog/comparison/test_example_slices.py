"""Which of the examples that two runs share belong to which slice."""

from collections.abc import Mapping, Sequence

import numpy as np

from catalog.comparison import example_slices
from catalog.comparison.example_slices import MOST_SLICES, SlicedExamples, slice_examples
from catalog.evaluations.example_scores import ExampleScores, ExampleSlices


def scores(**slices: Sequence[str]) -> ExampleScores:
    """Of a run whose examples say these slices."""
    columns: Mapping[str, ExampleSlices] = {
        name: ExampleSlices(list(dict.fromkeys(column)), _places(column))
        for name, column in slices.items()
    }
    return ExampleScores("", [], [], {}, columns)


def _places(column: Sequence[str]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    known = list(dict.fromkeys(column))
    return np.array([known.index(one) for one in column], dtype=np.int64)


def sliced(run: ExampleScores, base: ExampleScores, count: int) -> SlicedExamples:
    return slice_examples(run, range(count), base, range(count))


def test_examples_are_found_wherever_each_run_has_them() -> None:
    run, base = scores(c=[*["SE"] * 25, *["DE"] * 25]), scores(c=["DE"] * 25 + ["SE"] * 25)
    turned = [*range(25, 50), *range(25)]
    found = slice_examples(run, range(50), base, turned)
    assert found.disputed == {}
    assert found.places["c=SE"].tolist() == list(range(25))
    assert found.places["c=DE"].tolist() == list(range(25, 50))


def test_no_slice_is_made_of_what_is_not_known_or_of_a_few() -> None:
    found = sliced(scores(c=[*[""] * 30, *["SE"] * 19]), scores(), 49)
    assert (found.places, found.told) == ({}, True)
    assert not sliced(scores(), scores(), 10).told


def test_names_and_values_are_written_as_in_results() -> None:
    found = sliced(scores(**{"a b": ["x,y"] * 20}), scores(), 20)
    assert list(found.places) == ['a b="x,y"']


def test_the_largest_slices_are_compared_and_the_others_counted() -> None:
    column = [str(place // 20) for place in range(20 * (MOST_SLICES + 3))] + ["0"]
    found = sliced(scores(c=column), scores(), len(column))
    assert (len(found.places), found.more) == (MOST_SLICES, 3)
    assert len(found.places["c=0"]) == 21
    assert example_slices.MOST_SLICES == MOST_SLICES
