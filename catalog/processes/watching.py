"""Files and folders that people save in: seen at once, not when they are next due."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy import select

from catalog.ingest.register import request_read
from catalog.locations import LocationSpec, watch
from catalog.store.database import Database
from catalog.store.tables import location
from descriptors.patterns import Patterns

log = logging.getLogger(__name__)

LOOK_AGAIN = 2.0  # seconds between looks at which locations there are
LOCAL = ("file", "folder")


class Watcher:
    """Has watched locations read when something in them changes; follows the register."""

    def __init__(
        self, database: Database, patterns_for: Callable[[tuple[str, ...]], Patterns]
    ) -> None:
        self._patterns_for = patterns_for
        self._database = database
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _follow(self) -> None:
        watching: tuple[dict[LocationSpec, int], threading.Event, threading.Thread] | None = None
        while not self._stopping.is_set():
            specs = self._watched()
            if watching is None or watching[0] != specs:
                _end(watching)
                watching = self._begin(specs)
            self._stopping.wait(LOOK_AGAIN)
        _end(watching)

    def _begin(
        self, specs: dict[LocationSpec, int]
    ) -> tuple[dict[LocationSpec, int], threading.Event, threading.Thread]:
        stop = threading.Event()

        def changed(spec: LocationSpec) -> None:
            self._database.transact(lambda connection: request_read(connection, specs[spec]))

        thread = threading.Thread(
            target=watch, args=(list(specs), changed, stop, self._patterns_for), daemon=True
        )
        thread.start()
        return specs, stop, thread

    def _watched(self) -> dict[LocationSpec, int]:
        with self._database.read() as connection:
            rows = connection.execute(select(location).where(location.c.type.in_(LOCAL)))
            return {
                LocationSpec(
                    row.type, row.target, row.ref, tuple(row.patterns.splitlines())
                ): row.id
                for row in rows
            }


def _end(watching: tuple[object, threading.Event, threading.Thread] | None) -> None:
    if watching is not None:
        _, stop, thread = watching
        stop.set()
        thread.join()
