"""What `mlhome validate` does: the files behind its arguments, read without any network."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from glob import glob, has_magic
from pathlib import Path

from descriptors.format import Format
from descriptors.limits import DEFAULT_LIMITS, Limits
from descriptors.patterns import DEFAULT_PATTERNS, Patterns
from descriptors.placeholders import find_includes
from descriptors.problems import Problem
from descriptors.read import read

STANDARD_INPUT = "-"
_REMOTE_STAND_IN = b'"(not read: checked offline)"'


class NothingThere(ValueError):
    """A path or glob that names no file: a slip in the command, not in a descriptor."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no file or folder {path!r}")
        self.path = path


@dataclass
class Checked:
    """How many documents were looked at, what is wrong, and the source lines to show with it."""

    count: int = 0
    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong that keeps an entity out; warnings do not."""
        return any(problem.is_error for problem in self.problems)


def check(
    paths: Sequence[str],
    format: Format,
    stdin: bytes = b"",
    patterns: Sequence[str] = DEFAULT_PATTERNS,
    limits: Limits = DEFAULT_LIMITS,
) -> Checked:
    """Check every file that the paths name: files, folders, globs, or `-` for `stdin`.

    A file named outright is checked whatever it is called; in a folder those that match the
    patterns are. Raises NothingThere for a path that names nothing, OSError if one can't be read.
    """
    checked = Checked()
    for file in expand(paths, patterns):
        data = stdin if file == STANDARD_INPUT else _bytes(Path(file), limits.bytes + 1)
        _check(data, file, format, limits, checked)
    return checked


def expand(paths: Sequence[str], patterns: Sequence[str] = DEFAULT_PATTERNS) -> list[str]:
    """The files that the paths name, each once, in their order. Raises NothingThere."""
    wanted = Patterns(patterns)
    return list(dict.fromkeys(file for path in paths for file in _files(path, wanted)))


def _files(path: str, patterns: Patterns) -> Iterator[str]:
    if path == STANDARD_INPUT or Path(path).is_file():
        yield path
    elif Path(path).is_dir():
        yield from _in_folder(path, patterns)
    else:
        found = sorted(glob(path, recursive=True)) if has_magic(path) else []  # noqa: PTH207
        if not found:
            raise NothingThere(path)
        for match in found:
            yield from _files(match, patterns)


def _in_folder(root: str, patterns: Patterns) -> Iterator[str]:
    for parent, folders, files in os.walk(root):
        folders[:] = sorted(filter(patterns.enters, folders))
        for path in (Path(parent) / name for name in sorted(files)):
            if patterns.match(path.relative_to(root).as_posix()):
                yield os.path.normpath(path)


def _check(data: bytes, file: str, format: Format, limits: Limits, checked: Checked) -> None:
    includes = {target: _included(file, target, limits) for target in find_includes(data, limits)}
    present = {target: content for target, content in includes.items() if content is not None}
    reading = read(data, file, format, limits, present)
    checked.count += reading.documents
    checked.problems += reading.problems
    source = data.decode("utf-8-sig", "replace").split("\n") if reading.problems else []
    for problem in reading.problems:
        if 0 < problem.line <= len(source):
            checked.lines[file, problem.line] = source[problem.line - 1].rstrip("\r")


def _included(file: str, target: str, limits: Limits) -> bytes | None:
    """The content behind a placeholder; of a remote one a stand-in, for nothing is fetched here."""
    if "://" in target:
        return _REMOTE_STAND_IN
    path = (Path() if file == STANDARD_INPUT else Path(file).parent) / target
    return _bytes(path, limits.bytes + 1) if path.is_file() else None


def _bytes(path: Path, most: int) -> bytes:
    """The content of a file, but never more than `most` bytes of it."""
    with path.open("rb") as file:
        return file.read(most)
