"""Runs in a folder of runs."""

import json
import math
from typing import Any

import pytest

from plugins.api import DatasetUse, Series
from tests.plugins.mlflow.files.reading import MODEL, PROJECT, read, run_of, values

RUN = "mlruns/7/d735"
META = f"{RUN}/meta.yaml"
LOGGED = "m-42a8"
FILES: dict[str, str | bytes] = {
    "mlruns/7/meta.yaml": "experiment_id: '7'\nname: fraud/card age\n",
    META: """
artifact_uri: file:///home/ada/mlruns/7/d735/artifacts
end_time: 1795915349374
experiment_id: '7'
lifecycle_stage: active
run_id: d735
run_name: first
start_time: 1795915347455
status: 3
user_id: root
""",
    f"{RUN}/metrics/loss": "1795915347464 1.0 0\n1795915347466 0.25 2\n1795915347465 0.5 1\n",
    f"{RUN}/metrics/val/auc": "1795915347466 0.9 0\n",
    f"{RUN}/metrics/bad": "1795915347466 nan 0\n",
    f"{RUN}/metrics/old style": "1795915347466 3\n",
    f"{RUN}/metrics/system/cpu": "1795915347466 40.5 0\n",
    f"{RUN}/params/lr": "0.1",
    f"{RUN}/params/opt/name": "adam",
    f"{RUN}/params/empty": "",
    f"{RUN}/params/odd": b"\xff\x00",
    f"{RUN}/tags/mlflow.user": "ada",
    f"{RUN}/tags/mlflow.source.git.commit": "b080131",
    f"{RUN}/tags/mlflow.source.name": "train.py",
    f"{RUN}/tags/mlflow.source.type": "LOCAL",
    f"{RUN}/tags/team": "search",
}
PLAYS = """
name: plays
digest: 2981e147
profile: '{"num_rows": 3}'
"""
INPUT = "source_id: {id}\nsource_type: DATASET\ntags: {{mlflow.data.context: {context}}}\n"


def with_inputs() -> dict[str, str | bytes]:
    return {
        **FILES,
        f"{RUN}/inputs/1/meta.yaml": INPUT.format(id="0e55", context="training"),
        f"{RUN}/inputs/2/meta.yaml": INPUT.format(id="25db", context="evaluation"),
        f"{RUN}/inputs/3/meta.yaml": INPUT.format(id="../../../secret", context="training"),
        f"{RUN}/inputs/4/meta.yaml": "- broken: [",
        "mlruns/7/datasets/0e55/meta.yaml": PLAYS,
        "mlruns/7/datasets/25db/meta.yaml": "name: queries\ndigest: 2981c147\nprofile: x\n",
    }


def test_a_run_is_what_its_files_say() -> None:
    run = run_of(read(FILES, META))
    assert (run.id, run.name, run.type) == ("d735", "first", "training")
    assert (run.group, run.status) == ("fraud/card age", "finished")
    assert (run.started_at, run.ended_at) == (1795915347.455, 1795915349.374)
    assert (run.author, run.commit, run.url) == ("ada", "b080131", "")
    assert run.params == {"lr": 0.1, "opt/name": "adam", "empty": "", "odd": "\ufffd?"}
    assert run.tags == {"mlflow.source.name": "train.py", "team": "search"}
    assert run.artifacts == ()


def test_of_a_metric_the_last_step_counts_and_all_are_a_series() -> None:
    run = run_of(read(FILES, META))
    found = values(run)
    assert math.isnan(found.pop("bad"))
    assert found == {"loss": 0.25, "val/auc": 0.9, "old style": 3.0}
    assert run.series == [
        Series(
            metric="loss",
            steps=[0, 1, 2],
            values=[1.0, 0.5, 0.25],
            times=[1795915347.464, 1795915347.465, 1795915347.466],
        )
    ]
    machine = run_of(read(FILES, META, system_metrics=True))
    assert values(machine)["system/cpu"] == 40.5


def test_lines_that_are_no_values_are_told_and_the_others_count() -> None:
    half = {f"{RUN}/metrics/loss": "1795915347464 1.0 0\n17959153\n1 x 3\n\n1 2 y\n"}
    found = read({**FILES, **half, f"{RUN}/metrics/huge": "1 1e999 1\n1 2 " + "9" * 30}, META)
    assert [it.message for it in found.problems] == [
        "3 of 4 lines of `metrics/loss` are no values of a metric",
        "1 of 2 lines of `metrics/huge` are no values of a metric",
    ]
    assert values(run_of(found))["loss"] == 1.0
    assert values(run_of(found))["huge"] == math.inf


def test_data_sets_that_a_run_read_are_told() -> None:
    found = read(with_inputs(), META)
    run = run_of(found)
    assert run.trained_on == [DatasetUse(name="plays", digest="2981e147", rows=3)]
    assert run.dataset == DatasetUse(name="queries", digest="2981c147")
    assert [(it.code, it.severity) for it in found.problems] == [("mlflow/file", "warning")]


def test_what_was_measured_on_one_data_set_is_an_evaluation_of_its_own() -> None:
    files = with_inputs() | {f"{RUN}/metrics/auc": "1795915349373 0.77 0 queries 2981c147\n"}
    run, apart = read(files, META).report.evaluations
    assert run.dataset is None
    assert values(run)["auc"] == 0.77
    assert (apart.name, apart.type) == ("first on queries", "evaluation")
    assert apart.dataset == DatasetUse(name="queries", digest="2981c147")
    assert (values(apart), apart.series) == ({"auc": 0.77}, ())
    assert apart.tags["mlflow.runId"] == "d735"
    unknown = {f"{RUN}/metrics/auc": "1795915349373 0.77 0 our queries 99\n"}
    _, apart = read({**FILES, **unknown}, META).report.evaluations
    assert apart.dataset == DatasetUse(name="our queries", digest="99")


NOBODY = "experiment:default/fraud-card-age-1a40f9"
ANNOTATED = MODEL.replace("{}", "{mlflow.org/experiment: fraud/card age}")


@pytest.mark.parametrize(
    ("descriptors", "subject"),
    [
        ({}, NOBODY),
        ({"mlhome.yaml": PROJECT}, "project:default/search"),
        ({"mlhome.yaml": PROJECT + MODEL}, "model:default/ranker"),
        ({"mlhome.yaml": MODEL + MODEL.replace("ranker", "other")}, NOBODY),
        ({"mlhome.yaml": MODEL.replace("ranker", "other") + ANNOTATED}, "model:default/ranker"),
        ({"mlhome.yaml": ANNOTATED.replace("fraud/card age", '"7"')}, "model:default/ranker"),
        ({"mlhome.yaml": "a: [", "catalog-info.yaml": PROJECT}, "project:default/search"),
    ],
)  # fmt: skip
def test_descriptors_beside_say_whose_runs_they_are(
    descriptors: dict[str, str], subject: str
) -> None:
    assert run_of(read({**FILES, **descriptors}, META)).subject == subject


def test_descriptors_one_folder_further_up_say_so_too() -> None:
    files = {f"train/{name}": data for name, data in FILES.items()}
    found = read({**files, "mlhome.yaml": MODEL}, f"train/{META}")
    assert run_of(found).subject == "model:default/ranker"


def test_a_run_is_about_the_version_that_was_registered_from_it() -> None:
    files = {
        **FILES,
        f"{RUN}/outputs/{LOGGED}/meta.yaml": "source_type: RUN_OUTPUT\n",
        f"mlruns/7/models/{LOGGED}/tags/mlflow.modelVersions": json.dumps(
            [{"name": "card-ranker", "version": 1}, {"name": "card-ranker", "version": "2"}]
        ),
    }
    run = run_of(read(files, META))
    assert (run.subject, run.version) == ("model:default/card-ranker", "2")
    named = MODEL.replace("{}", "{mlflow.org/registered-model: card-ranker}")
    run = run_of(read({**files, "mlhome.yaml": named}, META))
    assert (run.subject, run.version) == ("model:default/ranker", "2")


def test_a_run_that_logged_one_model_is_about_that_as_a_version() -> None:
    logged = {f"{RUN}/outputs/{LOGGED}/meta.yaml": "", "mlhome.yaml": MODEL}
    assert run_of(read({**FILES, **logged}, META)).version == LOGGED
    history = json.dumps([{"model_uuid": "d7f7"}])
    before = {f"{RUN}/tags/mlflow.log-model.history": history, "mlhome.yaml": MODEL}
    assert run_of(read({**FILES, **before}, META)).version == "d7f7"
    two = {**logged, f"{RUN}/outputs/m-2/meta.yaml": ""}
    assert run_of(read({**FILES, **two}, META)).version == ""
    assert run_of(read({**FILES, **logged, "mlhome.yaml": PROJECT}, META)).version == ""


def test_a_run_that_read_a_logged_model_is_an_evaluation() -> None:
    read_model = (
        f"destination_id: {LOGGED}\ndestination_type: MODEL_INPUT\nsource_type: RUN_INPUT\n"
    )
    files = {**FILES, f"{RUN}/inputs/x/meta.yaml": read_model, "mlhome.yaml": MODEL}
    run = run_of(read(files, META))
    assert (run.type, run.version) == ("evaluation", LOGGED)


def test_deleted_runs_and_files_that_are_no_runs_are_nothing() -> None:
    for meta in ("run_id: d735\nlifecycle_stage: deleted\n", "name: x\n"):
        found = read({META: meta}, META)
        assert (found.report.evaluations, found.problems) == ((), ())
        assert found.report.complete
    for folder in ("tags", "datasets", "traces", "models"):
        path = f"mlruns/7/{folder}/meta.yaml"
        assert read({path: "run_id: x\n"}, path).report.evaluations == ()


@pytest.mark.parametrize("text", ["", "a: [", "- 1\n", b"\xff\xfe\x00", "[" * 5000])
def test_a_broken_run_is_a_problem_and_keeps_what_was_known(text: str | bytes) -> None:
    found = read({META: text}, META)
    assert [it.code for it in found.problems] == ["mlflow/file"]
    assert not found.report.complete


@pytest.mark.parametrize("odd", ["[]", "{}", "'x'", "1.5", "true", ".nan", "99999999999999999999"])
def test_parts_of_the_wrong_type_cost_only_themselves(odd: str) -> None:
    fields = ("status", "start_time", "end_time", "run_name", "user_id", "lifecycle_stage")
    meta = "run_id: d735\n" + "".join(f"{field}: {odd}\n" for field in fields)
    texts: dict[str, Any] = {f"{RUN}/tags/mlflow.log-model.history": odd}
    run = run_of(read({**FILES, META: meta, **texts}, META))
    assert (run.id, run.status, run.started_at) == ("d735", "running", None)
    assert values(run)["loss"] == 0.25


def test_the_status_is_a_number_in_the_file() -> None:
    meta = FILES[META]
    assert isinstance(meta, str)
    states = [run_of(read({**FILES, META: meta.replace("status: 3", f"status: {it}")}, META)).status
              for it in range(7)]  # fmt: skip
    assert states == [
        *("running", "running", "scheduled", "finished", "failed", "killed", "running")
    ]
