"""Slices whose examples are known are compared in pairs, and adjusted for how many there are."""

import math
from collections.abc import Mapping, Sequence

import pytest

from catalog.comparison import Asked, compare
from catalog.comparison.bootstraps import SLICES_UNPAIRED
from catalog.comparison.views import NO_EVIDENCE, REGRESSED, Comparison, Difference
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import EvaluationRun, Examples, Result
from tests.catalog.comparison.compared import compared, measured, of_ranker, record, result
from tests.catalog.evaluations.runs import NOW, SUBJECT
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)


def of_groups(
    version: str, groups: Mapping[str, Sequence[float]], *, told: bool = True
) -> EvaluationRun:
    """Shares that are right, over all of the data and by group, and each example of it."""
    scores = [score for group in groups.values() for score in group]
    names = [name for name, group in groups.items() for _ in group]
    results = [result("accuracy", mean(scores), n=len(scores))] + [
        result("accuracy", mean(group), slice={"group": name}, n=len(group))
        for name, group in groups.items()
    ]
    examples = Examples(
        ids=[f"e{place}" for place in range(len(scores))],
        scores={"accuracy": scores},
        slices={"group": names} if told else {},
    )
    return measured(version, results=results, examples=examples)


def both(
    database: Database,
    base: Mapping[str, Sequence[float]],
    one: Mapping[str, Sequence[float]],
    *,
    told: bool = True,
) -> Comparison:
    record(database, of_groups("6", base, told=told), of_groups("7", one, told=told))
    asked = Asked(subjects=of_ranker("6", "7"))
    found = compare(database, EVERYONE, asked, now=NOW, seconds=math.inf)
    assert isinstance(found, Comparison)
    return found


def slices(found: Comparison) -> dict[str, Difference]:
    (table,) = found.slices
    cells = {row.slice: row.cells[1] for row in table.rows}
    return {slice: one.difference for slice, one in cells.items() if one and one.difference}


def right(count: int, of: int) -> list[float]:
    return [1.0] * count + [0.0] * (of - count)


def test_a_regression_of_one_slice_is_found_that_all_of_the_data_hide(database: Database) -> None:
    names = [f"g{place:02}" for place in range(60)]
    base = {name: right(80, 100) for name in names}
    # One group of sixty loses 20 of 100; the others win 19 between them.
    one = {name: right(80 + (place < 19), 100) for place, name in enumerate(names)}
    one["g42"] = right(60, 100)
    found = both(database, base, one)
    (overall,) = found.metrics
    assert overall.cells[1] is not None
    assert overall.cells[1].difference is not None
    assert overall.cells[1].difference.label == NO_EVIDENCE
    by_slice = slices(found)
    assert [slice for slice, it in by_slice.items() if it.label == REGRESSED] == ["group=g42"]
    worst = by_slice["group=g42"]
    assert (worst.method, worst.exploratory) == ("paired bootstrap", True)
    # Never as low by resamples alone, whose least p is 2 of 2,001, times 60.
    assert worst.p is not None
    assert worst.p < 0.001
    assert found.slices[0].rows[0].slice == "group=g42"


def test_without_slices_of_examples_they_are_compared_unpaired_and_that_is_told(
    database: Database,
) -> None:
    groups = {"a": right(50, 100), "b": right(60, 100)}
    told = both(database, groups, {**groups, "b": right(50, 100)})
    assert told.statistics.why == ""
    assert {it.method for it in slices(told).values()} == {"paired bootstrap"}
    untold = both(database, groups, {**groups, "b": right(50, 100)}, told=False)
    assert untold.statistics.why == SLICES_UNPAIRED
    assert "paired bootstrap" not in {it.method for it in slices(untold).values()}


def test_what_slices_examples_belong_to_is_said_to_differ(database: Database) -> None:
    groups = {"a": right(50, 100), "b": right(60, 100)}
    other = {"a": [*right(50, 100), *right(30, 30)], "b": right(30, 70)}
    found = both(database, groups, other)
    assert found.statistics.why == (
        "30 of the examples are of another group in either run: left out of slices"
    )


def test_slices_of_two_names_stay_unpaired(database: Database) -> None:
    def run(version: str, value: float) -> EvaluationRun:
        slice = {"country": "SE", "year": "2026"}
        part = Result(metric="m", value=value, slice=slice, n=50, low=0.1, high=0.9, level=0.95)
        examples = Examples(
            ids=[f"e{place}" for place in range(50)],
            scores={"m": right(25, 50)},
            slices={"country": ["SE"] * 50, "year": ["2026"] * 50},
        )
        return measured(version, results=[result("m", 0.5), part], examples=examples)

    record(database, run("6", 0.5), run("7", 0.6))
    found = slices(compared(database, *of_ranker("6", "7")))
    assert found["country=SE, year=2026"].method.startswith("unpaired")
