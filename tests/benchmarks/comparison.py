"""The speed of comparisons: `python -m tests.benchmarks.comparison`.

Ten versions of a model, each with 200 metrics over all of the data and over 50 slices, all with
intervals, over HTTP with `mlhome serve` on the default set-up.
"""

import argparse
import random
import statistics
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from catalog.evaluations.record import record_runs
from plugins.facts import DatasetUse, EvaluationRun, Result
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.table import Row, render
from tests.catalog.evaluations.seen import make_entity
from tests.journeys.running import Home, Site
from tests.parts.sqlite import empty_catalog

MODEL = "model:default/compared"
SUBJECTS, METRICS, SLICES = 10, 200, 50
NOW = 1_790_000_000.0
_GOAL = "< 500 ms"
WARMING = 8  # that are not counted: each thread of the server has its first one


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.comparison")
    parser.add_argument("--times", type=int, default=20, help="each address is asked for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        with Home(Path(folder)).serving() as site:
            print(render(list(_rows(site, options.times)), peer=""))


def fill(folder: Path) -> None:
    """A catalog in a data folder."""
    database = empty_catalog(folder)
    make_entity(database, MODEL)
    dice = random.Random(1)
    for version in range(SUBJECTS):
        with database.write() as connection:
            record_runs(connection, "benchmark", [_run(dice, version)], NOW)
    database.close()


def _run(dice: random.Random, version: int) -> EvaluationRun:
    slices: list[dict[str, str]] = [{}, *({"country": f"c{place:02}"} for place in range(SLICES))]
    return EvaluationRun(
        id=f"of-{version}",
        subject=MODEL,
        version=str(version),
        started_at=NOW - 100,
        ended_at=NOW,
        dataset=DatasetUse(name="clicks", digest="sha256:1", split="test", rows=100_000),
        params={f"p{place}": dice.choice([1, 2, 3]) for place in range(30)},
        results=[
            _result(dice, f"metric-{metric:03}" if metric else "auc", slice)
            for metric in range(METRICS)
            for slice in slices
        ],
    )


def _result(dice: random.Random, metric: str, slice: dict[str, str]) -> Result:
    value, half = dice.betavariate(9, 2), 0.01 + dice.random() / 50
    return Result(
        metric=metric,
        value=value,
        slice=slice,
        n=2000,
        low=value - half,
        high=value + half,
        level=0.95,
        method="bootstrap",
    )


def _rows(site: Site, times: int) -> Iterator[Row]:
    subjects = [("subject", f"{MODEL}@{version}") for version in range(SUBJECTS)]
    what = f"{SUBJECTS} subjects x {METRICS} metrics x {SLICES} slices"
    asked = {
        f"{what}: API": ("/api/mlhome/compare", subjects),
        f"{what}: Markdown": ("/api/mlhome/compare", [*subjects, ("format", "markdown")]),
        f"{what}: page": ("/compare", subjects),
        "the same, 2 subjects: API": ("/api/mlhome/compare", subjects[:2]),
    }
    for name, (path, parameters) in asked.items():
        yield _row(site, name, f"{path}?{urllib.parse.urlencode(parameters)}", times)


def _row(site: Site, name: str, address: str, times: int) -> Row:
    """The median, and the mean time of processors, which others on the machine change less."""
    for _ in range(WARMING):
        size = len(site.text(address))
    taken, before = [], cpu_seconds([site.process.pid])
    for _ in range(times):
        began = time.perf_counter()
        site.text(address)
        taken.append(time.perf_counter() - began)
    spent = (cpu_seconds([site.process.pid]) - before) / times
    told = f"{1000 * statistics.median(taken):.0f} ms, CPU {1000 * spent:.0f} ms"
    return Row(f"{name} ({size / 1e6:,.1f} MB)", told, goal=_GOAL)


if __name__ == "__main__":
    main()
