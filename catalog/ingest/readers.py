"""Files that are not descriptors, and the plugins that read them."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from catalog.evaluations.counts import RunCounts
from catalog.ingest.beside import NEAR_FILES, is_pattern
from catalog.ingest.prepared import PreparedFile, SourceFile
from descriptors.patterns import Patterns
from descriptors.problems import Problem
from plugins.api import File, Reader, Reading, Report
from plugins.host.calls import Failure, Given
from plugins.host.children import Children, Pending
from plugins.host.loading import LoadedPlugin

DEADLINE = 20.0  # seconds for one file
ROUNDS = 3  # how often a reader may ask for further files


@dataclass(frozen=True)
class FileReader:
    """One Reader of one plugin."""

    plugin: LoadedPlugin
    reader: Reader
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """As a source's row names it."""
        return f"{self.plugin.name}/{self.reader.name}"

    @cached_property
    def patterns(self) -> Patterns:
        return Patterns(self.reader.patterns)


# Keeps what a reader reported of a source (its id), in the transaction given; gives which of the
# runs in it changed. What files said that are gone is forgotten by catalog.refresh.
Keep = Callable[[Connection, LoadedPlugin, int, Report], RunCounts]


@dataclass(frozen=True)
class FileReaders:
    """All readers there are; without any, nothing but descriptors is read."""

    readers: tuple[FileReader, ...] = ()
    children: Children | None = None
    keep: Keep = lambda connection, plugin, source_id, report: RunCounts()

    @property
    def patterns(self) -> tuple[str, ...]:
        """The files of a location that any of them reads."""
        return tuple(pattern for it in self.readers for pattern in it.reader.patterns)

    def of(self, path: str) -> FileReader | None:
        return next((it for it in self.readers if it.patterns.match(path)), None)

    def named(self, title: str) -> FileReader | None:
        return next((it for it in self.readers if it.title == title), None)

    def start(self, file: SourceFile) -> Pending:
        """Begin to have a file read in a child of the plugin whose reader it names."""
        it = self.named(file.reader)
        if it is None or self.children is None:
            raise LookupError(f"nothing reads {file.path} as {file.reader}")
        given = Given(settings=it.settings, now=time.time())
        asked = File(path=file.path, data=file.data, near=file.near, found_at=file.name)
        return self.children.call(
            it.plugin.name, "readers", it.reader.name, asked, given, deadline=DEADLINE
        )


def divide(files: Sequence[SourceFile]) -> tuple[list[SourceFile], list[SourceFile]]:
    """Descriptors, and what plugins read."""
    return [it for it in files if not it.reader], [it for it in files if it.reader]


def fingerprint_of(title: str, common: str, readers: FileReaders) -> str:
    """Of all that decides what a file means that `title` reads; empty: a descriptor."""
    reader = readers.named(title) if title else None
    if reader is None:
        return common
    both = f"{common} {reader.plugin.fingerprint} {sorted(reader.settings.items())}"
    return hashlib.sha256(both.encode()).hexdigest()[:64]


@dataclass
class PluginReading:
    """A file on its way through its plugin's reader."""

    readers: FileReaders
    file: SourceFile
    with_near: Callable[[SourceFile, Sequence[str]], SourceFile]  # brings files it asks for
    pending: Pending = field(init=False)
    made: Reading | PreparedFile | None = None
    rounds: int = 0

    def __post_init__(self) -> None:
        self.pending = self.readers.start(self.file)

    def go_on(self) -> None:
        """Give the reader what it asks for, if it has answered by now; never waits for it."""
        if self.made is None and self.pending.done():
            self._take_answer()

    def outcome(self) -> tuple[SourceFile, Reading | PreparedFile]:
        """What the plugin made of the file, or the file with the problem that it did not. Its
        bytes are let go of: many files wait to be recorded together."""
        while self.made is None:
            self._take_answer()
        return replace(self.file, data=b"", near={}), self.made

    def _take_answer(self) -> None:
        reading = self.pending.result()
        self.rounds += 1
        if isinstance(reading, Failure):
            self.made = _failed(self.file, reading.problem)
        elif not (needs := [path for path in reading.needs if path not in self.file.near]):
            told = [replace(it, file=it.file or self.file.name) for it in reading.problems]
            self.made = replace(reading, problems=(*self.file.near_problems, *told))
        elif self.rounds == ROUNDS or self._named(needs) > NEAR_FILES:
            self.made = _failed(self.file, _too_much(self.file))
        else:
            self.file = self.with_near(self.file, needs)
            self.pending = self.readers.start(self.file)

    def _named(self, needs: Sequence[str]) -> int:
        return sum(not is_pattern(need) for need in (*self.file.needs, *needs))


def _failed(file: SourceFile, problem: Problem) -> PreparedFile:
    return PreparedFile((), (replace(problem, file=file.name),), ())


def _too_much(file: SourceFile) -> Problem:
    return Problem(
        "plugin/needs",
        f"the reader `{file.reader}` asks for more and more files beside this one",
        f"by name {NEAR_FILES:,} files, asked for in at most {ROUNDS} rounds",
    )
