"""How many requests may wait for plugins at once: the others find the server as quick as ever."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.api.errors import PluginRests

AT_ONCE = 2  # half of the threads that there are by default
TRY_AGAIN = 1.0  # seconds


class Turns:
    def __init__(self) -> None:
        self._free = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Held while a request waits for a plugin. Raises PluginRests where too many do."""
        if not self._free.acquire(blocking=False):
            raise PluginRests("Plugins have enough to do; try again", TRY_AGAIN)
        try:
            yield
        finally:
            self._free.release()
