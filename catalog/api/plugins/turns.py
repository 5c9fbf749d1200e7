"""How many requests may wait for plugins at once: the others find the server as quick as ever."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.api.errors import PluginRests

OF_ONE, OF_ALL = 2, 4  # requests that wait for one plugin, and for any
TRY_AGAIN = 1.0  # seconds


class Turns:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Counter[str] = Counter()

    @contextmanager
    def one(self, plugin: str) -> Iterator[None]:
        """Held while a request waits for a plugin. Raises PluginRests where too many do."""
        with self._lock:
            if self._waiting[plugin] >= OF_ONE or self._waiting.total() >= OF_ALL:
                raise PluginRests(f"The plugin {plugin} has enough to do; try again", TRY_AGAIN)
            self._waiting[plugin] += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting[plugin] -= 1
