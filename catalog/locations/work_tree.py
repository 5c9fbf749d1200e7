"""The last commits of files that lie in somebody's Git work tree.

Only what costs little: one look into the history, and nothing where git is absent, refuses the
repository (it belongs to another user), or takes long.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from catalog.locations.git_command import Git
from catalog.locations.git_history import last_changes
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable
from catalog.locations.reading import read_below
from catalog.locations.snapshot import FileChange

MAX_FILES = 20_000
SECONDS = 10.0


def last_commits(root: str, paths: Sequence[str], policy: ReadPolicy) -> dict[str, FileChange]:
    """The last commit of each path whose file is as it was committed there."""
    repository = _repository(root)
    if repository is None or len(paths) > MAX_FILES:
        return {}
    git = Git.offline(policy, SECONDS).within(repository / ".git")
    prefix = Path(os.path.realpath(root)).relative_to(repository).as_posix() + "/"
    in_repository = {path: path if prefix == "./" else prefix + path for path in paths}
    try:
        committed = _committed(git)
        clean = [
            path
            for path, name in in_repository.items()
            if committed.get(name.encode()) == _object_name(root, path, policy)
        ]
        found = last_changes(git, "HEAD", [in_repository[path].encode() for path in clean])
    except LocationUnreadable:
        return {}
    named = {path: found.get(in_repository[path].encode()) for path in clean}
    return {path: change for path, change in named.items() if change}


def _repository(root: str) -> Path | None:
    """The work tree that the folder lies in."""
    for folder in (Path(root), *Path(root).parents):
        if (folder / ".git").is_dir():
            return folder
    return None


def _committed(git: Git) -> dict[bytes, str]:
    """Object names of all files of the last commit."""
    output = git.run("ls-tree", "-r", "-z", "--full-tree", "HEAD")
    rows = (line.partition(b"\t") for line in output.split(b"\0") if line)
    return {name: about.split(b" ")[2].decode() for about, _, name in rows}


def _object_name(root: str, path: str, policy: ReadPolicy) -> str:
    """The name that git gives to the file's content, without asking git (or its filters)."""
    data = read_below(root, path, policy.file_bytes)
    if not isinstance(data, bytes):
        return ""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
