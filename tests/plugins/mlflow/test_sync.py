"""A real MLflow server is read step by step, and nothing is missed or asked for in vain."""

import pytest

from plugins.mlflow.cursor import REMEMBERED
from plugins.mlflow.walks import A_PAGE
from tests.parts.mlflow_filling import Filling, now, point
from tests.plugins.mlflow.conftest import Many
from tests.plugins.mlflow.reading import Reader
from tests.plugins.mlflow.recorded_server import an_entity
from tests.plugins.mlflow.servers import Counting, Old, Small
from tests.plugins.mlflow.story import tell

pytestmark = pytest.mark.mlflow

DAY = 86_400_000


def versions(reader: Reader, model: str) -> list[str]:
    """Of a registered model; the server has those of other tests, too."""
    return sorted(number for ref, number in reader.versions if ref == f"model:default/{model}")


def test_the_first_pass_reads_everything(filling: Filling, reader: Reader, name: str) -> None:
    story = tell(filling, name)
    reader.settings["history_days"] = 100_000.0
    reports = reader.read()
    assert reader.names() == [
        "broken",
        "check in Sweden",
        "goes on",
        "ranker C=10",
        "ranker on queries",
        "ranker on queries-se",
    ]
    assert reader.curves[story.trained] == {"loss"}
    assert versions(reader, f"{name}-ranker") == ["1", "2"]
    assert reports[-1].complete
    assert reader.problems == []


def test_a_pass_after_which_nothing_happened_reports_no_run(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    for it in range(3):
        filling.run(experiment, f"run {it}", started=now() - 60_000, ended=now() - 30_000)
    reader.read()
    reader.read()
    assert reader.reported == []


def test_new_runs_are_found_by_the_next_pass(filling: Filling, reader: Reader, name: str) -> None:
    experiment = filling.experiment(name)
    filling.run(experiment, "before")
    reader.read()
    reader.later(60)
    filling.run(experiment, "quick", started=now(), ended=now() + 10)
    filling.run(experiment, "goes on", started=now(), status="RUNNING")
    reader.read()
    assert reader.names() == ["before", "goes on", "quick"]


def test_a_run_that_goes_on_is_looked_at_until_it_ends(
    filling: Filling, reader: Reader, name: str
) -> None:
    run = filling.run(filling.experiment(name), status="RUNNING", metrics={"loss": 1.0})
    reader.read()
    filling.log(run, [point("loss", 0.5, 1)])
    reader.read()
    assert [it.value for it in reader.runs[run].results] == [0.5]
    assert reader.curves[run] == {"loss"}
    filling.end(run, now(), "FAILED")
    reader.read()
    assert reader.runs[run].status == "failed"


def test_a_run_that_took_a_week_is_found_when_it_ends(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    run = filling.run(experiment, started=now() - 8 * DAY, status="RUNNING")
    reader.read()
    filling.end(run, now())
    reader.read()
    assert reader.runs[run].status == "finished"


def test_a_run_that_ends_in_the_future_does_not_hide_the_next(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    filling.run(experiment, "from the future", started=now() + 9000 * DAY)
    reader.read()
    reader.later(60)
    filling.run(experiment, "from now", started=now())
    reader.read()
    assert reader.names() == ["from now", "from the future"]


def test_a_deleted_version_is_forgotten(filling: Filling, reader: Reader, name: str) -> None:
    filling.experiment(name)
    model = f"{name}-model"
    filling.registered_model(model)
    for _ in range(3):
        filling.version(model, source="s3://models/one")
    reader.read()
    for version in ("1", "3"):
        filling.call("DELETE", "model-versions/delete", name=model, version=version)
    reader.read()
    assert versions(reader, model) == ["2"]


@pytest.mark.parametrize("spacing", [0, 1, 60_000], ids=["all at once", "in bursts", "slowly"])
def test_more_runs_than_a_page_holds_are_all_read(
    filling: Filling, reader: Reader, many: Many, name: str, spacing: int
) -> None:
    many(filling.experiment(name), 2 * A_PAGE + 10, spacing)
    reader.read()
    assert len(reader.runs) == 2 * A_PAGE + 10


def test_more_curves_than_one_call_reads_are_all_read(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    metrics = [f"m{it:02}" for it in range(20)]
    runs = [filling.run(experiment, started=now() - it * 1000) for it in range(8)]
    for run in runs:
        filling.log(run, [point(metric, step, step) for metric in metrics for step in range(2)])
    counting = Counting(reader.http())
    reader.read(counting)
    assert all(reader.curves[run] == set(metrics) for run in runs)
    histories = [question for path, question in counting.asked if "history" in path]
    # Once as a run that has just ended, once by the first sweep.
    assert len(histories) == 2 * len(runs) * len(metrics)


def test_a_model_that_is_registered_later_takes_over_its_run(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    run = filling.run(experiment, started=now() - 100 * DAY)
    reader.read()
    assert reader.runs[run].subject == f"project:default/{name}"
    filling.registered_model(f"{name}-model")
    filling.version(f"{name}-model", run)
    reader.read()
    assert reader.runs[run].subject == f"model:default/{name}-model"
    assert reader.runs[run].version == "1"


def test_an_alias_that_moves_is_told_of_both_versions(
    filling: Filling, reader: Reader, name: str
) -> None:
    filling.experiment(name)
    model = f"{name}-model"
    filling.registered_model(model)
    for _ in range(2):
        filling.version(model, source="s3://models/one")
    filling.alias(model, "champion", "1")
    reader.read()
    filling.alias(model, "champion", "2")
    reader.read()
    ref = f"model:default/{model}"
    assert [reader.versions[ref, it].aliases for it in "12"] == [[], ["champion"]]


def test_runs_of_an_experiment_that_is_declared_later_are_told_anew(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    old = filling.run(experiment, started=now() - 100 * DAY)
    reader.read()
    reader.entities = [an_entity("project:team/search", {"mlflow.org/experiment": name})]
    reader.read()
    assert reader.runs[old].subject == "project:team/search"
    assert [it.entity for it in reader.attachments] == ["project:team/search"]
    reader.entities = []
    reader.read()
    assert reader.runs[old].subject == f"project:default/{name}"


def test_an_annotation_that_names_nothing_is_a_problem_of_its_entity(
    filling: Filling, reader: Reader, name: str
) -> None:
    filling.experiment(name)
    reader.entities = [an_entity("project:team/search", {"mlflow.org/experiment": "typo"})]
    reader.read()
    assert {(it.code, it.entity_ref) for it in reader.problems} == {
        ("mlflow/no-such-thing", "project:team/search")
    }


def test_a_reader_that_is_killed_after_any_call_misses_nothing(
    filling: Filling, reader: Reader, name: str
) -> None:
    tell(filling, name)
    whole = Reader(reader.url, settings=reader.settings, now=reader.now)
    calls = len(whole.read())
    for killed in range(calls):
        again = Reader(reader.url, settings=reader.settings, now=reader.now)
        for _ in range(killed):
            again.call()
        kept, runs = again.cursor, dict(again.runs)
        again.call()  # the last thing it did: nobody got to know
        again.cursor, again.runs = kept, runs
        again.read()
        assert again.runs.keys() == whole.runs.keys(), f"killed in call {killed}"


def test_a_cursor_of_another_release_or_none_at_all_is_a_new_start(
    filling: Filling, reader: Reader, name: str
) -> None:
    run = filling.run(filling.experiment(name))
    for cursor in ("", "nonsense", "[]", '{"version": 99}', '{"version": 1, "step": "dance"}'):
        reader.cursor = cursor
        reader.runs.clear()
        reader.read()
        assert set(reader.runs) == {run}


def test_the_cursor_stays_short(filling: Filling, reader: Reader, many: Many, name: str) -> None:
    many(filling.experiment(name), REMEMBERED + 50, 1)
    longest = max(len(report.cursor) for report in reader.read())
    assert longest < 10_000


def test_a_server_before_mlflow_3_is_read_without_logged_models(
    filling: Filling, reader: Reader, name: str
) -> None:
    tell(filling, name)
    reader.read(Old(reader.http()))
    assert reader.names() == ["broken", "check in Sweden", "goes on", "ranker C=10"]
    assert reader.problems == []


def test_a_page_that_is_too_large_is_asked_for_in_smaller_pages(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    wanted = {filling.run(experiment, started=now() - it * 1000) for it in range(15)}
    reader.read(Small(reader.http(), most=10))
    assert set(reader.runs) == wanted
