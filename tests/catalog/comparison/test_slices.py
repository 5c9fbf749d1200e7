"""Slices: the worst regression first, and nothing found in many of them by chance."""

from typing import Any

import pytest

from catalog.comparison.sliced import MOST_CELLS
from catalog.comparison.views import NO_EVIDENCE, REGRESSED, SliceTable
from catalog.store.database import Database
from plugins.facts import Result
from tests.catalog.comparison.compared import compared, measured, of_ranker, record, result
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


def of(country: str, value: float, **more: Any) -> Result:
    return result(value=value, slice={"country": country}, **more)


def table(database: Database, base: list[Result], one: list[Result]) -> SliceTable:
    record(database, measured("6", results=base), measured("7", results=one))
    (found,) = compared(database, *of_ranker("6", "7")).slices
    return found


def test_the_worst_regression_comes_first(database: Database) -> None:
    found = table(
        database,
        [of("DE", 0.9), of("FR", 0.9), of("SE", 0.9), of("US", 0.9)],
        [of("DE", 0.8), of("FR", 0.95), of("SE", 0.6), of("US", 0.9)],
    )
    assert [row.slice for row in found.rows] == [
        "country=SE",
        "country=DE",
        "country=FR",
        "country=US",
    ]
    assert [round(row.worst, 6) for row in found.rows] == [0.3, 0.1, 0, 0]
    assert found.gap == (0, pytest.approx(0.35))


def test_a_slice_of_a_few_examples_is_neither_a_regression_nor_a_gap(database: Database) -> None:
    found = table(
        database,
        [of("DE", 0.9, n=500), of("SE", 1.0, n=3), of("US", 0.8, n=500)],
        [of("DE", 0.8, n=500), of("SE", 0.0, n=3), of("US", 0.7, n=500)],
    )
    assert [row.slice for row in found.rows][-1] == "country=SE"
    assert found.gap == (pytest.approx(0.1), pytest.approx(0.1))
    assert found.least_n == 20


def test_p_is_adjusted_for_how_many_slices_there_are(database: Database) -> None:
    # One difference of 2.1 standard errors (p 0.036) and 19 of none; by itself it would be found.
    same = {"n": 100, "low": 0.85, "high": 0.95, "level": 0.95}
    base = [of(f"c{place:02}", 0.9, **same) for place in range(20)]
    error = 0.05 / 1.959964 * 2**0.5
    low = 0.9 - 2.1 * error
    worse = of("c00", low, n=100, low=low - 0.05, high=low + 0.05, level=0.95)
    ones = [worse, *(of(f"c{place:02}", 0.9 + 1e-6, **same) for place in range(1, 20))]
    found = table(database, base, ones)
    difference = found.rows[0].cells[1]
    assert difference is not None
    assert difference.difference is not None
    assert difference.difference.exploratory
    assert difference.difference.label == NO_EVIDENCE
    assert difference.difference.p == pytest.approx(20 * 0.0357, abs=0.01)
    alone = compared(database, *of_ranker("6", "7")).slices[0]
    assert alone.rows[0].slice == "country=c00"


def test_one_large_regression_is_found_among_many_slices(database: Database) -> None:
    same = {"n": 100, "low": 0.89, "high": 0.91, "level": 0.95}
    base = [of(f"c{place:02}", 0.9, **same) for place in range(20)]
    worse = of("c07", 0.8, n=100, low=0.79, high=0.81, level=0.95)
    found = table(database, base, [worse if one.slice == worse.slice else one for one in base])
    cell = found.rows[0].cells[1]
    assert found.rows[0].slice == "country=c07"
    assert cell is not None
    assert cell.difference is not None
    assert cell.difference.label == REGRESSED


def test_a_metric_that_only_has_slices_has_a_table(database: Database) -> None:
    found = table(database, [result(value=1.0), of("SE", 0.9)], [result(value=1.0), of("SE", 0.8)])
    assert [row.slice for row in found.rows] == ["country=SE"]


def test_more_slices_than_fit_are_told_and_can_be_asked_for(database: Database) -> None:
    count = MOST_CELLS // 2 // 10
    slices = [
        result(f"m{metric}", 0.5, slice={"s": str(place)})
        for metric in range(12)
        for place in range(count)
    ]
    overall = [result(f"m{metric}", 0.5) for metric in range(12)]
    both = [*overall, *slices]
    record(database, measured("6", results=both), measured("7", results=both))
    found = compared(database, *of_ranker("6", "7"))
    assert (len(found.slices), found.more) == (10, {"slices": 2})
    whole = compared(database, *of_ranker("6", "7"), whole=True)
    assert (len(whole.slices), whole.more) == (12, {})
    one = compared(database, *of_ranker("6", "7"), metrics=("m9",))
    assert [table.metric for table in one.slices] == ["m9"]


def test_no_regression_is_left_out_for_what_fits(database: Database) -> None:
    count = MOST_CELLS // 2 // 10
    names = [f"error-{metric:02}" for metric in range(12)]
    make_entity(database, "metric:default/errors", direction="lower", aliases=names)

    def results(worse: float) -> list[Result]:
        parts = [
            result(name, 0.5, slice={"s": str(place)}) for name in names for place in range(count)
        ]
        parts[-1] = result(names[-1], 0.5 + worse, slice={"s": str(count - 1)})
        return [*(result(name, 0.5) for name in names), *parts]

    record(database, measured("6", results=results(0)), measured("7", results=results(0.3)))
    tables = compared(database, *of_ranker("6", "7")).slices
    assert (len(tables), tables[3].metric) == (10, "error-11")
    assert tables[3].rows[0].worst == pytest.approx(0.3)
