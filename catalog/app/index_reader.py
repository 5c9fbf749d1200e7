"""The index as the web process reads it: whichever build is current, or none at all."""

import logging
import threading
import time
from collections.abc import Callable

from search.errors import IndexUnavailable
from search.index import SearchIndex

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds for which an answer about the current build is good enough


class IndexReader:
    """Gives the current build, opened for reading; None while there is none that can be used.

    Which build is current changes when an index is rebuilt; the one before is then closed.
    """

    def __init__(
        self, current_build: Callable[[], str | None], open_build: Callable[[str], SearchIndex]
    ) -> None:
        self._current_build = current_build
        self._open_build = open_build
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None
        self._build: str | None = None
        self._looked_at = -LOOK_AGAIN

    def __call__(self) -> SearchIndex | None:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_AGAIN:
                self._look()
                self._looked_at = time.monotonic()
            return self._index

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _look(self) -> None:
        build = self._current_build()
        if build == self._build and self._index is not None:
            return
        self._drop()
        if build is None:
            return
        try:
            self._index, self._build = self._open_build(build), build
        except IndexUnavailable as error:
            log.warning("searching without the index: %s", error)

    def _drop(self) -> None:
        if self._index is not None:
            self._index.close()
        self._index, self._build = None, None
