"""The files beside one that a plugin reads: those its reader asks for, by name or by pattern."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalog.ingest.prepared import SourceFile
from catalog.locations.snapshot import Snapshot
from descriptors.problems import Problem

# Of them all. A run of MLflow has a file for each metric, param and tag, hundreds of a few bytes.
NEAR_FILES, NEAR_BYTES = 1_000, 8 * 1024 * 1024
MOST_PROBLEMS = 5  # told of single files; a folder full of links is one mistake
CUT, TOO_LARGE = "plugin/needs-cut", "location/too-large"


def is_pattern(need: str) -> bool:
    """Whether it names any number of files, rather than one."""
    return "*" in need


def with_beside(snapshot: Snapshot, file: SourceFile, needs: Sequence[str]) -> SourceFile:
    """The file with all that its reader asked for so far, and `needs`, in this order."""
    asked = (*file.needs, *(need for need in needs if need not in file.needs))
    gathering = _Gathering(snapshot, file)
    for need in asked:
        if not is_pattern(need):
            gathering.take_named(need)
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
    files: int = 0  # that are held or known to be missing
    size: int = 0  # of what is held, in bytes

    def take_named(self, name: str) -> None:
        """A file that may be missing; what is there and too large is told."""
        paths = self.snapshot.expand(self.file.path, name)
        one = paths[0] if not isinstance(paths, Problem) and len(paths) == 1 else ""
        content = self.snapshot.read(one, self._left()) if one else None
        self._hold(name, content)
        if isinstance(content, Problem) and content.code == TOO_LARGE:
            self._tell(content)

    def take(self, pattern: str) -> None:
        """The files of a pattern, as many as fit; under the pattern itself there is None."""
        found = self.snapshot.find(self.file.path, pattern, NEAR_FILES)
        self.near[pattern] = None
        if isinstance(found, Problem):
            self._tell(found)
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
        if self.files >= NEAR_FILES:
            return False
        content = self.snapshot.read(path, self._left())
        if isinstance(content, Problem):
            # Over http a file has fewer bytes than are left.
            if content.code == TOO_LARGE and self._left() < NEAR_BYTES:
                return False
            self._tell(content)
        self._hold(name, content)
        return True

    def _hold(self, name: str, content: bytes | Problem | None) -> None:
        data = content if isinstance(content, bytes) else None
        self.near[name] = data
        self.files += 1
        self.size += len(data or b"")

    def _left(self) -> int:
        """How many bytes may still come; never 0, which stands for the usual bound."""
        return max(1, NEAR_BYTES - self.size)

    def _tell(self, problem: Problem) -> None:
        hint = f"beside one file {NEAR_BYTES // 1024 // 1024} MiB are read together"
        told = replace(problem, hint=hint) if problem.code == TOO_LARGE else problem
        self.problems.append(replace(told, file=self.file.name, severity="warning"))


def _cut(file: SourceFile, pattern: str, taken: int, total: int) -> Problem:
    return Problem(
        CUT,
        f"of {total:,} files that `{pattern}` names, `{file.reader}` was given {taken:,}",
        f"the first ones by name, at most {NEAR_FILES:,} files of "
        f"{NEAR_BYTES // 1024 // 1024} MiB together beside one file",
        file=file.name,
        severity="warning",
    )
