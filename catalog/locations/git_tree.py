"""The files of one commit: names and object names, and contents where they are asked for."""

import os
import select
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import IO

from catalog.locations.git_command import OUTPUT_BYTES, Git
from catalog.locations.problems import problem, unreadable
from catalog.locations.reading import is_link
from catalog.locations.running import kill, start
from catalog.locations.targets import shown
from descriptors.patterns import Patterns
from descriptors.problems import Problem

LINK, SUBMODULE = b"120000", b"160000"
READ_SECONDS = 30.0
MAX_AHEAD = 100  # requests that fit into a pipe, so that neither side waits for the other


@dataclass(slots=True)
class Tree:
    """What a commit holds. Descriptors that can't be read are in `refused` as well."""

    blobs: dict[str, str] = field(default_factory=dict)  # path -> object
    descriptors: list[str] = field(default_factory=list)
    refused: dict[str, Problem] = field(default_factory=dict)

    def descriptor_blobs(self) -> set[str]:
        """Objects of the descriptors that can be read."""
        return {self.blobs[path] for path in self.descriptors if path in self.blobs}


def list_tree(git: Git, commit: str, patterns: Patterns) -> Tree:
    """All files of the commit; submodules are left out, symbolic links refused."""
    bound = min(OUTPUT_BYTES, git.policy.names * 300)
    output = git.run("ls-tree", "-r", "-z", "--full-tree", commit, most_bytes=bound)
    tree = Tree()
    for count, line in enumerate(output.split(b"\0")[:-1]):
        if count >= git.policy.names:
            raise _too_many(git, git.policy.names, "files")
        about, _, name = line.partition(b"\t")
        mode, _, oid = about.split(b" ")
        if mode != SUBMODULE:
            _add(tree, name, mode, oid.decode(), patterns)
    if len(tree.descriptors) > git.policy.files:
        raise _too_many(git, git.policy.files, "descriptors")
    tree.descriptors.sort()
    return tree


def missing_blobs(git: Git, commit: str, wanted: set[str]) -> set[str]:
    """Which of the wanted objects the copy doesn't hold yet."""
    if not wanted:
        return set()
    output = git.run("rev-list", "--objects", "--no-walk", "--missing=print", commit)
    missing = {line[1:].decode() for line in output.splitlines() if line.startswith(b"?")}
    return missing & wanted


def blob_sizes(git: Git, blobs: set[str]) -> dict[str, int]:
    """The size in bytes of each object; one that is not there is left out."""
    if not blobs:
        return {}
    stdin = "".join(f"{blob}\n" for blob in sorted(blobs)).encode()
    output = git.run("cat-file", "--batch-check", "--buffer", stdin=stdin)
    answers = (line.split(" ") for line in output.decode().splitlines())
    return {answer[0]: int(answer[2]) for answer in answers if len(answer) == 3}


class BlobReader:
    """One `git cat-file` that is asked for object after object."""

    def __init__(self, git: Git) -> None:
        self._git = git
        pipe = subprocess.PIPE
        self._process = start(
            git.command("cat-file", "--batch"),
            git.env,
            OUTPUT_BYTES,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
        )
        self._held = b""

    def read(self, blobs: Sequence[str]) -> dict[str, bytes]:
        """The contents of up to `MAX_AHEAD` objects, however large: ask for their sizes before."""
        until = monotonic() + READ_SECONDS
        try:
            request = "".join(f"{blob}\n" for blob in blobs).encode()
            os.write(self._pipe(self._process.stdin), request)
        except BrokenPipeError as error:
            raise self._broken("an object") from error
        return {blob: self._one(blob, until) for blob in blobs}

    def close(self) -> None:
        """Stop it."""
        kill(self._process)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _one(self, blob: str, until: float) -> bytes:
        head = self._line(until).split()
        if len(head) != 3:
            raise self._broken(blob)
        return self._take(int(head[2]) + 1, until)[:-1]

    def _line(self, until: float) -> str:
        while b"\n" not in self._held:
            self._held += self._more(until)
        line, _, self._held = self._held.partition(b"\n")
        return line.decode(errors="replace")

    def _take(self, size: int, until: float) -> bytes:
        parts = [self._held]
        have = len(self._held)
        while have < size:
            parts.append(self._more(until))
            have += len(parts[-1])
        data = b"".join(parts)
        self._held = data[size:]
        return data[:size]

    def _more(self, until: float) -> bytes:
        pipe = self._pipe(self._process.stdout)
        poll = select.poll()
        poll.register(pipe, select.POLLIN | select.POLLHUP)
        ready = poll.poll(max(0, until - monotonic()) * 1000)
        data = os.read(pipe, 1 << 20) if ready else b""
        if not data:
            raise self._broken("an object")
        return data

    def _pipe(self, pipe: IO[bytes] | None) -> int:
        if pipe is None:
            raise self._broken("an object")
        return pipe.fileno()

    def _broken(self, what: str) -> Exception:
        name = shown(self._git.remote)
        message = f"git could not give {what} of {name} out of its local copy"
        return unreadable("git-failed", message, "the copy is made anew at the next reading")


def _add(tree: Tree, name: bytes, mode: bytes, oid: str, patterns: Patterns) -> None:
    path = name.decode(errors="backslashreplace")
    if ".." in path.split("/"):
        return
    if refused := _refusal(path, name, mode):
        tree.refused[path] = refused
    else:
        tree.blobs[path] = oid
    if patterns.covers(path) and patterns.match(path):
        tree.descriptors.append(path)


def _refusal(path: str, name: bytes, mode: bytes) -> Problem | None:
    if mode == LINK:
        return is_link(path)
    if path.encode() != name:
        message = f"the name of {path} is not UTF-8 text"
        return problem("name-not-utf8", message, "rename the file or its folder", file=path)
    return None


def _too_many(git: Git, most: int, what: str) -> Exception:
    message = f"{shown(git.remote)} has more than {most} {what}"
    return unreadable("too-many-files", message, "keep descriptors in a smaller repository")
