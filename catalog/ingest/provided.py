"""Locations that plugins provide, beside those that people add and descriptors name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from catalog.ingest.orphans import forget_location
from catalog.ingest.register import PROVIDER, add_location
from catalog.locations import parse_target
from catalog.store.tables import location
from descriptors.problems import Problem


@dataclass(frozen=True)
class ProvidedLocations:
    """What plugins say comes from elsewhere: it may name repositories and addresses like anybody
    who reaches the port, and no file of this machine."""

    git_hosts: Mapping[str, str] = field(default_factory=dict)

    def add(
        self, connection: Connection, target: str, ref: str, patterns: Sequence[str]
    ) -> int | Problem:
        """The id of the location, new or not; or why it can't be one."""
        spec = parse_target(target, ref, tuple(patterns), local=False, git_hosts=self.git_hosts)
        if isinstance(spec, Problem):
            return spec
        return add_location(connection, spec, PROVIDER)[0]

    def remove_others(self, connection: Connection, ids: Collection[int]) -> None:
        """Read no more what was provided and is not among these; what it declared is given up."""
        provided = connection.scalars(
            select(location.c.id).where(location.c.added_by == PROVIDER)
        ).all()
        for location_id in set(provided) - set(ids):
            forget_location(connection, location_id)
