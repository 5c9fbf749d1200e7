"""The speed of evaluations: `python -m tests.benchmarks.evaluations [--only PART ...]`.

Pushes of runs, pages of a table of very many runs on the default set-up, and the same runs in a
real MLflow server, which is installed at the first call. Machines differ and are shared: the ratio
to MLflow in the same run is what counts, not the time.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import beside_mlflow, runs_pages
from tests.benchmarks.many_runs import METRICS, as_json, fill, made_up
from tests.benchmarks.table import Row, render
from tests.journeys.running import Home

PARTS = ("push", "pages", "mlflow")


def main() -> None:
    options = _options()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            rows.extend(_rows(options, Path(folder)))
        finally:
            print(render(rows, peer="MLflow"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.evaluations")
    parser.add_argument("--runs", type=int, default=100_000, help="in the table of very many")
    parser.add_argument(
        "--same", type=int, default=10_000, help="runs that are pushed, and in MLflow"
    )
    parser.add_argument("--times", type=int, default=50, help="each page is asked for")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def _rows(options: argparse.Namespace, folder: Path) -> Iterator[Row]:
    if "push" in options.only:
        yield from _pushes(folder, options.same)
    if "mlflow" in options.only:
        yield from beside_mlflow.rows(folder / "beside", options.same)
    if "pages" in options.only:
        yield from _pages(folder / "many", options)


def _pushes(folder: Path, count: int) -> Iterator[Row]:
    file = folder / "runs.jsonl"
    with file.open("w") as lines:
        lines.writelines(json.dumps(as_json(run)) + "\n" for run in made_up(count))
    home = Home(folder / "pushed")
    name = f"{count:,} runs x {METRICS}"
    yield Row(f"{name} by mlhome evaluation push", _seconds(home, file), goal="< 20 s")
    with Home(folder / "served").serving() as site:
        seconds = _seconds(home, file, "--server", site.address)
        yield Row(f"{name} over the API", seconds, goal="< 20 s")


def _seconds(home: Home, file: Path, *more: str) -> str:
    began = time.monotonic()
    home.json("evaluation", "push", str(file), *more)
    return f"{time.monotonic() - began:.1f} s"


def _pages(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    rate = fill(folder, options.runs)
    yield Row(f"recording {options.runs:,} runs and a fifth more", f"{rate:,.0f}/s")
    with Home(folder).serving() as site:
        yield from runs_pages.rows(site, options.times)


if __name__ == "__main__":
    main()
