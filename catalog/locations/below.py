"""Files that a pattern names which is written in another file: in its folder, or further down."""

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from catalog.locations.expanding import inside
from catalog.locations.problems import problem
from descriptors.patterns import GLOB, PathGlob
from descriptors.problems import Problem


class Found(NamedTuple):
    """The first files that a pattern names, in the order of their paths, and how many it names."""

    paths: list[str]
    total: int


class Names:
    """Paths of all files of a location, ready to be asked for those in one folder."""

    def __init__(self, paths: Iterable[str], covers: Callable[[str], bool]) -> None:
        """Files in folders that `covers` denies are left out, as if they were not there."""
        self._paths = sorted(paths)
        self._covers = covers

    def find(self, base_path: str, pattern: str, most: int) -> Found | Problem:
        """At most `most` files that `pattern`, relative to the folder of `base_path`, names.

        It looks at nothing but the files of the folder that the pattern starts with: a location
        may hold thousands of files with patterns, among a million others.
        """
        folder = posixpath.dirname(base_path)
        wrong = _refusal(base_path, pattern, folder)
        if wrong:
            return wrong
        glob, start = PathGlob("/" + posixpath.normpath(pattern)), f"{folder}/" if folder else ""
        fixed = GLOB.split(posixpath.normpath(pattern))[0].rpartition("/")[0]
        found: list[str] = []
        total = 0
        for path in self._below(f"{start}{fixed}/" if fixed else start):
            if glob.match(path[len(start) :]) and self._covers(path):
                total += 1
                if len(found) < most:
                    found.append(path)
        return Found(found, total)

    def _below(self, prefix: str) -> Iterator[str]:
        for at in range(bisect_left(self._paths, prefix), len(self._paths)):
            if not self._paths[at].startswith(prefix):
                return
            yield self._paths[at]


def _refusal(base_path: str, pattern: str, folder: str) -> Problem | None:
    joined = inside(base_path, pattern)
    if isinstance(joined, Problem):
        return joined
    if folder and not joined.startswith(f"{folder}/"):
        message = f"`{pattern}` does not stay in the folder of the file that names it"
        hint = "patterns are for files in the same folder, or below it"
        return problem("outside", message, hint, file=base_path)
    return None
