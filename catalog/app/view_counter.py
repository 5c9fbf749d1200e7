"""Counts which entries are opened without making anyone wait for the database."""

import logging
import threading
import time
from collections import Counter

from catalog.errors import DatabaseUnavailable
from catalog.store.database import Database
from catalog.store.views import add_views

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds; a killed process loses the counts of that long
MOST = 10_000  # entries remembered while the database can't be written


class ViewCounter:
    """Collects counts and writes them now and then, in a thread of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._write_now_and_then, name="views", daemon=True)

    def __call__(self, ref: str) -> None:
        with self._lock:
            if ref in self._counts or len(self._counts) < MOST:
                self._counts[ref] += 1

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Write what is left."""
        self._stopping.set()
        self._thread.join()
        self.write()

    def write(self) -> None:
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            self._database.transact(lambda connection: add_views(connection, counts, time.time()))
        except DatabaseUnavailable as error:
            log.warning("views are counted later: %s", error)
            with self._lock:
                self._counts.update(counts)

    def _write_now_and_then(self) -> None:
        while not self._stopping.wait(EVERY):
            self.write()
