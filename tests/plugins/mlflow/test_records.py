"""MLflow's answers are read strictly, and one that is odd does not hide the others."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.api import UpstreamFailed
from plugins.mlflow.client import Mlflow, quoted
from plugins.mlflow.fields import Unreadable, each, number, text, whole
from plugins.mlflow.records import (
    read_experiment,
    read_logged_model,
    read_metric,
    read_registered_model,
    read_run,
    read_version,
)
from tests.plugins.mlflow.recorded_server import URL, RecordedHttp, recorded, server

READERS = {
    "experiments_search": ("experiments", read_experiment),
    "runs_search": ("runs", read_run),
    "logged_models_search": ("models", read_logged_model),
    "history": ("metrics", read_metric),
    "registered_models_search": ("registered_models", read_registered_model),
    "model_versions_search": ("model_versions", read_version),
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", READERS)
def test_everything_a_real_server_answers_is_read(name: str) -> None:
    field, read = READERS[name]
    found, problems = each(recorded(name)[field], read, "a thing")
    assert found
    assert problems == []


@pytest.mark.parametrize("name", READERS)
def test_a_real_answer_with_any_one_value_replaced_is_read_or_refused_by_name(name: str) -> None:
    field, read = READERS[name]
    for thing in recorded(name)[field][:2]:
        for changed in _with_one_replaced(thing):
            _, problems = each([changed], read, "a thing")
            assert all("has to be" in problem.message for problem in problems)


def _with_one_replaced(value: Any) -> Any:
    yield from (None, 7, 1.5, True, "x", [], {}, [[]], {"a": 1}, 10**400, "9" * 400)
    if isinstance(value, dict):
        for key in value:
            for changed in _with_one_replaced(value[key]):
                yield {**value, key: changed}
    elif isinstance(value, list) and value:
        for changed in _with_one_replaced(value[0]):
            yield [changed, *value[1:]]


@given(anything)
def test_no_json_value_crashes_a_reader(value: Any) -> None:
    for _, read in READERS.values():
        try:
            read(value)
        except Unreadable:
            continue


def test_a_run_has_what_its_lists_say() -> None:
    runs = {run.name: run for run in map(read_run, recorded("runs_search")["runs"])}
    trained = runs["ranker C=10"]
    assert trained.user == "ada"
    assert trained.status == "FINISHED"
    assert trained.params["C"] == "10.0"
    assert [(one.name, one.context, one.rows) for one in trained.inputs] == [
        ("plays", "training", 50_000),
        ("queries", "evaluation", 1200),
    ]
    assert len(trained.models_made) == 1
    assert runs["a mistake"].deleted
    assert runs["goes on"].ended is None


def test_nan_and_infinity_come_back_as_such() -> None:
    runs = {run.name: run for run in map(read_run, recorded("runs_search")["runs"])}
    assert math.isnan(runs["broken"].metrics[0].value)
    # MLflow stores the greatest float in place of infinity.
    assert runs["goes on"].metrics[0].value == math.inf


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("NaN", math.nan),
        ("Infinity", math.inf),
        ("-Infinity", -math.inf),
        (3, 3.0),
        (10**400, math.inf),
    ],
)
def test_a_number_may_be_written_in_several_ways(value: Any, read: float) -> None:
    assert number({"x": value}, "x") == pytest.approx(read, nan_ok=True)


@pytest.mark.parametrize("value", [True, "three", None, [], {}])
def test_what_is_no_number_is_named(value: Any) -> None:
    with pytest.raises(Unreadable, match="`x` has to be a number"):
        number({"x": value}, "x")


def test_a_large_whole_number_may_be_written_as_text() -> None:
    assert whole({"x": "1790000000000"}, "x") == 1_790_000_000_000
    with pytest.raises(Unreadable, match="a whole number"):
        whole({"x": "soon"}, "x")


def test_text_that_no_database_takes_is_made_such_that_it_does() -> None:
    assert text(json.loads('{"x": "a\\u0000b\\ud800c"}'), "x") == "a?b?c"


def test_an_id_with_a_quote_is_refused_since_it_comes_back_in_filters() -> None:
    with pytest.raises(Unreadable, match="an id of MLflow's"):
        read_run({"info": {"run_id": "a') or ('", "experiment_id": "1"}})


def test_one_run_that_cant_be_read_is_a_problem_and_the_others_are_there() -> None:
    http = RecordedHttp()
    http.answers["runs/search"]["runs"][0]["data"]["metrics"] = "many"
    page = Mlflow(http, URL).runs(["1"], "", (), 100)
    assert len(page.items) == len(recorded("runs_search")["runs"]) - 1
    assert [problem.code for problem in page.problems] == ["mlflow/unreadable"]
    assert "`metrics` has to be a list, and is 'many'" in page.problems[0].message


@pytest.mark.parametrize("answer", [[], "down", 3, None, {"runs": "none"}])
def test_an_answer_of_another_shape_is_a_failure_of_the_server(answer: Any) -> None:
    http = RecordedHttp()
    http.answers["runs/search"] = answer
    with pytest.raises(UpstreamFailed):
        Mlflow(http, URL).runs(["1"], "", (), 100)


def test_a_server_before_mlflow_3_has_no_logged_models() -> None:
    assert server(**{"logged-models/search": 404}).logged_models(["1"], ["m-1"]).items == ()


def test_a_server_that_fails_at_logged_models_is_not_taken_for_an_old_one() -> None:
    with pytest.raises(UpstreamFailed):
        server(**{"logged-models/search": 500}).logged_models(["1"], ["m-1"])


def test_an_old_server_is_asked_for_the_whole_history() -> None:
    old = server(**{"metrics/get-history-bulk-interval": 404})
    assert [one.step for one in old.history("r", "loss", 500).items] == [0, 1, 2, 3, 4]


def test_names_are_quoted_in_whichever_way_is_left() -> None:
    assert quoted("it's") == '"it\'s"'
    assert quoted('a "b"') == "'a \"b\"'"
    with pytest.raises(ValueError, match="both kinds of quotes"):
        quoted('it\'s "b"')
