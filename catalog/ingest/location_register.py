"""The changes to locations that people ask a running ML Home for; a worker carries them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from catalog.ingest.orphans import forget_location
from catalog.ingest.register import PROVIDER, add_location, registered, request_read
from catalog.locations import parse_target
from catalog.store.database import Database
from descriptors.problems import Problem


@dataclass(frozen=True, slots=True)
class Added:
    """`new` is False for a location that was read already."""

    id: int
    new: bool


@dataclass(frozen=True)
class LocationRegister:
    """`local` allows files and folders of this machine: for whoever has its command line, never
    for whoever can reach its port. `added_by` is cli, settings or api."""

    database: Database
    added_by: str
    local: bool
    git_hosts: Mapping[str, str] = field(default_factory=dict)

    def add(self, target: str, ref: str = "", patterns: Sequence[str] = ()) -> Added | Problem:
        """Read from there from now on; or what is wrong with the request."""
        spec = parse_target(
            target, ref, tuple(patterns), local=self.local, git_hosts=self.git_hosts
        )
        if isinstance(spec, Problem):
            return spec
        added = self.database.transact(
            lambda connection: add_location(connection, spec, self.added_by)
        )
        return Added(*added)

    def refresh(self, location_id: int) -> bool:
        """Have it read as soon as a worker is free; False when there is no such location."""
        return self.database.transact(lambda connection: request_read(connection, location_id))

    def remove(self, location_id: int) -> Problem | None:
        """Read from there no more: what it declared is given up. Why not, or None when done."""

        def unless_kept(connection: Connection) -> Problem | None:
            found = registered(connection, [location_id])
            if not found:
                return Problem("location/unknown", f"There is no location {location_id}")
            kept = self.why_kept(location_id, found[0].added_by)
            if kept is None:
                forget_location(connection, location_id)
            return kept

        return self.database.transact(unless_kept)

    def why_kept(self, location_id: int, added_by: str) -> Problem | None:
        """Why a location is not to be removed by who asks here, and who can; None where it is."""
        if added_by == "descriptor":
            return Problem(
                "location/kept",
                "This location is read because a descriptor names it",
                "Take it out of that `Location` entity: the next read then removes it",
            )
        if added_by == PROVIDER:
            return Problem(
                "location/kept",
                "This location is read because a plugin provides it",
                "Take it out of where the plugin found it, or disable the plugin",
            )
        if self.local or added_by == self.added_by:
            return None
        first = "take it out of the setting `locations`, then " if added_by == "settings" else ""
        return Problem(
            "location/kept",
            "This location was added on the machine that ML Home runs on",
            f"To remove it there, {first}run `mlhome locations remove {location_id}`",
        )
