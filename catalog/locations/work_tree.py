"""The last commits of files that lie in somebody's Git work tree."""

from collections.abc import Sequence

from catalog.locations.policy import ReadPolicy
from catalog.locations.snapshot import FileChange


def last_commits(root: str, paths: Sequence[str], policy: ReadPolicy) -> dict[str, FileChange]:
    """The last commit of each path; empty where git is absent or refuses."""
    return {}
