"""The last commits of files that lie in somebody's Git work tree.

Only what costs little: one look into the history, and nothing where git is absent, refuses the
repository (it belongs to another user), or takes long.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from catalog.locations.git_command import Git
from catalog.locations.git_history import last_changes
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable
from catalog.locations.snapshot import FileChange

SECONDS = 10.0


def work_tree(root: str, policy: ReadPolicy) -> "WorkTree | None":
    """The work tree that the folder `root`, a real path, lies in."""
    for folder in (Path(root), *Path(root).parents):
        if (folder / ".git").is_dir():
            inner = Path(root).relative_to(folder).as_posix()
            git = Git.offline(policy, SECONDS).within(folder / ".git")
            return WorkTree(git, "" if inner == "." else f"{inner}/")
    return None


class WorkTree:
    """A folder of a work tree. Content that was seen tells whether a file is as committed."""

    def __init__(self, git: Git, prefix: str) -> None:
        self._git = git
        self._prefix = prefix
        self._seen: dict[str, str] = {}
        self._committed: dict[str, str] | None = None
        self._changes: dict[str, FileChange] = {}
        self._asked: set[str] = set()

    def saw(self, path: str, data: bytes) -> None:
        """Note the content by the name that git gives to it, without asking git or its filters."""
        name = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False)
        self._seen[path] = name.hexdigest()

    def last_commits(self, paths: Iterable[str], others: Iterable[str]) -> dict[str, FileChange]:
        """The last commit of each path that was seen as it was committed there.

        `others` may be asked for later: one look into the history serves all.
        """
        try:
            clean = [path for path in paths if self._is_clean(path)]
            if not self._asked.issuperset(clean):
                self._look({*clean, *others})
        except LocationUnreadable:
            self._committed = {}
            return {}
        return {path: self._changes[path] for path in clean if path in self._changes}

    def _is_clean(self, path: str) -> bool:
        if self._committed is None:
            where = [self._prefix] if self._prefix else []
            output = self._git.again(SECONDS).run(
                "ls-tree", "-r", "-z", "--full-tree", "HEAD", *where
            )
            rows = (line.partition(b"\t") for line in output.split(b"\0") if line)
            self._committed = {
                name.decode(errors="backslashreplace"): about.split(b" ")[2].decode()
                for about, _, name in rows
            }
        committed = self._committed.get(self._prefix + path)
        return committed is not None and committed == self._seen.get(path)

    def _look(self, paths: set[str]) -> None:
        names = {(self._prefix + path).encode(): path for path in paths}
        found = last_changes(self._git.again(SECONDS), "HEAD", names)
        self._changes |= {names[name]: change for name, change in found.items()}
        self._asked |= paths
