"""Keeps the worker process alive beside the web process, and never outlives it."""

import logging
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0  # seconds between a death and the next start
LONG_LIFE = 60.0  # seconds after which a death counts as the first one again
FAREWELL = 15.0  # seconds a child has to end by itself


class Supervisor:
    """Runs one command, and runs it again when it dies, ever slower if it keeps dying.

    The child is given a pipe as standard input that only ends when this process does: that is
    how it learns that it is alone, even when this process was killed.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = list(command)
        self._environment = dict(environment)
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_alive, name="supervisor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to end, wait for it, and in the end make it."""
        self._stopping.set()
        if self._child is not None:
            _end(self._child)
        self._thread.join(FAREWELL)

    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _keep_alive(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, env=self._environment
            )
            if self._stopping.is_set():  # stop() may have missed this child
                _end(self._child)
            with self._child as child:  # closes the pipe that a dead child leaves open
                status = child.wait()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - started > LONG_LIFE else pause
            log.error("the worker ended with status %s; starting it again", status)
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin is not None:
        child.stdin.close()
    try:
        child.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
