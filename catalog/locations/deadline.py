"""A moment after which a conversation is cut off, wherever it has got to.

A socket's own time-out begins anew with every byte, so that a server which sends one byte a second
would be listened to for ever.
"""

import socket
from threading import Lock, Timer
from time import monotonic
from typing import Self


class Deadline:
    """Shuts the guarded socket down when the time is over."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._until = monotonic() + seconds
        self._socket: socket.socket | None = None
        self._lock = Lock()
        self._timer = Timer(seconds, self._strike)
        self._timer.daemon = True

    def left(self) -> float:
        """Seconds until then; never quite zero, which sockets take for "don't wait"."""
        return max(self._until - monotonic(), 0.001)

    def guard(self, connection: socket.socket) -> None:
        """Watch this socket from now on, instead of the one before."""
        with self._lock:
            self._socket = connection
            if self.passed:
                _shut(connection)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def _strike(self) -> None:
        with self._lock:
            self.passed = True
            if self._socket:
                _shut(self._socket)


def _shut(connection: socket.socket) -> None:
    # Not the method of a TLS socket: that one forgets its TLS while another thread reads.
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return
