"""The parent's side of one child process: start it, ask it, kill it with all it has forked."""

import multiprocessing
import os
import signal
import socket
from multiprocessing.connection import wait
from threading import Lock, Timer

from plugins.host.channel import ANSWER, LAST, READY, TAKEN, Load
from plugins.host.limits import Limits
from plugins.host.working import work


class Late(Exception):
    """The child came to its deadline and was killed."""


class Dead(Exception):
    """The child ended by itself. `taken` says whether it had begun the call."""

    def __init__(self, code: int | None, taken: bool) -> None:
        super().__init__(f"exit code {code}")
        self.code, self.taken = code, taken


class Child:
    """A process that runs functions of one plugin, one after the other.

    `load` is called in it. What it sends is read as bytes of a bounded number and as nothing
    else: unpickling what a plugin could have written would give it this process too.
    """

    def __init__(self, plugin: str, load: Load, limits: Limits) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([work.__module__])
        self._limits = limits
        self._channel, theirs = context.Pipe()
        arguments = (theirs, plugin, load, limits, os.getpid())
        self._process = context.Process(target=work, args=arguments, daemon=True)
        try:
            self._process.start()
        except (OSError, EOFError):  # what starts the children just ended; the next try renews it
            self._channel.close()
            raise Dead(None, taken=False) from None
        finally:
            theirs.close()
        self._lock = Lock()
        self._late = self._gone = self._started = False

    def ask(self, call: bytes, deadline: float) -> tuple[bytes, bool]:
        """The answer to a call, and whether it was the last this child gives.

        The time the child needs to start does not count. Raises Late or Dead.
        """
        if not self._started:
            with _Watch(self, self._limits.start_seconds):
                self._receive(READY, taken=False)
                self._started = True
        with _Watch(self, deadline):
            self._send(call)
            self._receive(TAKEN, taken=False)
            kind, answer = self._bytes(taken=True), self._bytes(taken=True)
        if kind not in (ANSWER, LAST):
            self._raise(taken=True)
        return answer, kind == LAST or self._late or self._channel.poll()

    def end(self) -> None:
        """Kill the child and whatever it forked; harmless when they have ended before."""
        with self._lock:
            if self._gone:
                return
            self._gone = True
            _kill_group(self._process.pid)
            self._process.kill()
            self._process.join()
            self._channel.close()

    def strike(self) -> None:
        """Called by the watch when the time is over, from its own thread."""
        with self._lock:
            if not self._gone:
                self._late = True
                _kill_group(self._process.pid)
                self._process.kill()
                _shut(self._channel.fileno())

    def _send(self, call: bytes) -> None:
        try:
            self._channel.send_bytes(call)
        except OSError:
            self._raise(taken=False)

    def _receive(self, expected: bytes, taken: bool) -> None:
        if self._bytes(taken) != expected:
            self._raise(taken=True)

    def _bytes(self, taken: bool) -> bytes:
        try:
            # A forked copy may hold the channel open, so the end of the child itself counts too.
            wait([self._channel, self._process.sentinel])
            if self._channel.poll():
                return self._channel.recv_bytes(self._limits.answer)
        except (EOFError, OSError):
            pass
        self._raise(taken)
        raise AssertionError("unreachable")

    def _raise(self, taken: bool) -> None:
        late = self._late
        self.end()
        raise Late if late else Dead(self._process.exitcode, taken)


class _Watch:
    """Kills the child when the `with` block takes longer than some seconds."""

    def __init__(self, child: Child, seconds: float) -> None:
        self._timer = Timer(seconds, child.strike)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _kill_group(leader: int | None) -> None:
    try:
        if leader:
            os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _shut(channel: int) -> None:
    # Wakes whoever reads or writes there; closing would not.
    with socket.socket(fileno=os.dup(channel)) as connection:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
