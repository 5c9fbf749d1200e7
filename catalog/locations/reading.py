"""Reads a file below a folder without ever following a symbolic link.

Every folder on the way is opened from its parent's descriptor, so that nobody can put a link in
between a check and its use.
"""

import errno
import os
from stat import S_ISREG

from catalog.locations.problems import problem
from descriptors.problems import Problem

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK the opening of a named pipe waits for a writer.
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def read_below(root: str, path: str, most: int) -> bytes | Problem:
    """The content of the file, at most `most` bytes."""
    parts = path.split("/")
    if "" in parts or "." in parts or ".." in parts or "\0" in path:
        return problem("outside", f"{path!r} is not a path below its location", file=path)
    try:
        descriptor = _open_below(root, parts)
    except (OSError, UnicodeEncodeError) as error:
        return _refusal(path, error)
    try:
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode):
            return problem("unreadable", f"{path} is not a regular file", file=path)
        data = _content(descriptor, min(status.st_size, most) + 1)
    except OSError as error:
        return _refusal(path, error)
    finally:
        os.close(descriptor)
    return problem_of_content(path, data, most) or data


def problem_of_content(path: str, data: bytes, most: int) -> Problem | None:
    """What keeps bytes from being a descriptor, whatever they say."""
    if len(data) > most:
        return too_large(path, most)
    if data.startswith(LFS_POINTER):
        hint = "keep descriptors out of Git LFS: `git lfs untrack` them"
        message = f"{path} is a Git LFS pointer, not the file itself"
        return problem("lfs-pointer", message, hint, file=path)
    return None


def too_large(path: str, most: int) -> Problem:
    """The problem of a file of more than `most` bytes."""
    message = f"{path} is larger than {most:,} bytes"
    return problem("too-large", message, "split it into several files", file=path)


def is_link(path: str) -> Problem:
    """The problem of a symbolic link."""
    message = f"{path} is reached by a symbolic link, which is not followed"
    return problem("symlink", message, "put the file itself there", file=path, warning=True)


def _open_below(root: str, parts: list[str]) -> int:
    folder = os.open(root, FOLDER)
    try:
        for part in parts[:-1]:
            inner = os.open(part, FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(parts[-1], FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _content(descriptor: int, most: int) -> bytes:
    """All of the file up to `most` bytes; usually in two reads, the second one empty."""
    parts = []
    while most > 0 and (part := os.read(descriptor, most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _refusal(path: str, error: Exception) -> Problem:
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, UnicodeEncodeError) or "\\x" in path:
        message = f"the name of {path} is not UTF-8 text"
        return problem("name-not-utf8", message, "rename the file or its folder", file=path)
    if number == errno.ELOOP or number == errno.ENOTDIR:
        return is_link(path)
    if number == errno.ENOENT:
        return problem("not-found", f"there is no file {path}", file=path)
    reason = os.strerror(number) if number else str(error)
    return problem("unreadable", f"{path} can't be read: {reason}", file=path)
