"""Whole commands killed in the middle of their work: the next one finishes it, nothing is lost."""

import random
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from catalog.store.failpoints import NAMES
from tests.journeys.repositories import a_project
from tests.journeys.running import Home, Site, wait_until

FILES, PER_FILE = 6, 12
# For each of two commands, so that many are a hundred on each set of parts.
MOMENTS = [pytest.param(10, id="few"), pytest.param(50, id="many", marks=pytest.mark.faults)]
EVERY = {"MLHOME_READ_EVERY_SECONDS": "1"}


@dataclass(frozen=True)
class Folder:
    """Descriptors that are edited between deaths."""

    path: Path

    def declare(self, number: int) -> dict[str, str]:
        """Write files that differ from those of any other number: some entities new, some gone,
        all changed. Gives description by name."""
        self.path.mkdir(exist_ok=True)
        expected: dict[str, str] = {}
        for file in range(FILES):
            names = [f"thing-{file}-{it}" for it in range(PER_FILE) if (it + number) % 5]
            said = {name: f"generation{number} of {name}" for name in names}
            text = "---\n".join(a_project(name, words) for name, words in said.items())
            folder = self.path / str(file)
            folder.mkdir(exist_ok=True)
            (folder / "mlhome.yaml").write_text(text)
            expected |= said
        return expected


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "folder")


def shown(site: Site) -> dict[str, str]:
    """What people see: description by name."""
    entities = site.get("/api/catalog/entities?fields=metadata.name,metadata.description")
    return {it["metadata"]["name"]: it["metadata"]["description"] for it in entities}


def is_whole(site: Site, number: int, expected: dict[str, str]) -> bool:
    """Whether the lists and the index say what the files of this number say."""
    everything = site.get("/api/mlhome/search?q=")["total"]
    # A phrase, because a word also finds what is nearly it: the number before this one.
    latest = site.get(f"/api/mlhome/search?q=%22generation{number}%22")["total"]
    return shown(site) == expected and everything == latest == len(expected)


def killed(home: Home, process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Let a process work for a while, and kill it; it may have ended well by then."""
    time.sleep(seconds)
    process.kill()
    status = process.wait(60)
    assert status in (0, -signal.SIGKILL), (home.data_dir / "log.txt").read_text()[-3000:]


@pytest.mark.parametrize("failpoint", NAMES)
def test_an_ingest_that_dies_at_a_failpoint_loses_nothing(
    home: Home, folder: Folder, failpoint: str
) -> None:
    folder.declare(1)
    home.json("ingest", str(folder.path))
    expected = folder.declare(2)
    died = home.run("ingest", str(folder.path), MLHOME_FAILPOINT=failpoint)
    assert died.returncode == -signal.SIGKILL
    assert home.json("ingest", str(folder.path))["entities"]["total"] == len(expected)
    assert home.json("index", "verify")["differences"] == 0
    assert home.json("search", '"generation2"')["total"] == len(expected)
    assert home.json("search", "thing")["total"] == len(expected)


@pytest.mark.parametrize("moments", MOMENTS)
def test_an_ingest_that_dies_at_any_moment_loses_nothing(
    home: Home, folder: Folder, moments: int
) -> None:
    chance = random.Random(moments)
    folder.declare(0)
    with home.serving("--no-worker") as site:
        home.json("ingest", str(folder.path))
        began = time.monotonic()
        home.json("ingest", str(folder.path))
        longest = 1.5 * (time.monotonic() - began)
        for number in range(1, moments + 1):
            expected = folder.declare(number)
            killed(home, home.start("ingest", str(folder.path)), chance.uniform(0.2, 1) * longest)
            shown(site)
            home.json("ingest", str(folder.path))
            assert is_whole(site, number, expected), number
            if number % 10 == 0:
                assert home.json("index", "verify")["differences"] == 0, number


@pytest.mark.parametrize("moments", MOMENTS)
def test_a_worker_that_dies_at_any_moment_loses_nothing(
    home: Home, folder: Folder, moments: int
) -> None:
    chance = random.Random(-moments)
    expected = folder.declare(0)
    with home.serving("--no-worker", str(folder.path), **EVERY) as site:
        began = time.monotonic()
        worker = home.start("worker", **EVERY)
        wait_until(lambda: is_whole(site, 0, expected))
        longest = 1.5 * (time.monotonic() - began)
        killed(home, worker, 0)
        for number in range(1, moments + 1):
            expected = folder.declare(number)
            killed(home, home.start("worker", **EVERY), chance.uniform(0.2, 1) * longest)
            shown(site)
            if number % 10 == 0:
                worker = home.start("worker", **EVERY)
                wait_until(partial(is_whole, site, number, expected))
                killed(home, worker, chance.uniform(0, 1))
                assert home.json("index", "verify")["differences"] == 0, number
    assert home.json("ingest", str(folder.path))["entities"]["total"] == len(expected)
    assert home.json("index", "verify")["differences"] == 0
