"""A small story told to an MLflow server: one experiment with all that this plugin reads.

`python -m tests.plugins.mlflow.story` starts a real server, tells it the story and records what
the server answers into the folder `recorded/`.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.parts.mlflow_filling import Filling, point
from tests.parts.mlflow_server import MlflowServer

RECORDED = Path(__file__).with_name("recorded")
BEGIN = 1_790_000_000_000  # milliseconds: 21 September 2026
MINUTE = 60_000
COMMIT = "4f9c2d1e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d"
MODEL_FILE = """\
artifact_path: ranker
flavors:
  python_function:
    loader_module: mlflow.sklearn
    python_version: 3.11.2
  sklearn:
    pickled_model: model.pkl
    sklearn_version: 1.7.1
model_uuid: 0cc9b079ef134d0eb65f2479c059eff0
signature:
  inputs: '[{"type": "double", "name": "age", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: null
utc_time_created: '2026-09-21 14:13:21.000000'
"""


@dataclass(frozen=True)
class Story:
    """The ids that the server gave."""

    experiment: str
    trained: str
    model: str
    judged: str
    failed: str
    going_on: str
    deleted: str


def tell(filling: Filling, name: str = "podcast-search") -> Story:
    """Registers a model `<name>-ranker` with two versions, too."""
    note = {"mlflow.note.content": "Ranks podcasts for a query.", "team": "search"}
    experiment = filling.experiment(name, **note)
    trained = _train(filling, experiment)
    model = filling.logged_model(experiment, trained, "ranker")
    filling.upload(f"{experiment}/models/{model}/artifacts/MLmodel", MODEL_FILE.encode())
    filling.measures(trained, model, "queries", "c3bc1e1c", auc=0.91, example_count=1200.0)
    filling.end(trained, BEGIN + 10 * MINUTE)
    judged = _judge(filling, experiment, model)
    failed = filling.run(
        experiment, "broken", started=BEGIN + 30 * MINUTE, status="FAILED", metrics={"loss": "NaN"}
    )
    going_on = filling.run(
        experiment,
        "goes on",
        started=BEGIN + 40 * MINUTE,
        status="RUNNING",
        metrics={"loss": "Infinity"},
    )
    deleted = filling.run(experiment, "a mistake", started=BEGIN + 50 * MINUTE, metrics={"auc": 1})
    filling.delete(deleted)
    _register(filling, f"{name}-ranker", trained, model)
    return Story(experiment, trained, model, judged, failed, going_on, deleted)


def _train(filling: Filling, experiment: str) -> str:
    run = filling.run(
        experiment,
        "ranker C=10",
        started=BEGIN,
        status="RUNNING",
        params={"C": "10.0", "solver": "liblinear", "seed": "7", "warm": "True"},
        tags={
            "mlflow.user": "ada",
            "mlflow.source.name": "train.py",
            "mlflow.source.git.commit": COMMIT,
            "team": "search",
        },
    )
    steps = range(5)
    filling.log(run, [point("loss", math.exp(-it), it, BEGIN + it * MINUTE) for it in steps])
    filling.log(run, [point("system/cpu_utilization_percentage", 40.5, 1, BEGIN)])
    filling.reads(run, "plays", "c2cdf743", "training", rows=50_000)
    filling.reads(run, "queries", "c3bc1e1c", "evaluation", rows=1200)
    return run


def _judge(filling: Filling, experiment: str, model: str) -> str:
    """Another run measures the model on other data."""
    run = filling.run(experiment, "check in Sweden", started=BEGIN + 20 * MINUTE, status="RUNNING")
    filling.reads(run, "queries-se", "aa00bb11", "evaluation", rows=300)
    filling.reads_model(run, model)
    filling.measures(run, model, "queries-se", "aa00bb11", auc=0.88)
    filling.end(run, BEGIN + 22 * MINUTE)
    return run


def _register(filling: Filling, name: str, run: str, model: str) -> None:
    filling.registered_model(name, "Ranks podcasts", domain="search")
    filling.version(name, source="s3://models/imported")
    filling.version(name, run, model)
    filling.alias(name, "champion", "2")
    filling.alias(name, "first", "1")


def record(filling: Filling, story: Story) -> None:
    """What the server answers, as it answers."""
    ids = {"experiment_ids": [story.experiment]}
    everything = {"max_results": 100, "run_view_type": "ALL"}
    history = {"run_ids": story.trained, "metric_key": "loss", "max_results": 500}
    one_history = {"run_id": story.trained, "metric_key": "loss"}
    answers = {
        "experiments_search": filling.call("POST", "experiments/search", max_results=1000),
        "runs_search": filling.call("POST", "runs/search", **ids, **everything),
        "run_get": _get(filling, "runs/get", run_id=story.judged),
        "logged_models_search": filling.call("POST", "logged-models/search", **ids),
        "history_thinned": _get(filling, "metrics/get-history-bulk-interval", **history),
        "history": _get(filling, "metrics/get-history", **one_history),
        "registered_models_search": _get(filling, "registered-models/search"),
        "model_versions_search": _get(filling, "model-versions/search"),
    }
    RECORDED.mkdir(exist_ok=True)
    for name, answer in answers.items():
        text = json.dumps(answer, indent=1) + "\n"
        (RECORDED / f"{name}.json").write_text(text, encoding="utf-8")


def _get(filling: Filling, path: str, **query: Any) -> dict[str, Any]:
    return filling.call("GET", f"{path}?{urlencode(query)}")


if __name__ == "__main__":
    with MlflowServer() as server:
        filling = Filling(server.url)
        record(filling, tell(filling))
