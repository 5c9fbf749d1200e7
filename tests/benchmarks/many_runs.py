"""Made-up runs by the hundred thousand: 50 results each, 10 params and a tag; always the same."""

import random
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from catalog.evaluations.record import record_runs
from catalog.store.database import Database
from plugins.facts import DatasetUse, EvaluationRun, Result
from tests.catalog.evaluations.seen import make_entity
from tests.parts.sqlite import empty_catalog

PROJECT = "project:default/several"
MODEL = "model:default/large"
SMALLER = tuple(f"model:default/smaller-{number}" for number in range(5))
METRICS = 50  # of a run, one of them over a slice
NOW = 1_790_000_000.0
_AT_ONCE = 1_000


def fill(folder: Path, count: int) -> float:
    """A catalog in a data folder: `count` runs of one model, and a fifth more of five others, all
    of one project. Returns how many runs a second were recorded, making them up left out."""
    folder.mkdir(parents=True, exist_ok=True)
    database = empty_catalog(folder)
    make_entity(database, PROJECT)
    for model in (MODEL, *SMALLER):
        make_entity(database, model, project=PROJECT)
    seconds = sum(_record(database, runs) for runs in _parts(_all_runs(count)))
    database.close()
    return (count + count // 25 * len(SMALLER)) / seconds


def made_up(count: int, subject: str = MODEL, seed: int = 1) -> Iterator[EvaluationRun]:
    """The same runs for the same seed."""
    dice = random.Random(seed)
    for place in range(count):
        results = [Result(metric=f"m{i}", value=dice.random()) for i in range(METRICS - 2)]
        sliced = Result(metric="auc", value=dice.random(), slice={"country": "SE"})
        yield EvaluationRun(
            id=f"{seed}-{place:032x}",
            subject=subject,
            name=f"run-{place}",
            status="failed" if dice.random() < 0.02 else "finished",
            started_at=NOW - place * 60,
            group=f"sweep-{place % 20}",
            version=str(place % 1000),
            dataset=DatasetUse(name=f"d{place % 10}", split="test"),
            params={
                "lr": dice.choice([0.1, 0.01, 0.001, 0.0003]),
                "opt": dice.choice(["adam", "sgd"]),
                **{f"p{i}": dice.choice("abcdef") for i in range(8)},
            },
            tags={"team": dice.choice("xyz")},
            results=[*results, Result(metric="auc", value=dice.betavariate(9, 2)), sliced],
        )


def as_json(run: EvaluationRun) -> dict[str, object]:
    """As scripts write it for `mlhome evaluation push`."""
    return {
        "id": run.id,
        "subject": run.subject,
        "version": run.version,
        "params": dict(run.params),
        "metrics": {one.metric: one.value for one in run.results if not one.slice},
        "results": [
            {"metric": one.metric, "value": one.value, "slice": dict(one.slice)}
            for one in run.results
            if one.slice
        ],
    }


def _all_runs(count: int) -> Iterator[EvaluationRun]:
    yield from made_up(count)
    for seed, model in enumerate(SMALLER, 2):
        yield from made_up(count // 25, model, seed)


def _parts(runs: Iterable[EvaluationRun]) -> Iterator[list[EvaluationRun]]:
    rest = iter(runs)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


def _record(database: Database, runs: list[EvaluationRun]) -> float:
    began = time.monotonic()
    with database.write() as connection:
        record_runs(connection, "benchmark", runs, NOW)
    return time.monotonic() - began
