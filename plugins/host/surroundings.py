"""What a function may have changed of its process, for the one after it to stumble over."""

import os
import signal
import threading
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Surroundings:
    folder: str
    environment: tuple[tuple[str, str], ...]
    threads: frozenset[int | None]
    has_children: bool
    signals: tuple[Any, ...]
    open_standard: tuple[bool, ...]


def surroundings() -> Surroundings:
    """How the calling process stands now. One that no longer equals what it was is given up."""
    return Surroundings(
        folder=_folder(),
        environment=tuple(sorted(os.environ.items())),
        threads=frozenset(thread.ident for thread in threading.enumerate()),
        has_children=_has_children(),
        signals=tuple(signal.getsignal(each) for each in sorted(signal.valid_signals())),
        open_standard=tuple(_is_open(each) for each in (0, 1, 2)),
    )


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:
        return ""


def _has_children() -> bool:
    """Whether something forked still runs; what has ended is cleared away."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
