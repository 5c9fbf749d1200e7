"""Tells when descriptors of folders and files on this machine change.

The folders that matter are watched one by one, not as trees: so neither `node_modules` nor whatever
a symbolic link leads to uses up the watches that the system has to give.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Event

from watchfiles import Change
from watchfiles import watch as file_changes

from catalog.locations.spec import LocationSpec
from descriptors.patterns import Patterns

DEBOUNCE_MS = 100
STEP_MS = 50
LOOK_AGAIN_MS = 250  # for roots that have come or gone
POLL_MS = 5_000  # where the system has no watch left to give

OnChange = Callable[[LocationSpec], None]


def watch(
    specs: Iterable[LocationSpec],
    on_change: OnChange,
    stop: Event,
    patterns_for: Callable[[tuple[str, ...]], Patterns] = Patterns,
) -> None:
    """Call `on_change` with each file or folder location whose descriptors may have changed.

    Blocks until `stop` is set. Each location is told once at the beginning, and again when folders
    have come or gone anywhere: nothing that happens while no watch is on is missed. Changes within
    100 ms make one call. Locations of other types are passed over; a root that is not there is
    waited for. `patterns_for` says which files of a location with such patterns are read.
    """
    watched = [_Watched(spec, patterns_for(spec.patterns)) for spec in specs if spec.is_local]
    watched = [one for one in watched if one.spec.type in ("file", "folder")]
    polling = False
    while not stop.is_set():
        for one in watched:
            one.look()
            one.is_behind = True
        try:
            _watch_until_folders_change(watched, on_change, stop, polling)
        except FileNotFoundError:  # a folder went before it could be watched
            continue
        except OSError:
            if polling:
                raise
            polling = True


@dataclass(slots=True, eq=False)
class _Watched:
    """A location, with the folders that it has had at the last look."""

    spec: LocationSpec
    patterns: Patterns
    root: str = ""
    identity: tuple[int, int] | None = None
    folders: set[str] = field(default_factory=set)
    is_behind: bool = True  # something may have happened while nobody watched

    def look(self) -> None:
        self.root = os.path.realpath(self.spec.target)
        self.identity = self.now()
        if self.spec.type == "file":
            folder = os.path.dirname(self.root)  # noqa: PTH120
            self.folders = {folder} if os.path.isdir(folder) else set()  # noqa: PTH112
        else:
            self.folders = set(_folders(self.root, self.patterns))

    def now(self) -> tuple[int, int] | None:
        """What the root is: another folder of the same name is another one."""
        try:
            status = os.stat(self.root)  # noqa: PTH116
        except OSError:
            return None
        return (status.st_dev, status.st_ino) if self.spec.type == "folder" else (0, 0)

    def has_new_folders(self, change: Change, path: str) -> bool:
        if self.spec.type == "file":
            return False
        if path in self.folders:
            return change is not Change.modified
        parent, _, name = path.rpartition("/")
        is_ours = parent in self.folders and self.patterns.enters(name)
        return is_ours and change is Change.added and _is_folder(path)

    def is_touched(self, path: str) -> bool:
        """Whether the path is one of the location's descriptors."""
        if self.spec.type == "file":
            return path == self.root
        is_ours = path.rpartition("/")[0] in self.folders
        return is_ours and self.patterns.match(path.removeprefix(self.root).lstrip("/"))


def _watch_until_folders_change(
    watched: list[_Watched], on_change: OnChange, stop: Event, polling: bool
) -> None:
    for changes in _changes(sorted({f for one in watched for f in one.folders}), stop, polling):
        moved = [one for one in watched if _is_moved(one, changes)]
        for one in watched:
            touched = any(one.is_touched(path) for _, path in changes)
            if touched or one.is_behind or one in moved:
                one.is_behind = False
                on_change(one.spec)
        if moved:
            return


def _is_moved(one: _Watched, changes: set[tuple[Change, str]]) -> bool:
    """Whether its folders must be looked for anew."""
    return one.now() != one.identity or any(one.has_new_folders(*change) for change in changes)


def _changes(folders: list[str], stop: Event, polling: bool) -> Iterator[set[tuple[Change, str]]]:
    """Batches of changes; an empty one now and then, the first when the watch is on."""
    while not folders and not stop.wait(LOOK_AGAIN_MS / 1000):
        yield set()
    if stop.is_set():
        return
    yield from file_changes(
        *folders,
        watch_filter=None,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        stop_event=stop,
        rust_timeout=LOOK_AGAIN_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=polling,
        poll_delay_ms=POLL_MS,
        recursive=False,
    )


def _folders(root: str, patterns: Patterns) -> Iterator[str]:
    """The folder and all folders below that may hold descriptors."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                inner = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        yield folder
        waiting.extend(entry.path for entry in inner if patterns.enters(entry.name))


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)  # noqa: PTH112, PTH114
