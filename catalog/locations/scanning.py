"""Walks a folder, quickly and in bounds."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from time import time_ns

from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import unreadable
from descriptors.patterns import Patterns

# A file changed this recently may change again without its time telling (coarse clocks).
SETTLED_NS = 2_000_000_000


@dataclass(slots=True)
class Scan:
    """What a walk has seen: paths of all files, in the order met, and of descriptors, sorted."""

    names: list[str] = field(default_factory=list)
    descriptors: list[str] = field(default_factory=list)
    token: str = ""


def scan(root: str, patterns: Patterns, policy: ReadPolicy) -> Scan:
    """All files below `root` but those of foreign folders; symbolic links are not followed.

    The token is made of every file's name, size, time and number, so that it also covers files
    that descriptors include.
    """
    found = Scan()
    seal = sha256(patterns.text.encode())
    newest = 0
    for path, status in _files(root, patterns, policy):
        newest = max(newest, status.st_mtime_ns)
        seal.update(f"{path}\0{status.st_size} {status.st_mtime_ns} {status.st_ino}\n".encode())
        found.names.append(path)
        if patterns.match(path):
            found.descriptors.append(path)
        if len(found.descriptors) > policy.files:
            raise _too_many(root, policy.files, "descriptors")
    found.descriptors.sort()
    settled = newest < time_ns() - SETTLED_NS
    found.token = seal.hexdigest() if settled else f"{seal.hexdigest()}@{time_ns()}"
    return found


def _files(
    root: str, patterns: Patterns, policy: ReadPolicy
) -> Iterator[tuple[str, os.stat_result]]:
    """Files and links, folder by folder in the order of their names."""
    seen = 0
    folders = [(root, "")]
    while folders:
        folder, prefix = folders.pop()
        inner = []
        for entry in _entries(folder, is_root=not prefix):
            seen += 1
            path = prefix + entry.name
            if not entry.is_dir(follow_symlinks=False):
                with suppress(FileNotFoundError):
                    yield as_text(path), entry.stat(follow_symlinks=False)
            elif patterns.enters(entry.name):
                inner.append((entry.path, path + "/"))
        if seen > policy.names:
            raise _too_many(root, policy.names, "files")
        folders.extend(reversed(inner))


def _entries(folder: str, *, is_root: bool) -> list[os.DirEntry[str]]:
    """The content of a folder; a folder that has just gone, or is closed to us, is empty."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if not is_root:
            return []
        code = "not-found" if isinstance(error, FileNotFoundError) else "unreadable"
        raise unreadable(code, f"the folder {folder} can't be read: {error.strerror}") from error


def as_text(path: str) -> str:
    """The path, with bytes that are not UTF-8 spelt out."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode(errors="backslashreplace")
    return path


def _too_many(root: str, most: int, what: str) -> Exception:
    message = f"{root} has more than {most} {what}"
    return unreadable("too-many-files", message, "add its parts as locations of their own")
