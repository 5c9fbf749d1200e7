"""The state of one run of ingestion."""

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, func, or_, select

from catalog.ingest.flatten import RULES
from catalog.ingest.options import IngestOptions, Progress
from catalog.ingest.parsing import ParsePool
from catalog.ingest.readers import fingerprint_of
from catalog.ingest.record import Recorded
from catalog.ingest.register import LEASE_SECONDS
from catalog.ingest.sources import READ_AGAIN, UNREADABLE
from catalog.store.database import Database
from catalog.store.tables import source


@dataclass
class Run:
    """What the steps of a run share: its parts, and what it has done so far."""

    database: Database
    pool: ParsePool
    options: IngestOptions
    progress: Progress | None = None
    began: float = field(default_factory=time.monotonic)
    lease_seconds: float = LEASE_SECONDS
    locations: set[int] = field(default_factory=set)
    unreadable: set[int] = field(default_factory=set)  # of these, those that could not be read
    recorded: Recorded = field(default_factory=Recorded)
    children: int = 0  # locations added because a descriptor names them
    done: int = 0  # files of locations that are finished
    _tried_again: set[int] = field(default_factory=set)

    @property
    def owner(self) -> str:
        return self.options.lease_owner or f"{socket.gethostname()[:40]}:{os.getpid()}"

    @property
    def fingerprint(self) -> str:
        """Of everything that decides what equal bytes mean."""
        return f"{RULES}:{self.pool.fingerprint}"[:64]

    def fingerprint_of(self, reader: str) -> str:
        """The same for a file that a plugin's reader reads (empty: for descriptors)."""
        return fingerprint_of(reader, self.fingerprint, self.options.readers)

    def may_skip(self, location_id: int) -> bool:
        """Whether an equal token means that there is nothing to do: all was read as it would be."""
        titles = ["", *(it.title for it in self.options.readers.readers)]
        current = [
            and_(source.c.reader == it, source.c.fingerprint == self.fingerprint_of(it))
            for it in titles
        ]
        stale = or_(~or_(*current), source.c.digest.in_([READ_AGAIN, UNREADABLE]))
        with self.database.read() as connection:
            count = connection.scalar(
                select(func.count()).where(source.c.location_id == location_id, stale)
            )
        return not count

    def not_tried_again(self, waiting: Callable[[Connection], set[int]]) -> list[int]:
        """Those of the waiting locations that this run has not yet read a second time."""
        with self.database.read() as connection:
            again = sorted(waiting(connection) - self._tried_again)
        self._tried_again.update(again)
        return again

    def report_progress(self, finished: int, found: int) -> None:
        if self.progress:
            self.progress(self.done + finished, self.done + found)
