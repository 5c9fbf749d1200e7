"""Real processes of ML Home, started as people start them."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MLHOME = (sys.executable, "-m", "catalog.cli")
PATIENCE = 60.0


@dataclass(frozen=True)
class Home:
    """One installation: its data folder, and the parts it is told to use."""

    data_dir: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """A command to its end."""
        return subprocess.run(
            [*MLHOME, *arguments, *self._data_dir(arguments)],
            env=self._environment(more),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def json(self, *arguments: str) -> Any:
        """What a command prints for programs; it must have ended well."""
        done = self.run(*arguments, "-o", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        """A command that goes on; its log is kept in the data folder."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [*MLHOME, *arguments, *self._data_dir(arguments)],
                env=self._environment(more),
                stdout=log,
                stderr=log,
            )

    @contextmanager
    def working(self, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
        """`mlhome worker`, until the block ends."""
        process = self.start("worker", **more)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    @contextmanager
    def serving(self, *targets: str, **more: str) -> Iterator["Site"]:
        """`mlhome serve`, ready to answer."""
        port = free_port()
        process = self.start("serve", "--port", str(port), *targets, **more)
        site = Site(f"http://127.0.0.1:{port}", process)
        try:
            wait_until(site.is_ready, lambda: (self.data_dir / "log.txt").read_text()[-3000:])
            yield site
        finally:
            process.terminate()
            process.wait(30)

    def _data_dir(self, arguments: tuple[str, ...]) -> tuple[str, ...]:
        offline = arguments and arguments[0] in ("validate", "schema")
        return () if offline else ("--data-dir", str(self.data_dir))

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("MLHOME_")}
        return {**clean, "COLUMNS": "200", **self.environment, **more}


@dataclass(frozen=True)
class Site:
    """A running server."""

    address: str
    process: "subprocess.Popen[bytes]"

    def get(self, path: str) -> Any:
        return json.loads(self.text(path))

    def text(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=30) as response:
            return str(response.read().decode())

    def send(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and JSON of a change, as a client of the API makes it."""
        headers = {"X-MLHome-Request": "1", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + path, data=data, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null")

    def found(self, query: str) -> list[str]:
        """Refs that a search finds, best first."""
        page = self.get("/api/mlhome/search?q=" + urllib.parse.quote(query))
        return [hit["entityRef"] for hit in page["hits"]]

    def is_ready(self) -> bool:
        assert self.process.poll() is None, "the server has ended"
        try:
            return bool(self.get("/readyz")["status"] == "ok")
        except OSError:
            return False


def wait_until(condition: Callable[[], object], explain: Callable[[], object] = str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain: {explain()}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
