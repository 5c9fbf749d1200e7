"""Bare, shallow copies of Git repositories without file contents, one folder each.

What a copy holds can be fetched again at any time, so that whatever is wrong with one - it was
left half-written, grew too large, was damaged - is cured by making it anew.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

from catalog.locations.git_command import Git
from catalog.locations.git_remote import RemoteRef
from catalog.locations.git_tree import Tree, list_tree, missing_blobs
from catalog.locations.problems import LocationUnreadable, unreadable
from catalog.locations.targets import shown
from descriptors.patterns import Patterns

FETCH = (
    "fetch",
    "--quiet",
    "--no-progress",
    "--no-tags",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
    "--no-write-fetch-head",
    "--filter=blob:none",
)
MAX_PACKS = 60  # every fetch adds one; a copy of so many is slower than a new one
LOCK_POLL_SECONDS = 0.05
# What a copy can't be blamed for.
NOT_THE_COPY = frozenset(
    f"location/{code}"
    for code in (
        *("forbidden", "git-missing", "not-allowed", "ref-not-found"),
        *("time-out", "tls", "too-large", "too-many-files", "unreachable"),
    )
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that has everything of one commit that descriptors need."""

    git: Git
    commit: str
    tree: Tree


def bring(git: Git, ref: RemoteRef, patterns: Patterns) -> Copy:
    """Bring the copy of the remote up to the ref, making it anew if it is of no use."""
    folder = git.policy.cache / f"{sha256(git.remote.encode()).hexdigest()[:32]}.git"
    git = git.within(folder)
    with _locked(folder, git.until):
        was_there = folder.exists()
        if was_there and len(list(folder.glob("objects/pack/*.pack"))) > MAX_PACKS:
            forget(folder)
        try:
            return _update(git, folder, ref, patterns)
        except LocationUnreadable as error:
            if error.problem.code in NOT_THE_COPY or not was_there:
                raise
        forget(folder)
        return _update(git, folder, ref, patterns)


def fetch_blobs(git: Git, blobs: set[str]) -> None:
    """Fetch the contents of some files, all in one go.

    The server is not told what the copy has: it would take its commits for whole ones.
    """
    if not blobs:
        return
    git = replace(git, options={**git.options, "fetch.negotiationAlgorithm": "noop"})
    stdin = "".join(f"{blob}\n" for blob in sorted(blobs)).encode()
    git.run(
        *(*FETCH, *git.transport, "--stdin", "--", "origin"),
        stdin=stdin,
        most_bytes=git.policy.git_bytes,
    )


def forget(folder: Path) -> None:
    """Delete a copy; whoever still reads it keeps the files that it has open."""
    if folder.exists():
        doomed = folder.with_name(f"{folder.name}.{uuid4().hex}.doomed")
        folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)


def _update(git: Git, folder: Path, ref: RemoteRef, patterns: Patterns) -> Copy:
    if not folder.exists():
        kind = "sha256" if len(ref.object) == 64 else "sha1"
        git.run("init", "--quiet", "--bare", "--template=", f"--object-format={kind}")
    local = f"refs/mlhome/{sha256(ref.full_name.encode()).hexdigest()[:40]}"
    if _object_at(git, local) != ref.object:
        _fetch(git, ref, local)
        _check_size(git, folder)
    commit = git.run("rev-parse", "--verify", "--quiet", local + "^{commit}").decode().strip()
    tree = list_tree(git, commit, patterns)
    fetch_blobs(git, missing_blobs(git, commit, tree.descriptor_blobs()))
    _check_size(git, folder)
    return Copy(git, commit, tree)


def _fetch(git: Git, ref: RemoteRef, local: str) -> None:
    depth = f"--depth={git.policy.git_depth}"
    git.run(
        *(*FETCH, depth, *git.transport, "--", "origin", f"+{ref.full_name}:{local}"),
        most_bytes=git.policy.git_bytes,
    )


def _object_at(git: Git, local: str) -> str:
    """The object that the ref of the copy is at; empty if there is none."""
    return git.run("for-each-ref", "--format=%(objectname)", local).decode().strip()


def _check_size(git: Git, folder: Path) -> None:
    size = sum(file.stat().st_size for file in folder.glob("objects/pack/*"))
    if size > git.policy.git_bytes:
        forget(folder)
        message = f"{shown(git.remote)} has more than {git.policy.git_bytes:,} bytes"
        raise unreadable("too-large", message, "keep descriptors in a smaller repository")


@contextmanager
def _locked(folder: Path, until: float) -> Iterator[None]:
    """Keep other processes from writing the same copy."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("a") as file:
        while not _lock(file.fileno()):
            if monotonic() > until:
                message = "another process has been reading the same repository for too long"
                raise unreadable("time-out", message, "it is tried again later")
            sleep(LOCK_POLL_SECONDS)
        yield


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
