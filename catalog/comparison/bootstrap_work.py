"""Bootstraps that were left to the worker: one after the other, in a thread of its own."""

import logging
import threading
import time

from catalog.comparison.bootstrap_rows import forget_unused, take_next
from catalog.comparison.bootstrap_turns import work_on
from catalog.errors import DatabaseUnavailable
from catalog.store.database import Database

log = logging.getLogger(__name__)

POLL = 0.5  # seconds between looks at what is due
TIDY_EVERY = 600.0
PAUSE = 10.0  # seconds after the database was not there
FAREWELL = 10.0  # seconds for what goes on to end when it is told to


class BootstrapWork:
    """Computes whatever is due until it is stopped; what is cut off is done by the next process."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database, self._owner = database, owner
        self._stopping = threading.Event()
        self._tidied = -TIDY_EVERY
        self._thread = threading.Thread(target=self._work, name="bootstraps", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(FAREWELL)

    def _work(self) -> None:
        while not self._stopping.wait(POLL):
            try:
                self._tidy()
                while not self._stopping.is_set() and self._one():
                    pass
            except DatabaseUnavailable as error:
                log.warning("%s; examples are compared later", error)
                self._stopping.wait(PAUSE)
            except Exception:  # a fault of ours: it must neither end this thread nor go unseen
                log.exception("taking a comparison of examples failed")
                self._stopping.wait(PAUSE)

    def _one(self) -> bool:
        """Whether there was one to do."""
        turn = self._database.transact(lambda it: take_next(it, self._owner, time.time()))
        if turn is None:
            return False
        work_on(self._database, turn, self._stopping)
        return True

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied > TIDY_EVERY:
            self._database.transact(lambda it: forget_unused(it, time.time()))
            self._tidied = time.monotonic()
