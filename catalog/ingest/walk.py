"""Which files of a location there are, and which of them must be parsed again."""

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.ingest.beside import read_beside, with_beside
from catalog.ingest.parsing import Bundle
from catalog.ingest.prepared import PreparedFile, SourceFile, Targets
from catalog.ingest.readers import FileReader, FileReaders, fingerprint_of
from catalog.ingest.sources import UNREADABLE, KnownSource
from catalog.locations.snapshot import Snapshot
from catalog.locations.spec import LocationSpec
from catalog.locations.targets import parse_target
from catalog.store.origin import Origin
from descriptors.patterns import Patterns
from descriptors.placeholders import find_includes
from descriptors.problems import Problem

# Enough work to be worth a message to a child, little enough to be tried again file by file.
BUNDLE_BYTES, BUNDLE_FILES = 128 * 1024, 64
NOT_FOUND = "location/not-found"
REMOTE = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://|^[^/@\s]+@[^/:\s]+:")


@dataclass(frozen=True)
class Child:
    """A location that a descriptor of this one names."""

    path: str
    spec: LocationSpec


@dataclass
class Walk:
    """One pass over a location. Files that `Location` entities name are found on the way."""

    snapshot: Snapshot
    known: Mapping[str, KnownSource]
    fingerprint: str
    spec: LocationSpec
    descriptors: Patterns  # of files that are descriptors
    readers: FileReaders
    origin_ref: str
    queue: deque[tuple[str, str]] = field(default_factory=deque)  # (path, via)
    found: set[str] = field(default_factory=set)
    unreadable: list[tuple[SourceFile, PreparedFile]] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    uncertain: set[str] = field(default_factory=set)  # refs of `Location`s that can't be followed
    finished: int = 0

    def add(self, paths: Iterable[str], via: str = "") -> None:
        """Files to look at, unless they were already."""
        for path in paths:
            if path not in self.found:
                self.found.add(path)
                self.queue.append((path, via))

    def next_bundle(self) -> Bundle:
        """The next files whose bytes are new; empty when none is left for now."""
        bundle: Bundle = []
        held = 0
        while self.queue and held < BUNDLE_BYTES and len(bundle) < BUNDLE_FILES:
            file = self._read(*self.queue.popleft())
            if isinstance(file, Problem):
                continue
            if self._is_unchanged(file):
                self.finished += 1
            else:
                bundle.append(file)
                held += len(file.data)
        return bundle

    def take_unreadable(self) -> list[tuple[SourceFile, PreparedFile]]:
        """Files that could not be read, each with the problem that says why."""
        taken, self.unreadable = self.unreadable, []
        return taken

    def follow(self, file: SourceFile, prepared: PreparedFile) -> PreparedFile:
        """Find what the file's `Location` entities name; what can't be had is added as problems."""
        self.finished += 1
        targets = (*prepared.targets, *self._still_named(file.path, prepared))
        problems = (*prepared.problems, *self._follow(file, targets))
        return prepared._replace(problems=problems, targets=targets)

    def is_gone(self, source: KnownSource) -> bool:
        """Whether nothing leads to the file any more, as far as can be told."""
        return source.path not in self.found and source.via not in self.uncertain

    def _still_named(self, path: str, prepared: PreparedFile) -> list[Targets]:
        """What `Location` entities named that can't be read now: it is not to be given up."""
        known = self.known.get(path)
        wrong = {problem.entity_ref for problem in prepared.problems if problem.is_error}
        if known is None or not wrong:
            return []
        read = {targets.ref for targets in prepared.targets}
        return [
            it for it in known.targets if it.ref not in read and ("" in wrong or it.ref in wrong)
        ]

    def _read(self, path: str, via: str) -> SourceFile | Problem:
        data = self.snapshot.read(path)
        if isinstance(data, Problem):
            empty = self._file(path, via, b"", {}, UNREADABLE)
            failed = PreparedFile((), (replace(data, file=empty.name),), ())
            self.unreadable.append((empty, self.follow(empty, failed)))
            return data
        reader = self._reader(path, via)
        if reader is not None:
            known = self.known.get(path)
            file = replace(self._file(path, via, data, {}, ""), reader=reader.title)
            return self.with_near(file, known.needs if known else ())
        includes = self._includes(path, data)
        return self._file(path, via, data, includes, _digest(data, includes))

    def _reader(self, path: str, via: str) -> FileReader | None:
        """Who reads a file that is no descriptor; what a `Location` entity names is one."""
        return None if via or self.descriptors.match(path) else self.readers.of(path)

    def with_near(self, file: SourceFile, needs: Sequence[str]) -> SourceFile:
        """A file with those beside it that its reader asks for, and the digest of them all."""
        file = with_beside(self.snapshot, file, needs)
        held = {name: data for name, data in file.near.items() if data is not None}
        told = {problem.message: b"" for problem in file.near_problems}
        return replace(file, digest=_digest(file.data, {**held, **told}))

    def _file(
        self, path: str, via: str, data: bytes, includes: dict[str, bytes], digest: str
    ) -> SourceFile:
        at, ref = self.snapshot, self.snapshot.location_ref(path)
        folder = at.source_url(path)
        source_location = f"url:{folder}" if folder else ""
        return SourceFile(
            path=path,
            digest=digest,
            data=data,
            includes=includes,
            name=self.spec.name_of(path, ref),
            origin=Origin(
                *(ref, self.origin_ref, at.view_url(path), at.edit_url(path), source_location)
            ),
            via=via,
        )

    def _includes(self, path: str, data: bytes) -> dict[str, bytes]:
        targets = find_includes(data) if b"$" in data else ()
        named = {target: read_beside(self.snapshot, path, target) for target in targets}
        return {target: content for target, content in named.items() if content is not None}

    def _is_unchanged(self, file: SourceFile) -> bool:
        known = self.known.get(file.path)
        if known is None or (known.digest, known.fingerprint) != (
            file.digest,
            fingerprint_of(file.reader, self.fingerprint, self.readers),
        ):
            return False
        if not known.targets:
            return True
        # A target that was missing may be there by now, and the other way round.
        return not known.has_problems and not self._follow(file, known.targets)

    def _follow(self, file: SourceFile, locations: Iterable[Targets]) -> list[Problem]:
        wrong: list[Problem] = []
        for named in locations:
            for target in named.targets:
                problem = self._follow_target(file, named.ref, target)
                if problem and named.required:
                    here = replace(problem, file=file.name, line=named.line)
                    wrong.append(replace(here, entity_ref=named.ref))
        return wrong

    def _follow_target(self, file: SourceFile, ref: str, target: str) -> Problem | None:
        if REMOTE.match(target):
            spec = parse_target(target, local=False)
            if isinstance(spec, Problem):
                return spec
            self.children.append(Child(file.path, spec))
            return None
        paths = self.snapshot.expand(file.path, target)
        if isinstance(paths, Problem):
            if paths.code != NOT_FOUND:
                self.uncertain.add(ref)
            return paths
        self.add(paths, via=ref)
        return None


def _digest(data: bytes, includes: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(data)
    for target in sorted(includes):
        content = hashlib.sha256(includes[target]).hexdigest()
        digest.update(f"\n{target} {content}".encode())
    return digest.hexdigest()
