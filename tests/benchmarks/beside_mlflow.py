"""The same runs in a real MLflow server and in ML Home, both in SQLite, and the same questions
asked of both over HTTP."""

import json
import sqlite3
import statistics
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.benchmarks.table import Row
from tests.journeys.repositories import a_project
from tests.journeys.running import Home, Site
from tests.parts.mlflow_filling import Filling, fill_database
from tests.parts.mlflow_server import MlflowServer

METRICS, PARAMS, PAGE = 50, 10, 100
TIMES, ENOUGH = 20, 20.0  # times, or seconds, that each is asked
SUBJECT = "project:default/churn"
# MLflow answers with all that there is of a run: here all of it is asked for too.
COLUMNS = (
    *(f"metric.m{number}" for number in range(METRICS)),
    *(f"param.p{number}" for number in range(PARAMS)),
    "tag.team",
)
# What is asked: for MLflow filter and order, for ML Home query and sort, and the goal.
QUESTIONS = (
    ("newest first", "", "attributes.start_time DESC", "", "-started", ""),
    ("ordered by a metric", "", "metrics.m0 DESC", "", "-metric.m0", ">= 20"),
    ("filtered by a metric", "metrics.m1 > 0.9", "attributes.start_time DESC",
     "metric.m1>0.9", "-started", ">= 5"),
    ("filtered and ordered by metrics", "metrics.m1 > 0.9", "metrics.m0 DESC",
     "metric.m1>0.9", "-metric.m0", ">= 5"),
    ("filtered by a metric and a tag", "metrics.m1 > 0.9 and tags.team = 'a'",
     "attributes.start_time DESC", "metric.m1>0.9 tag.team:a", "-started", ">= 5"),
    ("filtered by a param", "params.p1 = '7'", "attributes.start_time DESC",
     "param.p1:7", "-started", ">= 5"),
)  # fmt: skip


def rows(folder: Path, runs: int) -> Iterator[Row]:
    """A row for each question; the server and its runs are made in half a minute."""
    folder.mkdir(parents=True)
    with MlflowServer() as server:
        filling = Filling(server.url)
        experiment = filling.experiment("large")
        fill_database(server.database, experiment, runs=runs, metrics=METRICS, params=PARAMS)
        with _home(folder, server.database).serving() as site:
            yield from _rows(filling, experiment, site)


def _rows(filling: Filling, experiment: str, site: Site) -> Iterator[Row]:
    for name, filter, order, query, sort, goal in QUESTIONS:
        asked = {"subject": SUBJECT, "q": query, "sort": sort, "limit": PAGE, "column": COLUMNS}
        path = "/api/mlhome/evaluations?" + urllib.parse.urlencode(asked, doseq=True)
        theirs, runs = _timed(partial(_search, filling, experiment, filter, order))
        ours, rows = _timed(partial(_uids, site, path))
        assert rows == runs, name
        yield Row(name, f"{ours:.1f} ms", f"{theirs:.1f} ms", theirs / ours, goal)


def _search(filling: Filling, experiment: str, filter: str, order: str) -> list[str]:
    asked = {"filter": filter, "order_by": [order], "max_results": PAGE}
    found = filling.call("POST", "runs/search", experiment_ids=[experiment], **asked)
    return [run["info"]["run_id"] for run in found["runs"]]


def _uids(site: Site, path: str) -> list[str]:
    return [row["uid"] for row in site.get(path)["rows"]]


def _timed(ask: Callable[[], list[str]]) -> tuple[float, list[str]]:
    """The median of several times in ms, and the ids of the runs that were found."""
    times: list[float] = []
    found, first = ask(), time.monotonic()
    while not times or (len(times) < TIMES and time.monotonic() - first < ENOUGH):
        began = time.monotonic()
        found = ask()
        times.append((time.monotonic() - began) * 1000)
    return statistics.median(times), found


def _home(folder: Path, database: Path) -> Home:
    """ML Home with the runs that are in MLflow's database."""
    home, repo, file = Home(folder / "home"), folder / "repo", folder / "runs.jsonl"
    repo.mkdir()
    (repo / "mlhome.yaml").write_text(a_project("churn"))
    home.json("ingest", str(repo))
    with file.open("w") as lines:
        lines.writelines(json.dumps(run) + "\n" for run in _runs(database))
    home.json("evaluation", "push", str(file))
    return home


def _runs(file: Path) -> Iterator[dict[str, object]]:
    with closing(sqlite3.connect(file)) as database:
        metrics: dict[str, dict[str, float]] = defaultdict(dict)
        params: dict[str, dict[str, str]] = defaultdict(dict)
        tags = {}
        for run, key, value in database.execute("SELECT run_uuid, key, value FROM latest_metrics"):
            metrics[run][key] = value
        for run, key, value in database.execute("SELECT run_uuid, key, value FROM params"):
            params[run][key] = value
        for run, value in database.execute("SELECT run_uuid, value FROM tags WHERE key = 'team'"):
            tags[run] = {"team": value}
        for run, name, start in database.execute("SELECT run_uuid, name, start_time FROM runs"):
            yield {
                "id": run,
                "subject": SUBJECT,
                "name": name,
                "startedAt": start / 1000,
                "metrics": metrics[run],
                "params": params[run],
                "tags": tags[run],
            }
