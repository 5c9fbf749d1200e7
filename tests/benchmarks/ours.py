"""ML Home's figures, measured on its commands as anyone would run them."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import answers, free_port, megabytes, running, tree, until

MLHOME = (sys.executable, "-m", "catalog.cli")


@dataclass(frozen=True)
class Ingested:
    entities: int
    seconds: float  # whole process, from start to end
    own_seconds: float  # as the command reports it
    peak_megabytes: float


def ingest(target: Path, data_dir: Path) -> Ingested:
    started = time.monotonic()
    command = [*MLHOME, "ingest", str(target), "--data-dir", str(data_dir), "-o", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, megabytes(tree(process.pid)))
        time.sleep(0.1)
    assert process.stdout is not None
    report = json.loads(process.stdout.read())
    return Ingested(
        report["entities"]["total"], time.monotonic() - started, report["seconds"], peak
    )


@contextmanager
def serving(data_dir: Path, *targets: Path) -> Iterator[tuple[str, int, float]]:
    """A server's address, process id and seconds to its first answer."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [*MLHOME, "serve", "--data-dir", str(data_dir), "--port", str(port)]
    with running([*command, *map(str, targets)]) as process:
        ready = until(lambda: answers(base + "/api/catalog/entities/by-query?limit=1"), 60)
        yield base, process.pid, ready


def saved_file_to_found(data_dir: Path, folder: Path) -> float:
    """Seconds from saving a descriptor in a watched folder to its being found."""
    folder.mkdir()
    with serving(data_dir, folder) as (base, _, _):
        time.sleep(5)
        word = f"zebrafinch{time.time_ns()}"
        (folder / "entities-saved.yaml").write_text(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
            f"metadata: {{name: {word}}}\n"
            "spec: {type: service, lifecycle: production, owner: a}\n"
        )
        return until(lambda: found(base, word) > 0, 30)


def found(base: str, word: str) -> int:
    import urllib.request

    with urllib.request.urlopen(f"{base}/api/mlhome/search?q={word}", timeout=30) as response:
        total: int = json.load(response)["total"]
        return total


def generate(shared: Path, count: int, per_file: int, folder: Path) -> Path:
    """A catalog of `count` entities; the Location file that lists them all is left out, since
    a folder finds its files by pattern."""
    generator = shared / "benchmark" / "gen.py"
    command = [sys.executable, str(generator), str(count), str(folder), "--per-file", str(per_file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder
