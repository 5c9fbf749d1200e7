"""What the demo shows beside descriptors."""

import json
import urllib.request
from typing import Any

import pytest

from catalog.demo.recorded_mlflow import Recording, recorded_mlflow, recording
from catalog.demo.simulated import simulated_evaluations
from catalog.evaluations import record_runs
from catalog.store.database import Database


@pytest.fixture(scope="module")
def told() -> Recording:
    return recording()


def ask(url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data, timeout=10) as answer:
        return json.load(answer)


def test_the_recording_answers_what_the_plugin_asks(told: Recording) -> None:
    with recorded_mlflow(told) as url:
        api = f"{url}/api/2.0/mlflow"
        experiments = ask(f"{api}/experiments/search", {})["experiments"]
        ids = [it["experiment_id"] for it in experiments]
        runs = ask(f"{api}/runs/search", {"experiment_ids": ids})["runs"]
        times = [int(it["info"]["start_time"]) for it in runs]
        assert len(runs) > 50
        assert times == sorted(times, reverse=True)
        run = runs[0]["info"]["run_id"]
        query = f"run_ids={run}&metric_key=train_loss"
        assert ask(f"{api}/metrics/get-history-bulk-interval?{query}")["metrics"]
        older = {"experiment_ids": ids, "filter": f"attributes.start_time < {times[4]}"}
        assert len(ask(f"{api}/runs/search", older)["runs"]) == len(runs) - 5
        none = {"experiment_ids": ids, "filter": "attributes.status = 'RUNNING'"}
        assert ask(f"{api}/runs/search", none)["runs"] == []


def test_it_says_to_people_that_it_is_a_recording(told: Recording) -> None:
    with (
        recorded_mlflow(told) as url,
        urllib.request.urlopen(f"{url}/anything", timeout=10) as page,
    ):
        assert b"no MLflow server" in page.read()


def test_the_simulated_evaluations_are_sound_and_always_the_same(database: Database) -> None:
    runs = simulated_evaluations()
    assert runs == simulated_evaluations()
    with database.write() as connection:
        recorded = record_runs(connection, "push:simulated", runs, now=1.8e9)
    assert (recorded.created, recorded.problems) == (len(runs), [])
    auc = [it.value for run in runs for it in run.results if it.metric == "auc" and not it.slice]
    assert auc == sorted(auc)
    assert all(0.9 < value < 1 for value in auc)
