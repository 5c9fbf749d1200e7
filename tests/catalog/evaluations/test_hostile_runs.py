"""Runs that no sane tool would report: what can be kept is, and all else is told."""

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.evaluations import RunsRecorded, RunView, record_runs, run, run_columns
from catalog.evaluations.limits import LONGEST_TEXT, MOST_PROBLEMS
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import (
    ArtifactLink,
    Curve,
    DatasetUse,
    EvaluationRun,
    Examples,
    Result,
    Series,
)
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity
from tests.parts.sqlite import empty_catalog


@pytest.fixture
def database(tmp_path: Path) -> Any:
    opened = empty_catalog(tmp_path)
    make_entity(opened, SUBJECT)
    yield opened
    opened.close()


def record(database: Database, *runs: EvaluationRun) -> RunsRecorded:
    with database.write() as connection:
        return record_runs(connection, "api", runs, NOW)


def view(database: Database, number: int) -> RunView:
    found = run(database, EVERYONE, number)
    assert found is not None
    return found


def sliced(slices: dict[str, Any], count: int = 2) -> Examples:
    """Examples that belong to slices."""
    ids = [f"e{place}" for place in range(count)]
    return Examples(ids=ids, scores={"m": [1.0] * count}, slices=slices)


@pytest.mark.parametrize(
    ("result", "code", "kept"),
    [
        (Result(metric="m", value=1, n=-1), "n", (None, None, None)),
        (Result(metric="m", value=1, n=2**70), "n", (None, None, None)),
        (Result(metric="m", value=1, low=2, high=1, n=3), "interval", (3, None, None)),
        (Result(metric="m", value=1, low=0, high=2, level=95), "level", (None, None, None)),
        (Result(metric="m", value=1, low=0, high=2, level=0), "level", (None, None, None)),
        (Result(metric="m", value=1, low=-math.inf, high=2, level=0.9), "", (None, None, 2)),
    ],
)
def test_what_is_wrong_around_a_value_is_left_out_and_told(
    database: Database, result: Result, code: str, kept: tuple[Any, ...]
) -> None:
    done = record(database, a_run(results=[result]))
    assert [problem.code for problem in done.problems] == [f"evaluation/{code}"] * bool(code)
    (shown,) = view(database, 1).results
    assert (shown.value, shown.n, shown.low, shown.high) == (1, *kept)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"results": [Result(metric="x" * 256, value=1)]}, "metric"),
        ({"results": [Result(metric="", value=1)]}, "metric"),
        ({"results": [Result(metric="m", value=1, slice={"a": "x" * 600})]}, "slice"),
        ({"results": [Result(metric="m", value=1)] * 2}, "twice"),
        ({"series": [Series(metric="m", steps=[1], values=[])]}, "series"),
        ({"curves": [Curve(type="roc", x=[0, 1], y=[0])]}, "curve"),
        ({"curves": [Curve(type="confusion", matrix=[[1, 2], [3]])]}, "curve"),
        ({"curves": [Curve(type="confusion", labels=["a"], matrix=[[1, 2], [3, 4]])]}, "curve"),
        ({"curves": [Curve(type="spiral", x=[1], y=[1])]}, "curve"),
        ({"curves": [Curve(type="pr", x=[1] * 10_001, y=[1] * 10_001)]}, "curve"),
        ({"curves": [Curve(type="roc", x=[0, 1], y=[0, 1], name="x" * 256)]}, "too-long"),
        ({"curves": [Curve(type="confusion", labels=["x" * 256], matrix=[[1]])]}, "too-long"),
        ({"examples": Examples(ids=["a"], scores={"m": [1, 2]})}, "examples"),
        ({"examples": Examples(ids=["a" * 21_000_000], scores={"m": [1]})}, "examples"),
        ({"examples": sliced({"country": ["SE"]})}, "examples"),
        ({"examples": sliced({"country": "SE"}, 1)}, "examples"),
        ({"examples": sliced({"": ["SE", "DE"]})}, "slice"),
        ({"examples": sliced({"x" * 256: ["SE", "DE"]})}, "slice"),
        ({"examples": sliced({"country": ["x" * 500, "DE"]})}, "slice"),
        ({"examples": sliced({f"s{place}": ["a", "b"] for place in range(21)})}, "too-many"),
        ({"params": {"p": "x" * 1_000_000}}, "too-long"),
        ({"params": {"x" * 300: 1}}, "name"),
        ({"name": "x" * 100_000}, "too-long"),
        ({"ended_at": 1e12}, "time"),
        ({"ended_at": math.nan}, "time"),
        ({"ended_at": NOW - 1000}, "time"),
        ({"dataset": DatasetUse(ref="dataset:")}, "dataset"),
        ({"dataset": DatasetUse(ref="x" * 300, name="clicks")}, "dataset"),
        ({"artifacts": [ArtifactLink(name="a", url="http://a")] * 1001}, "too-many"),
    ],
)
def test_a_run_is_kept_without_the_part_that_is_wrong(
    database: Database, more: dict[str, Any], code: str
) -> None:
    done = record(database, a_run(**more))
    assert done.created == 1
    assert [problem.code for problem in done.problems] == [f"evaluation/{code}"]
    assert done.problems[0].path.startswith("/0/")
    assert done.problems[0].severity == "warning"
    view(database, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "model:" + "x" * 300}, "subject"),
        ({"status": "done"}, "status"),
        ({"type": "x"}, "type"),
        ({"uid": ""}, "id"),
        ({"uid": "x" * 256}, "id"),
        ({"uid": "a\0"}, "id"),
    ],
)
def test_a_run_that_cannot_be_kept_does_not_keep_others_out(
    database: Database, more: dict[str, Any], code: str
) -> None:
    done = record(database, a_run("good"), a_run(**more), a_run("as good"))
    assert done.created == 2
    assert [(one.code, one.path.split("/")[1]) for one in done.problems] == [
        (f"evaluation/{code}", "1")
    ]


@pytest.mark.slow
def test_a_hundred_thousand_metrics_are_one_run_as_any_other(database: Database) -> None:
    names = {f"metric_{place}": float(place) for place in range(100_000)}
    assert record(database, a_run(metrics=names)).problems == []
    shown = view(database, 1)
    assert len(shown.results) + shown.more_results == 100_000
    (found,) = run_columns(database, EVERYONE, [SUBJECT], text="metric_99999")
    assert found.column == "metric.metric_99999"
    assert run_columns(database, EVERYONE, [SUBJECT], text="m" * 100_000) == []


def test_a_report_of_wrong_values_does_not_drown_its_reader(database: Database) -> None:
    done = record(
        database, a_run(results=[Result(metric=f"m{i}", value=1, n=-1) for i in range(500)])
    )
    assert len(done.problems) == MOST_PROBLEMS + 1
    assert "480 more" in done.problems[-1].message


def test_one_id_twice_in_a_report_is_told_and_the_last_one_counts(database: Database) -> None:
    done = record(database, a_run("r", {"auc": 1}), a_run("r", {"auc": 2}))
    assert [problem.code for problem in done.problems] == ["evaluation/run-twice"]
    assert [result.value for result in view(database, 1).results] == [2]


def test_long_texts_are_cut_in_rows_and_kept_in_details(database: Database) -> None:
    record(database, a_run(params={"p": "x" * LONGEST_TEXT}))
    assert view(database, 1).params == {"p": "x" * LONGEST_TEXT}


_text = st.text(max_size=12) | st.text('\0\ud800=,[]"\\ é', max_size=6)
_number = st.floats() | st.integers(-(2**80), 2**80)
_slices = st.dictionaries(_text, _text, max_size=2)
_results = st.builds(
    Result,
    metric=_text,
    value=st.floats(),
    slice=_slices,
    n=st.none() | st.integers(),
    low=st.none() | st.floats(),
    high=st.none() | st.floats(),
    level=st.none() | st.floats(),
    method=_text,
)
_floats = st.lists(st.floats(), max_size=3)
_runs = st.builds(
    EvaluationRun,
    id=_text,
    subject=st.just(SUBJECT) | _text,
    version=_text,
    name=_text,
    group=_text,
    started_at=st.none() | st.floats(),
    ended_at=st.none() | st.floats(),
    dataset=st.none()
    | st.builds(DatasetUse, name=_text, ref=_text, digest=_text, split=_text, rows=st.integers()),
    url=_text,
    params=st.dictionaries(_text, _text | _number | st.booleans(), max_size=3),
    tags=st.dictionaries(_text, _text, max_size=3),
    results=st.lists(_results, max_size=4),
    series=st.lists(
        st.builds(Series, metric=_text, steps=st.lists(st.integers(), max_size=3), values=_floats),
        max_size=2,
    ),
    curves=st.lists(
        st.builds(Curve, type=st.sampled_from(["roc", "histogram", "x"]), x=_floats, y=_floats),
        max_size=2,
    ),
    examples=st.none()
    | st.builds(
        Examples,
        ids=st.lists(_text, max_size=3),
        scores=st.dictionaries(_text, _floats, max_size=2),
        slices=st.dictionaries(_text, st.lists(_text, max_size=3), max_size=2),
    ),
    continues=st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_runs, max_size=3))
def test_anything_is_kept_or_told_and_told_again_changes_nothing(
    database: Database, runs: list[EvaluationRun]
) -> None:
    done = record(database, *runs)
    for number in done.ids.values():
        run(database, EVERYONE, number)
    if len({one.id for one in runs}) == len(runs):
        again = record(database, *runs)
        assert (again.created, again.updated) == (0, 0)


def test_a_negative_zero_is_the_same_time_as_zero(database: Database) -> None:
    goes_on = a_run(started_at=-0.0, ended_at=-0.0, continues=True)
    record(database, goes_on)
    assert record(database, goes_on).updated == 0


def test_two_curves_of_one_name_told_again_are_the_same(database: Database) -> None:
    curves = [Curve(type="roc", x=[0, 1], y=[0, height]) for height in (1, 0.5)]
    goes_on = a_run(curves=curves, continues=True)
    record(database, goes_on)
    assert record(database, goes_on).updated == 0
