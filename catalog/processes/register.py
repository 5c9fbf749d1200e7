"""The changes to locations that people ask a running ML Home for; a worker carries them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.ingest.orphans import forget_location
from catalog.ingest.register import add_location, request_read
from catalog.locations import parse_target
from catalog.store.database import Database
from descriptors.problems import Problem


@dataclass(frozen=True)
class LocationRegister:
    """`local` allows files and folders of this machine: for whoever has its command line, never
    for whoever can reach its port. `added_by` is cli, settings or api."""

    database: Database
    added_by: str
    local: bool
    git_hosts: Mapping[str, str] = field(default_factory=dict)

    def add(self, target: str, ref: str = "", patterns: Sequence[str] = ()) -> Problem | None:
        """Read from there from now on; what is wrong with the request, or None when done."""
        spec = parse_target(
            target, ref, tuple(patterns), local=self.local, git_hosts=self.git_hosts
        )
        if isinstance(spec, Problem):
            return spec
        self.database.transact(lambda connection: add_location(connection, spec, self.added_by))
        return None

    def refresh(self, location_id: int) -> bool:
        """Have it read as soon as a worker is free; False when there is no such location."""
        return self.database.transact(lambda connection: request_read(connection, location_id))

    def remove(self, location_id: int) -> bool:
        """Read from there no more: what it declared is given up; False when it isn't there."""
        return self.database.transact(lambda connection: forget_location(connection, location_id))
