"""The files beside one that a plugin reads: those its reader asks for, by name or by pattern."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.ingest.prepared import SourceFile
from catalog.locations.snapshot import Snapshot
from descriptors.problems import Problem

NEAR_FILES, NEAR_BYTES = 100, 8 * 1024 * 1024  # of them all
MOST_PROBLEMS = 5  # told of single files; a folder full of links is one mistake
CUT = "plugin/needs-cut"


def is_pattern(need: str) -> bool:
    """Whether it names any number of files, rather than one."""
    return "*" in need


def without_patterns(near: Mapping[str, bytes | None]) -> int:
    """How many files are held or known to be missing."""
    return sum(not is_pattern(name) for name in near)


def with_beside(snapshot: Snapshot, file: SourceFile, needs: Sequence[str]) -> SourceFile:
    """The file with all that its reader asked for so far, and `needs`, in this order."""
    asked = (*file.needs, *(need for need in needs if need not in file.needs))
    gathering = _Gathering(snapshot, file)
    for need in asked:
        if not is_pattern(need):
            gathering.near[need] = read_beside(snapshot, file.path, need)
    # What is asked for by name comes first, so that patterns take what is left, whatever the
    # round: a second reading, which knows all needs, must find what the first one found.
    for need in filter(is_pattern, asked):
        gathering.take(need)
    told = tuple(gathering.problems[: MOST_PROBLEMS + 1])
    return replace(file, needs=asked, near=gathering.near, near_problems=told)


def read_beside(snapshot: Snapshot, path: str, name: str) -> bytes | None:
    """The content of one file, if it is there and can be read."""
    paths = snapshot.expand(path, name)
    if isinstance(paths, Problem) or len(paths) != 1:
        return None
    content = snapshot.read(paths[0])
    return content if isinstance(content, bytes) else None


@dataclass
class _Gathering:
    snapshot: Snapshot
    file: SourceFile
    near: dict[str, bytes | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, pattern: str) -> None:
        """The files of a pattern, as many as fit; under the pattern itself there is None."""
        found = self.snapshot.find(self.file.path, pattern, NEAR_FILES)
        self.near[pattern] = None
        if isinstance(found, Problem):
            self.problems.append(replace(found, file=self.file.name, severity="warning"))
            return
        taken = 0
        for path in found.paths:
            if not self._take_one(path):
                break
            taken += 1
        if taken < found.total:
            self.problems.insert(0, _cut(self.file, pattern, taken, found.total))

    def _take_one(self, path: str) -> bool:
        name = posixpath.relpath(path, posixpath.dirname(self.file.path) or ".")
        if name in self.near:
            return True
        if without_patterns(self.near) >= NEAR_FILES:
            return False
        content = self.snapshot.read(path)
        if isinstance(content, Problem):
            self.near[name] = None
            self.problems.append(replace(content, file=self.file.name, severity="warning"))
            return True
        held = sum(len(data or b"") for data in self.near.values())
        if held + len(content) > NEAR_BYTES:
            return False
        self.near[name] = content
        return True


def _cut(file: SourceFile, pattern: str, taken: int, total: int) -> Problem:
    return Problem(
        CUT,
        f"of {total:,} files that `{pattern}` names, `{file.reader}` was given {taken:,}",
        f"the first ones by name, at most {NEAR_FILES} files of "
        f"{NEAR_BYTES // 1024 // 1024} MiB together beside one file",
        file=file.name,
        severity="warning",
    )
