"""The speed table: `python -m tests.benchmarks [--entities N] [--without-peer]`.

Needs the folder of real data beside the checkout (its generator and its timing script). Machines
differ and are shared: the ratio to the peer in the same run is what counts, not the time.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import backstage, ours
from tests.benchmarks.processes import megabytes, tree
from tests.benchmarks.table import Row, render

SHARED = Path(__file__).resolve().parents[3] / "shared"
PATTERNS = {"MLHOME_PATTERNS": "entities-*.yaml"}


def main() -> None:
    options = _options()
    if not SHARED.is_dir():
        sys.exit("The benchmarks need the folder `shared` beside the checkout.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            rows.extend(_rows(options, Path(folder)))
        finally:
            print(render(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--entities", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000, help="0 leaves that row out")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "mlhome-parts")
    return parser.parse_args()


def _rows(options: argparse.Namespace, folder: Path) -> Iterator[Row]:
    import os

    os.environ.update(PATTERNS)
    many = ours.generate(SHARED, options.entities, 100, folder / "per-100")
    single = ours.generate(SHARED, options.entities, 1, folder / "per-1")
    first = ours.ingest(many, folder / "home")
    again = ours.ingest(many, folder / "home")
    one = ours.ingest(single, folder / "home-1")
    peer, peer_queries = _peer(options, many, folder)
    yield _ingest_row("cold ingest, 100 a file", first, peer)
    yield _ingest_row("cold ingest, 1 a file", one, peer)
    rate = again.entities / again.own_seconds
    yield Row("unchanged, 100 a file", f"{rate:,.0f}/s", goal=">= 50,000/s")
    yield Row("memory at ingest, all processes", f"{first.peak_megabytes:.0f} MB", goal="< 500 MB")
    if options.large:
        yield _large_row(options, first, folder)
    yield from _server_rows(options, folder, peer_queries)
    seconds = ours.saved_file_to_found(folder / "watch-home", folder / "watched")
    yield Row("saved file to found", f"{seconds:.2f} s", goal="< 2 s")


def _ingest_row(name: str, ingested: ours.Ingested, peer: float | None) -> Row:
    rate = ingested.entities / ingested.seconds
    if peer is None:
        return Row(name, f"{rate:,.0f}/s", goal=">= 1,000/s")
    peer_rate = ingested.entities / peer
    return Row(name, f"{rate:,.0f}/s", f"{peer_rate:,.0f}/s", rate / peer_rate, ">= 1,000/s")


def _large_row(options: argparse.Namespace, first: ours.Ingested, folder: Path) -> Row:
    large = ours.generate(SHARED, options.large, 100, folder / "large")
    ingested = ours.ingest(large, folder / "home-large")
    times = ingested.seconds / first.seconds
    return Row(
        f"cold ingest of {options.large:,}",
        f"{ingested.seconds:.1f} s = {times:.1f} x",
        goal="<= 12 x",
    )


def _peer(
    options: argparse.Namespace, data: Path, folder: Path
) -> tuple[float | None, dict[str, float]]:
    where = None if options.without_peer else backstage.installed(SHARED, options.cache)
    if where is None:
        return None, {}
    with backstage.serving(where, data, options.entities) as (_, seconds):
        return seconds, _query(backstage.BASE, options.entities, folder / "peer.json")


def _server_rows(
    options: argparse.Namespace, folder: Path, peer: dict[str, float]
) -> Iterator[Row]:
    with ours.serving(folder / "home") as (base, pid, ready):
        yield Row("start to first answer", f"{ready:.2f} s", goal="< 3 s")
        queries = _query(base, options.entities, folder / "ours.json")
        yield Row("memory, web process", f"{megabytes([pid]):.0f} MB", goal="< 200 MB")
        yield Row("memory, all processes", f"{megabytes(tree(pid)):.0f} MB", goal="< 500 MB")
    for name, p50 in queries.items():
        theirs = peer.get(name)
        ratio = theirs / p50 if theirs else None
        yield Row(name, f"{p50:.2f} ms", f"{theirs:.2f} ms" if theirs else "", ratio, _goal(name))


def _goal(query: str) -> str:
    if query in ("by-name", "ancestry"):
        return ">= 0.67"
    fast = ("by-query filter sorted", "facets kind+tags", "search")
    return ">= 5" if query.startswith(fast) else ">= 1"


def _query(base: str, entities: int, file: Path) -> dict[str, float]:
    """p50 in ms of each row of the timing script, requests one after the other."""
    script = SHARED / "benchmark" / "bench.py"
    command = [sys.executable, str(script), "queries", "--base", base, "--n", str(entities)]
    command += ["--out", str(file), "--search", "--dur", "2"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    queries = json.loads(file.read_text())["queries"]
    return {name: row["p50_ms"] for name, row in queries.items()}


main()
