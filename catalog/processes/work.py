"""What a worker does, round after round: read what is due, stitch it, index it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog.errors import DatabaseUnavailable
from catalog.indexing import Engine, ViewsToTell, drop_old_builds, settle
from catalog.indexing.waiting import has_due, replace_if_broken
from catalog.ingest.due import DueLocations
from catalog.processes.extending import Reading
from catalog.stitching.due import stitch_all
from catalog.store.database import Database
from search.errors import IndexUnavailable

log = logging.getLogger(__name__)

POLL = 0.5  # seconds between looks at the record when nothing happens
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between tries while a part is down
TIDY_EVERY = 10.0  # seconds
COUNT_VIEWS_EVERY = 60.0  # seconds


@dataclass
class Worker:
    """One worker. Any number can share a PostgreSQL and an Elasticsearch."""

    database: Database
    engine: Engine
    reading: Callable[[], Reading]
    stopping: threading.Event
    _locations: DueLocations = field(init=False)
    _pause: float = FIRST_PAUSE
    _tidied: float = field(default=0.0)
    _views: ViewsToTell = field(default_factory=ViewsToTell)
    _counted: float = field(default=0.0)

    def __post_init__(self) -> None:
        self._locations = DueLocations(self.database)

    def run(self) -> None:
        """Work until told to stop; what is down is tried again, and nothing due is lost."""
        while not self.stopping.is_set():
            try:
                worked = self.round()
                self._pause = FIRST_PAUSE
            except (DatabaseUnavailable, IndexUnavailable) as error:
                log.warning("%s; trying again in %.0f s", error, self._pause)
                self.stopping.wait(self._pause)
                self._pause = min(2 * self._pause, LONGEST_PAUSE)
                continue
            if not worked:
                self._locations.wait(POLL)
        self._locations.close()

    def round(self) -> bool:
        """One round; whether there was anything to do. A host that is slow keeps it from nothing:
        what it says is recorded by the round in which it has said it."""
        read = self._locations.read(*self.reading())
        stitched = self.stitch()
        self._tidy()
        self._tell_views()
        return self.publish() or bool(stitched or read)

    def stitch(self) -> int:
        """Bring what was read to lists and pages, which don't wait for the index."""
        return stitch_all(self.database, at=self.reading().options.at)

    def publish(self) -> bool:
        """Index what is due; whether anything was."""
        if not has_due(self.database, self.engine):
            return False
        settle(self.database, self.engine, at=self.reading().options.at)
        return True

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied > TIDY_EVERY:
            self._locations.sweep_orphans(self.reading().options)
            if replace_if_broken(self.database, self.engine):
                log.warning("the index was damaged or missing and is made anew")
            drop_old_builds(self.database, self.engine)
            self._tidied = time.monotonic()

    def _tell_views(self) -> None:
        if time.monotonic() - self._counted > COUNT_VIEWS_EVERY:
            self._views.tell(self.database, time.time())
            self._counted = time.monotonic()
