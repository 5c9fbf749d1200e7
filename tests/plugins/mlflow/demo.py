"""What `mlhome demo` shows of MLflow: `python -m tests.plugins.mlflow.demo` tells a real server of
the invented company's experiments, and records its answers into the demo's file."""

import json
import math
import random
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import catalog.demo
from tests.parts.mlflow_filling import Filling, point
from tests.parts.mlflow_server import MlflowServer

FILE = Path(catalog.demo.__file__).with_name("mlflow.json")
BEGIN = 1_788_200_000_000  # milliseconds: 31 August 2026
DAY, MINUTE = 86_400_000, 60_000
EPOCHS = 12


@dataclass(frozen=True)
class Told:
    """An experiment: what its runs tried, what they were measured on, and what came of it.

    `metrics` are (value of the first run, gain of the best, whether higher is better).
    """

    name: str
    note: str
    user: str
    trained_on: tuple[str, int]
    measured_on: tuple[str, int]
    params: dict[str, list[str]]
    metrics: dict[str, tuple[float, float]]
    runs: int = 9
    tags: dict[str, str] = field(default_factory=dict)


EXPERIMENTS = (
    Told(
        "trust/payment-fraud",
        "Monotone boosted trees; every run is scored on payments whose charge-backs are in.",
        "nadia-petrova",
        ("labelled-payments", 4_820_000),
        ("matured-payments-q2-2026", 3_100_000),
        {
            "max_depth": ["5", "6", "7", "8"],
            "eta": ["0.03", "0.05", "0.1"],
            "rounds": ["1200", "2200", "3000"],
            "scale_pos_weight": ["20", "40"],
        },
        {
            "pr-auc": (0.588, 0.058),
            "auc": (0.948, 0.019),
            "recall": (0.71, 0.062),
            "false-positive-rate": (0.0149, -0.0042),
            "fraud-loss-bps": (6.9, -1.5),
            "expected-calibration-error": (0.021, -0.009),
        },
        runs=12,
    ),
    Told(
        "search/ranker-lambdamart",
        "Candidates for the product search, scored on the golden queries.",
        "joao-ferreira",
        ("search-judgements-clicks", 9_400_000),
        ("search-golden-queries", 2_400),
        {
            "num_leaves": ["127", "255", "511"],
            "learning_rate": ["0.03", "0.05"],
            "lambdarank_truncation_level": ["10", "20"],
            "features": ["base", "base+affinity", "base+affinity+freshness"],
        },
        {"ndcg-at-10": (0.698, 0.026), "mrr": (0.629, 0.021), "latency-p95": (17.0, 3.5)},
        runs=14,
    ),
    Told(
        "recsys/next-basket",
        "Transformers over household order histories.",
        "ilse-de-backer",
        ("household-order-sequences", 2_750_000),
        ("heldout-last-orders", 120_000),
        {
            "layers": ["4", "6", "8"],
            "width": ["256", "384", "512"],
            "orders": ["20", "40"],
            "dropout": ["0.1", "0.2"],
        },
        {
            "hit-rate-at-10": (0.807, 0.022),
            "recall-at-100": (0.598, 0.024),
            "catalogue-coverage": (0.31, 0.05),
        },
        runs=10,
    ),
    Told(
        "last-mile/arrival-time",
        "Quantile models of minutes to the door, scored on the fortnight after training.",
        "mats-lindqvist",
        ("eta-training-snapshots", 18_300_000),
        ("eta-next-fortnight", 640_000),
        {
            "quantiles": ["0.1,0.5,0.9"],
            "max_bin": ["255", "511"],
            "traffic": ["none", "hourly", "five-minute"],
        },
        {
            "mae-minutes": (3.62, -0.55),
            "late-over-5min-share": (0.061, -0.016),
            "coverage-p80": (0.77, 0.03),
        },
        runs=9,
    ),
    Told(
        "supply/demand-tft",
        "Temporal fusion transformers against the exponential smoothing that they replaced.",
        "agnieszka-wilk",
        ("daily-demand", 61_000_000),
        ("demand-backtest-origins", 52_000),
        {
            "hidden": ["80", "160"],
            "encoder_days": ["180", "365"],
            "attention_heads": ["4", "8"],
            "holidays": ["national", "national+school"],
        },
        {
            "wape": (0.286, -0.021),
            "forecast-bias": (0.031, -0.024),
            "pinball-loss-p90": (1.42, -0.13),
            "coverage-p80": (0.78, 0.02),
        },
        runs=8,
    ),
    Told(
        "sandbox/returns-text",
        "Why do customers send things back? Nobody has written a descriptor for this one yet.",
        "yuki-tanabe",
        ("returns-comments", 86_000),
        ("returns-comments-labelled", 1_900),
        {"encoder": ["e5-small", "bge-base"], "classes": ["7", "9"]},
        {"macro-f1": (0.61, 0.12), "accuracy": (0.70, 0.09)},
        runs=5,
    ),
)


def tell(filling: Filling) -> None:
    chance = random.Random(20_261_101)
    for told in EXPERIMENTS:
        experiment = filling.experiment(told.name, **{"mlflow.note.content": told.note})
        for number in range(told.runs):
            _run(filling, experiment, told, number, chance)
    filling.registered_model("returns-reason", "Sorts comments on returns by their reason.")
    filling.version("returns-reason", source="s3://fennelby-models/returns-reason/1")
    filling.alias("returns-reason", "candidate", "1")


def _run(filling: Filling, experiment: str, told: Told, number: int, chance: random.Random) -> None:
    params = {name: chance.choice(values) for name, values in told.params.items()}
    started = BEGIN + number * 5 * DAY + chance.randrange(DAY)
    failed = number == 3
    run = filling.run(
        experiment,
        f"{told.name.rpartition('/')[2]}-{number + 1:02}",
        started=started,
        status="RUNNING",
        params={**params, "seed": str(100 + number)},
        tags={
            "mlflow.user": told.user,
            "mlflow.source.name": "train.py",
            "mlflow.source.git.commit": f"{chance.getrandbits(160):040x}",
            "sweep": "autumn-2026" if number > 2 else "first-look",
        },
    )
    name, rows = told.trained_on
    filling.reads(run, name, _digest(name, _state(chance)), "training", rows=rows)
    progress = number / (told.runs - 1)
    _learn(filling, run, started, progress, chance, epochs=5 if failed else EPOCHS)
    if failed:
        filling.end(run, started + 35 * MINUTE, "FAILED")
        return
    model = filling.logged_model(experiment, run, told.name.rpartition("/")[2])
    measured = {
        name: round(first + gain * (0.75 * progress + 0.25 * chance.random()), 5)
        for name, (first, gain) in told.metrics.items()
    }
    name, rows = told.measured_on
    digest = _digest(name, "9f31c2aa")
    filling.reads(run, name, digest, "evaluation", rows=rows)
    filling.measures(run, model, name, digest, **measured, example_count=float(rows))
    filling.end(run, started + 3 * 60 * MINUTE)


def _learn(
    filling: Filling,
    run: str,
    started: int,
    progress: float,
    chance: random.Random,
    epochs: int,
) -> None:
    """A loss that falls on both sides, and stops falling on one."""
    points = []
    for step in range(epochs):
        at = started + step * 5 * MINUTE
        loss = 0.32 + 0.5 * math.exp(-step / (5 + 4 * progress)) + chance.gauss(0, 0.006)
        held = loss + 0.02 + 0.0006 * step * (1 - progress) + chance.gauss(0, 0.008)
        points += [point("train_loss", round(loss, 5), step, at)]
        points += [point("validation_loss", round(held, 5), step, at)]
    filling.log(run, points)


def _state(chance: random.Random) -> str:
    return f"{chance.choice((0x51C3A9F0, 0x77E01B42)):08x}"


def _digest(name: str, state: str) -> str:
    """Of a name of its own: what has an equal digest is taken for the same data."""
    return f"{zlib.crc32((name + state).encode()):08x}"


def record(filling: Filling) -> dict[str, Any]:
    """Everything the server answers with, as it answers."""
    call = filling.call
    experiments = call("POST", "experiments/search", max_results=1000)["experiments"]
    ids = [it["experiment_id"] for it in experiments]
    runs = call("POST", "runs/search", experiment_ids=ids, max_results=1000, run_view_type="ALL")[
        "runs"
    ]
    models = call("POST", "logged-models/search", experiment_ids=ids, max_results=1000)
    histories = {
        f"{run['info']['run_id']}/{key}": _history(filling, run["info"]["run_id"], key)
        for run in runs
        for key in ("train_loss", "validation_loss")
    }
    return {
        "recorded": "answers of a real MLflow 3.17.2 server to a script: no company's data",
        "experiments": experiments,
        "runs": runs,
        "models": models["models"],
        "registered_models": call("GET", "registered-models/search")["registered_models"],
        "model_versions": call("GET", "model-versions/search")["model_versions"],
        "histories": histories,
    }


def _history(filling: Filling, run: str, key: str) -> list[Any]:
    path = f"metrics/get-history?run_id={run}&metric_key={key}"
    points: list[Any] = filling.call("GET", path).get("metrics", [])
    return points


def main() -> None:
    with MlflowServer() as server:
        filling = Filling(server.url)
        tell(filling)
        FILE.write_text(json.dumps(record(filling), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
