"""Files and folders that are watched while they change."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from time import sleep

import pytest

from catalog.locations import LocationSpec, watch

pytestmark = pytest.mark.slow
PATIENCE = 10.0


@dataclass
class Watching:
    """The calls of a watch that runs in a thread."""

    calls: Queue[LocationSpec] = field(default_factory=Queue)

    def drain(self) -> None:
        """Forget calls, until there has been none for a moment."""
        while True:
            try:
                self.calls.get(timeout=0.5)
            except Empty:
                return

    def after(self, change: Callable[[], object]) -> LocationSpec:
        """The first call after a change."""
        change()
        return self.calls.get(timeout=PATIENCE)


@contextmanager
def watching(*specs: LocationSpec) -> Iterator[Watching]:
    found, stop = Watching(), Event()
    thread = Thread(target=watch, args=(specs, found.calls.put, stop))
    thread.start()
    try:
        for _ in (spec for spec in specs if spec.is_local):
            found.calls.get(timeout=PATIENCE)
        yield found
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for folder in ("a/b", "node_modules/x"):
        (root / folder).mkdir(parents=True)
    (root / "a/mlhome.yaml").write_text("kind: A")
    return root


def test_a_saved_new_or_deleted_descriptor_is_told(root: Path) -> None:
    spec = LocationSpec("folder", str(root))
    with watching(spec) as seen:
        assert seen.after(lambda: (root / "a/mlhome.yaml").write_text("kind: B")) == spec
        seen.drain()
        assert seen.after((root / "a/b/catalog-info.yaml").touch) == spec
        seen.drain()
        assert seen.after((root / "a/mlhome.yaml").unlink) == spec


def test_folders_that_come_and_go_are_told_and_watched(root: Path) -> None:
    spec = LocationSpec("folder", str(root))
    with watching(spec) as seen:
        assert seen.after((root / "new").mkdir) == spec
        seen.drain()
        assert seen.after((root / "new/mlhome.yaml").touch) == spec
        seen.drain()
        assert seen.after(lambda: (root / "a").rename(root.parent / "elsewhere")) == spec
        seen.drain()
        assert seen.after(lambda: (root.parent / "elsewhere").rename(root / "back")) == spec


def test_what_is_no_descriptor_is_not_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (root / "link").symlink_to(tmp_path / "other")
    with watching(LocationSpec("folder", str(root))) as seen:
        for name in ("a/code.py", "node_modules/x/mlhome.yaml", "link/mlhome.yaml", ".git"):
            (root / name).write_text("x")
        with pytest.raises(Empty):
            seen.calls.get(timeout=0.6)


def test_many_changes_at_once_make_few_calls(root: Path) -> None:
    with watching(LocationSpec("folder", str(root))) as seen:
        for number in range(200):
            (root / "a/mlhome.yaml").write_text(str(number))
        seen.calls.get(timeout=PATIENCE)
        sleep(0.5)
        assert seen.calls.qsize() < 10


def test_a_root_may_go_and_come_back(root: Path) -> None:
    spec = LocationSpec("folder", str(root))
    with watching(spec) as seen:
        assert seen.after(lambda: shutil.rmtree(root)) == spec
        seen.drain()
        assert seen.after(root.mkdir) == spec
        seen.drain()
        assert seen.after((root / "mlhome.yaml").touch) == spec


def test_a_file_is_watched_alone(root: Path) -> None:
    file = root / "a/mlhome.yaml"
    spec = LocationSpec("file", str(file))
    with watching(spec) as seen:
        (root / "a/catalog-info.yaml").touch()
        (root / "a/b/mlhome.yaml").touch()
        with pytest.raises(Empty):
            seen.calls.get(timeout=0.6)
        (root / "a/saving").write_text("kind: Saved by renaming")
        assert seen.after(lambda: (root / "a/saving").rename(file)) == spec


def test_only_the_location_that_changed_is_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = LocationSpec("folder", str(tmp_path / "other"))
    remote = LocationSpec("git", "https://example.org/a.git")
    with watching(LocationSpec("folder", str(root)), other, remote) as seen:
        assert seen.after((tmp_path / "other/mlhome.yaml").touch) == other
        with pytest.raises(Empty):
            seen.calls.get(timeout=0.5)
