"""Fills an MLflow server: as its own client does, over REST, or by the ten thousand, with SQL."""

import json
import random
import sqlite3
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

JSON = {"Content-Type": "application/json"}


def now() -> int:
    """Milliseconds since 1970, as MLflow counts."""
    return int(time.time() * 1000)


@dataclass(frozen=True)
class Filling:
    """What MLflow's client calls, with defaults for what a test does not care about."""

    url: str
    pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Raises RuntimeError when the server refuses."""
        url = f"{self.url}/api/2.0/mlflow/{path}"
        answer = self.pool.request(method, url, body=json.dumps(body), headers=JSON, retries=False)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {answer.data.decode()[:500]}")
        found: dict[str, Any] = json.loads(answer.data or b"{}")
        return found

    def experiment(self, name: str, **tags: str) -> str:
        made = self.call("POST", "experiments/create", name=name, tags=pairs(tags))
        return str(made["experiment_id"])

    def run(
        self,
        experiment: str,
        name: str = "a run",
        *,
        started: int | None = None,
        ended: int | None = None,
        status: str = "FINISHED",
        metrics: Mapping[str, float | str] | None = None,
        params: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> str:
        """A run that took a second, unless it is said to be `RUNNING`."""
        started = now() if started is None else started
        made = self.call(
            "POST",
            "runs/create",
            experiment_id=experiment,
            run_name=name,
            start_time=started,
            tags=pairs(tags or {}),
        )
        run = str(made["run"]["info"]["run_id"])
        self.log(run, [point(key, value) for key, value in (metrics or {}).items()], params or {})
        if status != "RUNNING":
            self.end(run, started + 1000 if ended is None else ended, status)
        return run

    def log(
        self, run: str, points: Sequence[Mapping[str, Any]], params: Mapping[str, str] | None = None
    ) -> None:
        for start in range(0, len(points) or 1, 900):
            some = list(points[start : start + 900])
            self.call(
                "POST", "runs/log-batch", run_id=run, metrics=some, params=pairs(params or {})
            )

    def end(self, run: str, ended: int, status: str = "FINISHED") -> None:
        self.call("POST", "runs/update", run_id=run, status=status, end_time=ended)

    def tag(self, run: str, key: str, value: str) -> None:
        self.call("POST", "runs/set-tag", run_id=run, key=key, value=value)

    def delete(self, run: str) -> None:
        self.call("POST", "runs/delete", run_id=run)

    def reads(self, run: str, dataset: str, digest: str, context: str, rows: int = 100) -> None:
        entry = {
            "dataset": {
                "name": dataset,
                "digest": digest,
                "source_type": "local",
                "source": json.dumps({"uri": f"/data/{dataset}"}),
                "profile": json.dumps({"num_rows": rows}),
            },
            "tags": pairs({"mlflow.data.context": context}),
        }
        self.call("POST", "runs/log-inputs", run_id=run, datasets=[entry])

    def reads_model(self, run: str, model: str) -> None:
        self.call("POST", "runs/log-inputs", run_id=run, models=[{"model_id": model}])

    def logged_model(self, experiment: str, run: str, name: str = "model") -> str:
        made = self.call(
            "POST", "logged-models", experiment_id=experiment, name=name, source_run_id=run
        )
        model = str(made["model"]["info"]["model_id"])
        self.call("PATCH", f"logged-models/{model}", model_id=model, status="LOGGED_MODEL_READY")
        self.call("POST", "runs/outputs", run_id=run, models=[{"model_id": model, "step": 0}])
        return model

    def measures(self, run: str, model: str, dataset: str, digest: str, **metrics: float) -> None:
        where = {"model_id": model, "dataset_name": dataset, "dataset_digest": digest}
        self.log(run, [{**point(key, value), **where} for key, value in metrics.items()])

    def registered_model(self, name: str, description: str = "", **tags: str) -> None:
        body = {"name": name, "description": description, "tags": pairs(tags)}
        self.call("POST", "registered-models/create", **body)

    def version(self, name: str, run: str = "", model: str = "", source: str = "") -> str:
        source = source or (f"models:/{model}" if model else f"runs:/{run}/model")
        body = {"name": name, "source": source, "run_id": run}
        made = self.call("POST", "model-versions/create", **body, **_model(model))
        return str(made["model_version"]["version"])

    def alias(self, name: str, alias: str, version: str) -> None:
        self.call("POST", "registered-models/alias", name=name, alias=alias, version=version)

    def upload(self, path: str, content: bytes) -> None:
        """A file into the store of the server itself."""
        url = f"{self.url}/api/2.0/mlflow-artifacts/artifacts/{path}"
        answer = self.pool.request("PUT", url, body=content, retries=False)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")


def pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def point(key: str, value: float | str, step: int = 0, at: int | None = None) -> dict[str, Any]:
    return {"key": key, "value": value, "step": step, "timestamp": now() if at is None else at}


def _model(model: str) -> dict[str, str]:
    return {"model_id": model} if model else {}


def fill_database(
    file: Path,
    experiment: str,
    *,
    runs: int,
    metrics: int,
    params: int = 10,
    spacing: int = 60_000,
    seed: int = 1,
) -> None:
    """Finished runs, each `spacing` milliseconds before the next, the last one now, straight into
    a server's SQLite file.

    Metric `m0` and the others are uniform in [0, 1), with one value each; tag `team` is one of
    four. The same seed gives the same values and ids.
    """
    chance, end = random.Random(seed), now()
    with closing(sqlite3.connect(file, timeout=60)) as database, database:
        for number in range(runs):
            run = uuid.UUID(int=chance.getrandbits(128)).hex
            started = end - (runs - number) * spacing
            name, place = f"run-{number}", f"mlflow-artifacts:/{experiment}/{run}/artifacts"
            row = (run, name, started, started + 30_000, place, int(experiment))
            values = [(f"m{it}", chance.random(), started, run) for it in range(metrics)]
            texts = [(f"p{it}", str(chance.randint(0, 99)), run) for it in range(params)]
            database.execute(_RUN, row)
            database.executemany(_METRIC.format("latest_metrics"), values)
            database.executemany(_METRIC.format("metrics"), values)
            database.executemany(
                "INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)", texts
            )
            database.execute(_TAG, (chance.choice("abcd"), run))


_RUN = (
    "INSERT INTO runs (run_uuid, name, start_time, end_time, artifact_uri, experiment_id, "
    "source_type, user_id, status, lifecycle_stage) "
    "VALUES (?, ?, ?, ?, ?, ?, 'LOCAL', 'filling', 'FINISHED', 'active')"
)
_METRIC = "INSERT INTO {} (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, 0, 0)"
_TAG = "INSERT INTO tags (key, value, run_uuid) VALUES ('team', ?, ?)"
