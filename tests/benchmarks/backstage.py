"""The peer: Backstage's catalog and search, installed from npm and run beside us."""

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.processes import running, until

BASE = "http://127.0.0.1:7007"
# Its search collects everything so long after the start, and then every six hours: late enough
# that the catalog is full, and that collecting does not slow the filling down.
COLLECTING_AFTER = 240
COLLECTING = f"""
search: {{collators: {{catalog: {{schedule: {{initialDelay: {{seconds: {COLLECTING_AFTER}}}}}}}}}}}
"""
CONFIGS = ("base", "sqlite", "data", "search", "collecting")


def installed(shared: Path, cache: Path) -> Path | None:
    """Where the peer is installed, or None where Node.js is not at hand."""
    if shutil.which("npm") is None:
        return None
    folder = cache / "backstage"
    if not (folder / "node_modules" / "better-sqlite3" / "build").is_dir():
        script = shared / "benchmark" / "backstage" / "install.sh"
        subprocess.run(["bash", str(script), str(folder)], check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def serving(folder: Path, data: Path, count: int) -> Iterator[tuple[int, float]]:
    """The peer's process id, and its seconds from start to all entities visible and searchable."""
    (folder / "app-config.collecting.yaml").write_text(COLLECTING)
    command = ["node", "server.cjs"]
    for name in CONFIGS:
        command += ["--config", f"app-config.{name}.yaml"]
    with running(command, env=_environment(data), cwd=folder) as process:
        visible = until(lambda: _total() >= count, 900, pause=1.0)
        until(_searchable, COLLECTING_AFTER + 300, 1.0)
        yield process.pid, visible


def _environment(data: Path) -> dict[str, str]:
    """As the peer's own start script has it."""
    given = {"PROBE_SEARCH": "lunr", "PROBE_DATA": str(data), "NODE_ENV": "production"}
    return {**os.environ, **given, "NODE_OPTIONS": "--no-node-snapshot", "LOG_LEVEL": "error"}


def _total() -> int:
    return int(_answer("/api/catalog/entities/by-query?limit=0").get("totalItems") or 0)


def _searchable() -> bool:
    return bool(_answer("/api/search/query?term=fraud").get("results"))


def _answer(path: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(BASE + path, timeout=120) as response:
            answer: dict[str, Any] = json.load(response)
            return answer
    except (OSError, ValueError):
        return {}
