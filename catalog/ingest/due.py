"""What a worker reads: the locations that are due, round after round.

Those of this machine are read at once. Those of other hosts are begun, and go on while the worker
does other things: each round writes what they have found by then, and waits for none of them.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

from catalog.ingest.opening import begin
from catalog.ingest.options import IngestOptions
from catalog.ingest.orphans import sweep_orphans
from catalog.ingest.parsing import ParsePool
from catalog.ingest.reading import steps_of, write_all
from catalog.ingest.register import IS_HERE, LEASE_SECONDS, lease, lease_due_locations
from catalog.ingest.report import report_of
from catalog.ingest.run import Run
from catalog.ingest.side_by_side import SideBySide
from catalog.store.database import Database
from catalog.store.tables import location

log = logging.getLogger(__name__)

AT_ONCE = 4  # locations of this machine that are claimed for one round


@dataclass
class DueLocations:
    """Reads locations when they are due. Those that descriptors name are due when they are added,
    those that lost a ref when it is free."""

    database: Database
    hold_every: float = LEASE_SECONDS / 3
    _hosts: SideBySide = field(default_factory=SideBySide)
    _held_at: float = field(default_factory=time.monotonic)

    def read(self, pool: ParsePool, options: IngestOptions) -> bool:
        """One round; whether there was anything to do."""
        self._keep_leases(options)
        begun = self._begin_elsewhere(pool, options)
        read = self._read_here(pool, options)
        written = self._write_what_is_found()
        return begun or read or written

    def wait(self, seconds: float) -> None:
        """Until another host has been heard, or the time is over."""
        self._hosts.wait(seconds)

    def sweep_orphans(self, options: IngestOptions) -> set[int]:
        """Delete orphans, unless something is half read: what it gave up may be in the half that
        is still to come."""
        half_read = any(it.has_written for it in self._hosts)
        return set() if half_read else sweep_orphans(self.database, options)

    def close(self) -> None:
        self._hosts.close()

    def _read_here(self, pool: ParsePool, options: IngestOptions) -> bool:
        owner = options.lease_owner
        ids = lease_due_locations(self.database, owner, AT_ONCE, which=[IS_HERE])
        run = Run(self.database, pool, options)
        for location_id in ids:
            if at := begin(run, location_id):
                write_all(steps_of(run, at))
        if ids:
            self._finish(run)
        return bool(ids)

    def _begin_elsewhere(self, pool: ParsePool, options: IngestOptions) -> bool:
        begun = False
        while self._hosts.has_room() and (
            ids := lease_due_locations(self.database, options.lease_owner, which=self._free())
        ):
            run = Run(self.database, pool, options)
            if at := begin(run, ids[0]):
                self._hosts.begin(run, at)
            begun = True
        return begun

    def _free(self) -> Sequence[ColumnElement[bool]]:
        """Which locations of other hosts may be begun now."""
        busy = [it.target for it in self._hosts]
        return [
            ~IS_HERE,
            location.c.target.not_in(busy),
            *(
                ~location.c.target.startswith(it, autoescape=True)
                for it in self._hosts.full_hosts()
            ),
        ]

    def _write_what_is_found(self) -> bool:
        any_written = False
        while it := self._hosts.write_next(wait=False):
            any_written = True
            if not self._hosts.is_underway(it):
                self._finish(it.run)
        return any_written

    def _finish(self, run: Run) -> None:
        report = report_of(run, self.sweep_orphans(run.options))
        if report.changed:
            count, counts = len(run.locations), report.entities
            log.info(
                "read %s: %s created, %s updated, %s removed, %s problems",
                *("1 location" if count == 1 else f"{count} locations", counts.created),
                *(counts.updated, counts.removed, len(report.problems)),
            )

    def _keep_leases(self, options: IngestOptions) -> None:
        """A host may be slow for longer than a lease lasts."""
        if time.monotonic() - self._held_at < self.hold_every:
            return
        self._held_at = time.monotonic()
        if ids := [it.location_id for it in self._hosts]:
            owner = options.lease_owner
            self.database.transact(lambda connection: lease(connection, ids, owner, LEASE_SECONDS))
