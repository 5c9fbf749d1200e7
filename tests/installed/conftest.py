"""ML Home as people install it: from its wheel, in an environment of its own."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.journeys.running import Site, free_port, wait_until


@dataclass(frozen=True)
class Installation:
    """An environment with ML Home in it, and a folder for its data."""

    folder: Path

    def install(self, *what: str) -> None:
        self._run(self.folder / "bin" / "pip", "install", "--quiet", *what, expect=0)

    def mlhome(self, *arguments: str, expect: int = 0) -> str:
        """What a command prints; it must end with that status."""
        return self._run(self.folder / "bin" / "mlhome", *arguments, expect=expect)

    def record(self, *arguments: str) -> str:
        """The same of a command that works on the catalog."""
        return self.mlhome(*arguments, "--data-dir", str(self.folder / "data"))

    def python(self, *arguments: str) -> str:
        return self._run(self.folder / "bin" / "python", *arguments, expect=0)

    @contextmanager
    def serving(self) -> Iterator[Site]:
        """`mlhome serve` over what was ingested, ready to answer."""
        port = free_port()
        command = [str(self.folder / "bin" / "mlhome"), "serve", "--no-worker"]
        given = ["--port", str(port), "--data-dir", str(self.folder / "data")]
        with (self.folder / "log.txt").open("wb") as log:
            process = subprocess.Popen(
                [*command, *given], env=_environment(), cwd=self.folder, stdout=log, stderr=log
            )
        site = Site(f"http://127.0.0.1:{port}", process)
        try:
            wait_until(site.is_ready, lambda: (self.folder / "log.txt").read_text()[-3000:])
            yield site
        finally:
            process.terminate()
            process.wait(30)

    def _run(self, program: Path, *arguments: str, expect: int) -> str:
        done = subprocess.run(
            [str(program), *arguments],
            env=_environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=900,
        )
        said = done.stdout + done.stderr
        assert done.returncode == expect, f"{program.name} {arguments}: {said[-3000:]}"
        return said


def _environment() -> dict[str, str]:
    """Without anything that leads back to this checkout."""
    hidden = ("MLHOME_", "PYTHON", "VIRTUAL_ENV")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    return {**clean, "COLUMNS": "200"}


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Shared by the tests of a run, each of which adds a plugin of its own."""
    folder = tmp_path_factory.mktemp("installation")
    venv.create(folder / "environment", with_pip=True)
    made = Installation(folder / "environment")
    made.install(str(wheel_of(ROOT, folder)))
    yield made
    shutil.rmtree(folder)


def wheel_of(source: Path, out: Path) -> Path:
    """Built from the files of its source distribution, as for a release."""
    command = [sys.executable, "-m", "build", "--outdir", str(out / source.name), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (wheel,) = (out / source.name).glob("*.whl")
    return wheel
