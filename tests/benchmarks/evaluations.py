"""The speed of runs tables: `python -m tests.benchmarks.evaluations [--runs N] [--pages N]`.

Makes runs of 50 metrics each in a record of its own, and times pages as the API answers them, one
after the other. Nothing else is needed.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from catalog.evaluations import RunsQuery, entities_with_metric, parse_runs_query, runs_page
from catalog.evaluations.record import record_runs
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import DatasetUse, EvaluationRun, Result
from tests.benchmarks.table import Row, render
from tests.catalog.evaluations.seen import make_entity
from tests.journeys.running import Home
from tests.parts.sqlite import empty_catalog

SUBJECT = "project:default/large"
METRICS = 50  # of a run, one of them over a slice
NOW = 1_790_000_000.0
COLUMNS = ("metric.auc", "metric.m1", "metric.m2", "metric.m3", "param.lr", "param.opt", "tag.team")
PAGES = (
    ("sorted by a metric", "", "-metric.auc"),
    ("by a metric over a slice", "metric.auc[country=SE]>0.3", "-metric.auc[country=SE]"),
    ("one wide filter", "metric.auc>0.5", "-metric.m1"),
    ("one narrow filter", "metric.auc>0.99", "metric.m1"),
    ("a filter far from the order", "metric.m1<0.5", "-metric.m1"),
    ("a param", "param.lr=0.1", "-metric.auc"),
    ("two params and a tag", "param.lr=0.1 param.opt:adam tag.team:x", "-metric.m3"),
    ("a few that failed", "status:failed", "-metric.auc"),
    ("a version", "version:7", "-metric.auc"),
    ("a data set", "dataset:d3", "-metric.auc"),
    ("the ones that count", "is:latest", "-metric.auc"),
    ("two wide filters", "metric.auc>0.5 metric.m1>0.5", "-metric.m3"),
    ("three narrow filters", "metric.auc>0.9 metric.m1>0.9 metric.m2>0.9", "-metric.m3"),
    ("a range and a param", "metric.m1:0.5..0.6 param.p1:a", "-metric.m1"),
    ("a part of the name", "run-77", "-metric.auc"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.evaluations")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--pushed", type=int, default=10_000, help="0 leaves these rows out")
    parser.add_argument("--pages", type=int, default=20, help="of each kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_rows(options, Path(folder)))
    print(render(rows))


def _rows(options: argparse.Namespace, folder: Path) -> Iterator[Row]:
    if options.pushed:
        yield from _pushes(folder, options.pushed)
    database = empty_catalog(folder)
    make_entity(database, SUBJECT)
    seconds = _fill(database, options.runs)
    yield Row(f"{options.runs:,} runs recorded", f"{options.runs / seconds:,.0f}/s")
    times: list[float] = []
    for name, text, sort in PAGES:
        own = list(_page_times(database, text, sort, options.pages))
        times += own
        yield Row(name, _percentiles(own))
    yield Row("any of these pages", _percentiles(times), goal="p95 < 100 ms")
    found = [_milliseconds(lambda: _search(database)) for _ in range(options.pages)]
    yield Row("search metric.auc>0.9", _percentiles(found))
    database.close()


def _pushes(folder: Path, count: int) -> Iterator[Row]:
    file = folder / "runs.jsonl"
    with file.open("w") as lines:
        for run in _runs(count):
            lines.write(json.dumps(_as_json(run)) + "\n")
    home = Home(folder / "pushed")
    name = f"{count:,} runs x {METRICS}"
    yield Row(f"{name} by mlhome evaluation push", _seconds(home, file), goal="< 20 s")
    with Home(folder / "served").serving() as site:
        seconds = _seconds(home, file, "--server", site.address)
        yield Row(f"{name} to a server", seconds, goal="< 20 s")


def _seconds(home: Home, file: Path, *more: str) -> str:
    began = time.monotonic()
    home.json("evaluation", "push", str(file), *more)
    return f"{time.monotonic() - began:.1f} s"


def _as_json(run: EvaluationRun) -> dict[str, object]:
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


def _fill(database: Database, count: int) -> float:
    """The seconds it took to record them, without those it took to make them up."""
    seconds, part = 0.0, []
    for run in _runs(count):
        part.append(run)
        if len(part) == 1_000 or len(part) == count:
            began = time.monotonic()
            with database.write() as connection:
                record_runs(connection, "benchmark", part, NOW)
            seconds += time.monotonic() - began
            part = []
    return seconds


def _runs(count: int) -> Iterator[EvaluationRun]:
    dice = random.Random(1)
    for place in range(count):
        results = [Result(metric=f"m{i}", value=dice.random()) for i in range(METRICS - 2)]
        sliced = Result(metric="auc", value=dice.random(), slice={"country": "SE"})
        yield EvaluationRun(
            id=f"{place:032x}",
            subject=SUBJECT,
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


def _page_times(database: Database, text: str, sort: str, count: int) -> Iterator[float]:
    """Of first pages and of those after them, in turn."""
    filters, cursor = parse_runs_query(text).filters, ""
    for _ in range(count):
        query = RunsQuery(
            subjects=(SUBJECT,), filters=filters, sort=sort, columns=COLUMNS, cursor=cursor
        )
        began = time.monotonic()
        page = runs_page(database, EVERYONE, query)
        yield (time.monotonic() - began) * 1000
        cursor = page.next_cursor


def _search(database: Database) -> None:
    with database.read() as connection:
        entities_with_metric(connection, "auc", low=0.9, include_low=False)


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return (time.monotonic() - began) * 1000


def _percentiles(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms"


if __name__ == "__main__":
    main()
