"""From a page of runs to facts: what a real server answered, as the catalog is told it."""

from dataclasses import replace
from typing import Any

import pytest

from plugins.api import DatasetUse, Entity, EvaluationRun, Series
from plugins.mlflow.client import Mlflow
from plugins.mlflow.histories import A_CALL, A_RUN, POINTS, series, with_history
from plugins.mlflow.pages import NO_HISTORIES, Facts, Histories, facts_of
from plugins.mlflow.records import Metric, Run
from plugins.mlflow.runs import params, tags
from plugins.mlflow.survey import survey
from tests.plugins.mlflow.recorded_server import URL, RecordedHttp, an_entity, context
from tests.plugins.mlflow.story import BEGIN, COMMIT, MINUTE

RANKER = an_entity("model:default/ranker", {"mlflow.org/registered-model": "podcast-search-ranker"})
PROJECT = an_entity("project:default/podcasts", {"mlflow.org/experiment": "podcast-search"})


def facts(
    *entities: Entity,
    wanted: Histories = NO_HISTORIES,
    http: RecordedHttp | None = None,
    **settings: Any,
) -> Facts:
    given = context(http or RecordedHttp(), *entities, **settings)
    assert given.connection
    server = survey(given, given.connection)
    runs = server.mlflow.runs(["1"], "", (), 100).items
    return facts_of(server.mlflow, runs, server.around, wanted)


def by_name(found: Facts) -> dict[str, EvaluationRun]:
    return {fact.name: fact for fact in found.evaluations}


def values(fact: EvaluationRun) -> dict[str, float]:
    return {result.metric: result.value for result in fact.results}


def test_a_run_says_what_was_done_with_what() -> None:
    fact = by_name(facts())["ranker C=10"]
    assert (fact.type, fact.status, fact.group) == ("training", "finished", "podcast-search")
    assert fact.started_at == BEGIN / 1000
    assert fact.ended_at == (BEGIN + 10 * MINUTE) / 1000
    assert (fact.author, fact.commit) == ("ada", COMMIT)
    assert fact.params == {"C": 10.0, "solver": "liblinear", "seed": 7, "warm": True}
    assert fact.tags == {"team": "search", "mlflow.source.name": "train.py"}
    assert fact.trained_on == [DatasetUse(name="plays", digest="c2cdf743", rows=50_000)]
    assert fact.url.startswith(f"{URL}/#/experiments/1/runs/{fact.id}")


def test_metrics_of_the_machine_are_left_out_unless_asked_for() -> None:
    assert "system/cpu_utilization_percentage" not in values(by_name(facts())["ranker C=10"])
    fact = by_name(facts(system_metrics=True))["ranker C=10"]
    assert values(fact)["system/cpu_utilization_percentage"] == 40.5


def test_what_was_measured_on_one_data_set_is_an_evaluation_of_its_own() -> None:
    found = by_name(facts(RANKER))["ranker on queries"]
    assert found.type == "evaluation"
    assert (found.subject, found.version) == ("model:default/ranker", "2")
    assert found.dataset == DatasetUse(name="queries", digest="c3bc1e1c", rows=1200)
    assert values(found)["auc"] == 0.91
    assert {result.n for result in found.results} == {1200}


def test_a_run_whose_values_are_of_several_data_sets_claims_none() -> None:
    assert by_name(facts())["ranker C=10"].dataset is None


def test_another_run_that_judges_the_model_is_about_the_same_version() -> None:
    found = by_name(facts(RANKER))
    judged, measured = found["check in Sweden"], found["ranker on queries-se"]
    assert judged.type == "evaluation"
    assert (judged.subject, judged.version) == ("model:default/ranker", "2")
    assert measured.dataset == DatasetUse(name="queries-se", digest="aa00bb11", rows=300)
    assert measured.trained_on == ()
    assert values(measured) == {"auc": 0.88}


def test_a_run_that_made_no_version_is_about_what_its_experiment_belongs_to() -> None:
    assert by_name(facts(PROJECT))["broken"].subject == "project:default/podcasts"
    assert by_name(facts())["broken"].subject == "project:default/podcast-search"


def test_statuses_keep_their_meaning() -> None:
    found = by_name(facts())
    assert (found["broken"].status, found["goes on"].status) == ("failed", "running")


def test_a_deleted_run_is_no_fact_and_is_told_as_gone() -> None:
    found = facts()
    assert "a mistake" not in by_name(found)
    assert len(found.gone) == 1


def test_what_a_deleted_run_measured_is_gone_with_it() -> None:
    http = RecordedHttp()
    before = by_name(facts(http=http))["ranker on queries"].id
    trained = http.answers["runs/search"]["runs"][-1]
    trained["info"]["lifecycle_stage"] = "deleted"
    found = facts(http=http)
    assert {trained["info"]["run_id"], before} <= set(found.gone)


def test_a_status_nobody_knows_is_a_problem() -> None:
    http = RecordedHttp()
    http.answers["runs/search"]["runs"][-1]["info"]["status"] = "ASLEEP"
    found = facts(http=http)
    assert [problem.code for problem in found.problems] == ["mlflow/status"]
    assert "`ASLEEP`" in found.problems[0].message


def test_clocks_that_are_wrong_give_no_time() -> None:
    http = RecordedHttp()
    info = http.answers["runs/search"]["runs"][-1]["info"]
    info.update(start_time=0, end_time=2**62)
    fact = by_name(facts(http=http))[info["run_name"]]
    assert (fact.started_at, fact.ended_at) == (None, None)


def test_histories_are_read_of_metrics_with_several_steps() -> None:
    http = RecordedHttp()
    found = by_name(facts(wanted=Histories(), http=http))
    asked = [question["metric_key"] for path, question in http.asked if "history" in path]
    assert asked == ["loss"]
    assert [one.metric for one in found["ranker C=10"].series] == ["loss"]
    assert not found["ranker C=10"].continues


def test_a_run_whose_history_is_not_read_keeps_the_one_that_is_known() -> None:
    fact = by_name(facts())["ranker C=10"]
    assert (fact.series, fact.continues) == ([], True)
    assert not by_name(facts())["broken"].continues


def test_only_runs_that_logged_since_then_are_asked_for_histories() -> None:
    http = RecordedHttp()
    facts(wanted=Histories(since=float(2**53)), http=http)
    assert not [path for path, _ in http.asked if "history" in path]


def _many_metrics(run: Run, count: int) -> Run:
    return replace(run, metrics=[Metric(f"m{it:04}", 1.0, BEGIN, 9) for it in range(count)])


def test_one_call_asks_for_so_many_histories_and_says_where_it_stopped() -> None:
    given = context(RecordedHttp())
    assert given.connection
    server = survey(given, given.connection)
    one = server.mlflow.runs(["1"], "", (), 100).items[-1]
    runs = [replace(_many_metrics(one, 30), id=f"r{it}", inputs=()) for it in range(10)]
    found = facts_of(server.mlflow, runs, server.around, Histories())
    asked = sum(len(fact.series) for fact in found.evaluations)
    assert A_CALL <= asked < A_CALL + A_RUN
    assert found.last == found.evaluations[-1].id
    rest = facts_of(server.mlflow, runs[4:], server.around, NO_HISTORIES)
    assert rest.last == ""


@pytest.mark.slow
def test_of_a_run_with_a_hundred_thousand_metrics_a_few_histories_are_read() -> None:
    given = context(RecordedHttp())
    assert given.connection
    server = survey(given, given.connection)
    run = _many_metrics(server.mlflow.runs(["1"], "", (), 100).items[-1], 100_000)
    assert len(with_history(run, server.around)) == A_RUN
    found = facts_of(server.mlflow, [run], server.around, NO_HISTORIES)
    assert len(found.evaluations[0].results) == 100_000


def test_a_history_is_in_the_order_of_steps_with_one_value_a_step() -> None:
    points = [
        Metric("loss", value, at, step)
        for value, at, step in [(0.3, 3000, 2), (0.9, 1000, 0), (0.4, 2000, 2), (0.7, 1500, 1)]
    ]
    assert series("loss", points) == Series(
        metric="loss", steps=[0, 1, 2], values=[0.9, 0.7, 0.3], times=[1.0, 1.5, 3.0]
    )


@pytest.mark.parametrize("length", [1, POINTS, POINTS + 1, 25_000])
def test_a_long_history_is_thinned_and_keeps_both_ends(length: int) -> None:
    thin = series("loss", [Metric("loss", 1.0, 0, step) for step in range(length)])
    assert len(thin.steps) <= POINTS
    assert (thin.steps[0], thin.steps[-1]) == (0, length - 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        ("-3", -3),
        ("0.10", 0.1),
        ("1e-05", 1e-05),
        ("True", True),
        ("007", "007"),
        ("1.2.3", "1.2.3"),
        ("12345678901234567890", "12345678901234567890"),
        ("9" * 400, "9" * 400),
        ("nan", "nan"),
        ("inf", "inf"),
        ("٣", "٣"),
        ("", ""),
    ],
)
def test_params_that_are_numbers_become_numbers(text: str, value: object) -> None:
    found = params({"x": text})["x"]
    assert (found, type(found)) == (value, type(value))


def test_tags_of_mlflows_own_bookkeeping_are_left_out() -> None:
    found = tags(
        {"mlflow.user": "ada", "mlflow.note.content": "n", "team": "x", "mlflow.runName": "r"}
    )
    assert found == {"mlflow.note.content": "n", "team": "x"}


def test_an_old_server_gives_runs_without_evaluations() -> None:
    http = RecordedHttp(refused={"logged-models/search": 404})
    found = by_name(facts(http=http))
    assert "ranker on queries" not in found
    assert found["ranker C=10"].dataset == DatasetUse(name="queries", digest="c3bc1e1c", rows=1200)


def test_nothing_is_asked_for_a_page_without_runs() -> None:
    http = RecordedHttp()
    given = context(http)
    assert given.connection
    server = survey(given, given.connection)
    http.asked.clear()
    assert facts_of(Mlflow(http, URL), [], server.around, Histories()).evaluations == []
    assert http.asked == []
