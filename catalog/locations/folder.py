"""Files and folders of this machine."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from time import time_ns

from catalog.locations.below import Found, Names
from catalog.locations.closing import Closing
from catalog.locations.expanding import inside, matching, not_found
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import unreadable
from catalog.locations.reading import read_below
from catalog.locations.scanning import Scan, scan
from catalog.locations.snapshot import FileChange
from catalog.locations.spec import LocationSpec
from catalog.locations.work_tree import work_tree
from descriptors.patterns import Patterns
from descriptors.problems import Problem


def open_folder(spec: LocationSpec, policy: ReadPolicy) -> "FolderSnapshot":
    """All descriptors below a folder."""
    root = os.path.realpath(spec.target)
    if not Path(root).is_dir():
        raise unreadable("not-found", f"there is no folder {spec.target}")
    patterns = policy.patterns_for(spec.patterns)
    found = scan(root, patterns, policy)
    return FolderSnapshot(root, found.descriptors, found.token, patterns, policy, found)


def open_file(spec: LocationSpec, policy: ReadPolicy) -> "FolderSnapshot":
    """One file; what it names must lie in its own folder or below.

    It costs less to read one file again than to know whether anything it names has changed, so no
    two tokens are equal.
    """
    path = Path(os.path.realpath(spec.target))
    if not path.is_file():
        raise unreadable("not-found", f"there is no file {spec.target}")
    patterns = policy.patterns_for(spec.patterns)
    return FolderSnapshot(str(path.parent), [path.name], f"@{time_ns()}", patterns, policy, None)


class FolderSnapshot(Closing):
    """Files below one folder, read where they are."""

    commit = ""

    def __init__(
        self,
        root: str,
        paths: list[str],
        token: str,
        patterns: Patterns,
        policy: ReadPolicy,
        found: Scan | None,
    ) -> None:
        self._root = root
        self._paths = paths
        self._token = token
        self._patterns = patterns
        self._policy = policy
        self._found = found
        self._work_tree = work_tree(root, policy)
        self._beyond_token = False

    @property
    def token(self) -> str:
        """See `Snapshot`: files in hidden folders that were asked for are not covered."""
        return f"{self._token}@{time_ns()}" if self._beyond_token else self._token

    def paths(self) -> list[str]:
        """See `Snapshot`."""
        return list(self._paths)

    def read(self, path: str, most: int = 0) -> bytes | Problem:
        """See `Snapshot`."""
        data = read_below(self._root, path, most or self._policy.file_bytes)
        if self._work_tree and isinstance(data, bytes):
            self._work_tree.saw(path, data)
        return data

    def expand(self, base_path: str, target: str) -> list[str] | Problem:
        """See `Snapshot`."""
        pattern = inside(base_path, target, self._root)
        if isinstance(pattern, Problem):
            return pattern
        self._beyond_token |= not self._patterns.covers(pattern)
        names = matching(self._names, pattern, self._policy.matches, base_path)
        if names == [pattern] and not os.path.lexists(self._on_disk(pattern)):
            return not_found(base_path, target)
        return names

    def find(self, base_path: str, pattern: str, most: int) -> Found | Problem:
        """See `Snapshot`."""
        return self._sorted.find(base_path, pattern, most)

    def last_changes(self, paths: Sequence[str]) -> dict[str, FileChange]:
        """See `Snapshot`: the commit where the file was read as committed, else the file's time."""
        tree = self._work_tree
        changes = tree.last_commits(paths, self._paths) if tree else {}
        for path in paths:
            if path not in changes and (at := self._changed_at(path)) is not None:
                changes[path] = FileChange("", "", at)
        return changes

    def location_ref(self, path: str) -> str:
        """See `Snapshot`."""
        return f"file:{self._on_disk(path)}"

    def view_url(self, path: str, line: int = 0) -> str:
        """Nobody else can see files of this machine."""
        return ""

    def edit_url(self, path: str) -> str:
        """Nobody else can edit files of this machine."""
        return ""

    def source_url(self, path: str) -> str:
        """Nobody else can see folders of this machine."""
        return ""

    @cached_property
    def _names(self) -> list[str]:
        """All files that a glob may name."""
        return (self._found or scan(self._root, self._patterns, self._policy)).names

    @cached_property
    def _sorted(self) -> Names:
        return Names(self._names, self._patterns.covers)

    def _on_disk(self, path: str) -> str:
        return os.path.join(self._root, path)  # noqa: PTH118 - a million times, so no objects

    def _changed_at(self, path: str) -> float | None:
        try:
            return os.stat(self._on_disk(path), follow_symlinks=False).st_mtime  # noqa: PTH116
        except (OSError, ValueError):
            return None
