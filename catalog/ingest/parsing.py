"""Child processes that parse: a file that hangs or crashes one harms itself only.

Files travel in small bundles. When a child dies or comes to its deadline, the files of its bundle
are tried again one by one, so that exactly the guilty ones become problems.
"""

import hashlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pebble import ProcessExpired, ProcessPool

from catalog.ingest.prepare import prepare
from catalog.ingest.prepared import PreparedFile, SourceFile
from catalog.locations.closing import Closing
from descriptors.format import Format, shipped_format
from descriptors.limits import Limits
from descriptors.problems import Problem

# Called in a child: the parser itself, or one that a test wants to misbehave.
Prepare = Callable[[SourceFile, Format, Limits], PreparedFile]
Bundle = list[SourceFile]
LOOK_AFTER = 1.0  # seconds between looks at whether a child's answer can still come


class PoolClosed(Exception):
    """The children were ended meanwhile: whatever they did not answer is to be parsed by others."""


@dataclass
class ParsePool(Closing):
    """Children that parse. Started when first needed, killed at the end of the `with` block.

    `format` is called in each child, as compiled validators can't travel; `deadline` in seconds is
    for one file, or one bundle of small ones. `format_fingerprint` is that of `format()`, where it
    is known already: making a format takes time.
    """

    format: Callable[[], Format] = shipped_format
    format_fingerprint: str = ""
    limits: Limits = field(default_factory=Limits)
    processes: int = 2
    deadline: float = 10.0
    prepare: Prepare = prepare
    _pool: ProcessPool | None = None
    _is_closed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def fingerprint(self) -> str:
        """Of the format and the limits: it changes when equal bytes may mean something else."""
        text = f"{self.format_fingerprint or self.format().fingerprint} {self.limits}"
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    def start(self, bundle: Bundle) -> "Parsing":
        """Begin to parse a bundle; its outcome is asked for later. Raises PoolClosed."""
        return Parsing(self, bundle, self._schedule(bundle))

    def close(self) -> None:
        """Kill the children; whoever waits for one gets PoolClosed."""
        with self._lock:
            self._is_closed = True
            self._stop()

    def check(self) -> None:
        """Raises PoolClosed, or ProcessExpired once what starts the children is gone: then nothing
        given to them comes back."""
        with self._lock:
            if self._is_closed:
                raise PoolClosed
            if not self._is_sound():
                raise ProcessExpired("no child can be started")  # type: ignore[no-untyped-call]

    def _schedule(self, bundle: Bundle) -> Any:
        with self._lock:
            if self._is_closed:
                raise PoolClosed
            if not self._is_sound():
                self._stop()
            if self._pool is None:
                self._pool = self._open()
            return self._pool.schedule(_prepare_bundle, args=[bundle], timeout=self.deadline)

    def _is_sound(self) -> bool:
        return self._pool is None or bool(self._pool.active)

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _open(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        return ProcessPool(
            max_workers=self.processes,
            context=context,
            initializer=_begin_child,
            initargs=[self.prepare, self.format, self.limits, os.getpid()],
        )


@dataclass(frozen=True)
class Parsing:
    """A bundle on its way."""

    pool: ParsePool
    bundle: Bundle
    future: Any

    def outcome(self) -> Iterator[tuple[SourceFile, PreparedFile]]:
        """Each file of the bundle with what came of it; waits for the child."""
        try:
            prepared = self._result()
        except (TimeoutError, ProcessExpired) as error:
            yield from self._one_by_one(error)
        else:
            yield from zip(self.bundle, prepared, strict=True)

    def _result(self) -> list[PreparedFile]:
        while not self.future.done():
            wait([self.future], LOOK_AFTER)
            if not self.future.done():
                self.pool.check()
        try:
            result: list[PreparedFile] = self.future.result()
        except CancelledError as error:
            raise PoolClosed from error
        return result

    def _one_by_one(self, error: Exception) -> Iterator[tuple[SourceFile, PreparedFile]]:
        if len(self.bundle) == 1:
            yield self.bundle[0], _failed(self.bundle[0], error, self.pool.deadline)
            return
        for file in self.bundle:
            yield from self.pool.start([file]).outcome()


def _failed(file: SourceFile, error: Exception, deadline: float) -> PreparedFile:
    if isinstance(error, ProcessExpired):
        code, what = "read/crashed", f"reading {file.path} made its process crash"
    else:
        code, what = "read/timeout", f"reading {file.path} took more than {deadline:g} seconds"
    hint = "make the file smaller or simpler; what it declared before stays as it was"
    return PreparedFile((), (Problem(code, what, hint, file=file.name),), ())


_child: tuple[Prepare, Format, Limits]


def _begin_child(
    prepare: Prepare, format: Callable[[], Format], limits: Limits, writer: int
) -> None:
    global _child
    _child = (prepare, format(), limits)
    threading.Thread(target=_end_with, args=[writer], daemon=True).start()


def _end_with(writer: int) -> None:
    # A writer that was killed can't stop its children; they notice by themselves.
    while True:
        time.sleep(1)
        try:
            os.kill(writer, 0)
        except ProcessLookupError:
            os._exit(1)


def _prepare_bundle(bundle: Bundle) -> list[PreparedFile]:
    prepare, format, limits = _child
    return [prepare(file, format, limits) for file in bundle]
