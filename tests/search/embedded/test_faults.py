"""Processes that are killed while they write, and disks that have no room."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.errors import IndexUnavailable
from search.open import create_build, open_index
from tests.search.corpus import a_document

_BATCH = 20


@pytest.fixture
def build(tmp_path: Path) -> Path:
    create_build("", tmp_path, "one")
    return tmp_path / "one"


def _write_for_ever(build: Path, dies_at: str) -> None:
    """Applies batch after batch, and prints the number of each when it has been applied."""

    def at(point: str) -> None:
        if point == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    index = open_index("", build.parent, build.name, writable=True, at=at)
    first = index.count()
    while True:
        index.apply([a_document(id) for id in range(first, first + _BATCH)])
        first += _BATCH
        print(first, flush=True)


def _writer(build: Path, dies_at: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", __name__, str(build), dies_at]
    root = Path(__file__).parents[3]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def _held(build: Path) -> set[int]:
    index = open_index("", build.parent, build.name, writable=True)
    held = {id for id, _ in index.revisions()}
    index.close()
    return held


@pytest.mark.parametrize(("point", "held"), [("before-commit", 0), ("after-commit", _BATCH)])
def test_a_writer_killed_at_a_named_point_leaves_a_whole_commit(
    build: Path, point: str, held: int
) -> None:
    said, _ = _writer(build, point).communicate()
    assert said == ""
    assert _held(build) == set(range(held))


@pytest.mark.faults
def test_whatever_was_applied_is_there_after_the_writer_was_killed(build: Path) -> None:
    for round in range(20):
        writer = _writer(build)
        assert writer.stdout is not None
        first = int(writer.stdout.readline())
        time.sleep(round / 100)
        writer.kill()
        said, _ = writer.communicate()
        applied = max([first, *map(int, said.split())])
        held = _held(build)
        assert held >= set(range(applied))
        assert held <= set(range(applied + _BATCH))


def test_a_batch_that_finds_no_room_is_refused_and_can_be_applied_later(build: Path) -> None:
    index = open_index("", build.parent, build.name, writable=True)
    index.apply([a_document(id) for id in range(100)])
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, unlimited[1]))
    try:
        with pytest.raises(IndexUnavailable):
            index.apply([a_document(id) for id in range(100, 3_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert index.count() == 100
    index.apply([a_document(id) for id in range(100, 200)])
    assert {id for id, _ in index.revisions()} == set(range(200))
    index.close()


if __name__ == "__main__":
    _write_for_ever(Path(sys.argv[1]), sys.argv[2])
