"""Many runs side by side: picks of the address, and charts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evaluations import Cell, MetricDefinitions, RunRow
from catalog.ui.charts import Box
from catalog.ui.compare_picks import Pick, picks_asked, within
from catalog.ui.compare_runs_charts import RunsCharts, runs_charts


def a_run(at: int, **cells: float | str) -> RunRow:
    """A run with measures, whose names are written with `__` for the dot."""
    return RunRow(
        id=at,
        uid=f"r{at}",
        name="",
        subject="model:default/scorer",
        version="",
        type="training",
        status="finished",
        group="",
        started_at=None,
        ended_at=None,
        began=0.0,
        dataset=None,
        source="push:ci",
        url="",
        latest=False,
        clock_ahead=False,
        recorded_at=0.0,
        changed_at=0.0,
        cells={
            name.replace("__", "."): Cell(text=value) if isinstance(value, str) else Cell(value)
            for name, value in cells.items()
        },
    )


def charts_of(*runs: RunRow, **axes: str) -> RunsCharts:
    keys = sorted({key for run in runs for key in run.cells})
    given = {"x": "", "y": "", "group": "", **axes}
    return runs_charts(runs, keys, MetricDefinitions({}), lambda name, value: name + value, **given)


_bounds = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(_bounds, _bounds)
def test_a_pick_is_read_as_it_was_written(low: float | None, high: float | None) -> None:
    (read,) = picks_asked([str(Pick("metric.a:b[c=d]", low, high))])
    assert read.key == "metric.a:b[c=d]"
    assert (read.low, read.high) == (low and pytest.approx(low), high and pytest.approx(high))


@given(st.lists(st.text(max_size=30)))
def test_no_text_breaks_the_picks(texts: list[str]) -> None:
    for pick in picks_asked([*texts, *(f"metric.x:{text}" for text in texts)]):
        assert pick.words
        within(a_run(1, metric__x=1.0), [pick])


def test_runs_go_through_picks_of_numbers_and_of_names() -> None:
    run = a_run(1, metric__auc=0.5, param__opt="adam")
    picked = picks_asked(["metric.auc:0.4..", "param.opt:sgd|adam"])
    assert within(run, picked)
    assert not within(run, picks_asked(["metric.auc:0.6..0.9"]))
    assert not within(run, picks_asked(["param.lr:0..1"]))
    assert not within(a_run(2, metric__auc=math.nan), picked)


def test_of_two_picks_of_a_measure_the_last_counts_and_nonsense_is_left_alone() -> None:
    asked = ["metric.auc:0..1", "metric.auc:2..3", "status:finished", "metric.auc:", "x"]
    assert picks_asked(asked) == (Pick("metric.auc", 2.0, 3.0),)


def test_charts_are_of_the_measures_that_tell_runs_apart() -> None:
    runs = [
        a_run(at, param__lr=0.1 * (at % 2), param__seed=1.0, metric__auc=at / 10) for at in range(8)
    ]
    found = charts_of(*runs)
    assert found.parallel is not None
    assert [axis.name for axis in found.parallel.axes] == ["lr", "auc"]
    assert found.scatter is not None
    assert (found.scatter.caption, found.scatter.keys) == (
        "auc against lr",
        ("param.lr", "metric.auc"),
    )
    assert found.boxes is not None
    assert [box.n for box in found.boxes.boxes] == [4, 4]


def test_whiskers_end_at_the_last_value_within_one_and_a_half_boxes() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 100.0]
    runs = [a_run(at, param__g="a", metric__m=value) for at, value in enumerate(values)]
    others = [a_run(9 + at, param__g="b", metric__m=5.0) for at in range(2)]
    found = charts_of(*runs, *others, group="param.g")
    assert found.boxes is not None
    assert found.boxes.boxes[0] == Box("a", 1.0, 2.0, 3.0, 4.0, 4.0, [100.0], 5)


def test_runs_with_nothing_to_tell_apart_have_no_charts() -> None:
    found = charts_of(a_run(1, metric__auc=0.5), a_run(2, metric__auc=0.5))
    assert (found.parallel, found.scatter, found.boxes) == (None, None, None)
