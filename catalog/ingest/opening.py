"""Opening a location that is to be read: leased first, then its snapshot is taken."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from catalog.ingest.proposed import open_proposals
from catalog.ingest.register import RegisteredLocation, begin_read
from catalog.ingest.run import Run
from catalog.locations.opening import open_snapshot
from catalog.locations.snapshot import Snapshot
from catalog.store.proposals import TYPE as PROPOSALS


class Opened(NamedTuple):
    """A location that is leased to be read. `snapshot` gives it or raises LocationUnreadable."""

    location: RegisteredLocation
    token: str  # an equal one of the snapshot means that there is nothing to read
    snapshot: Callable[[], Snapshot]


def begin(run: Run, location_id: int) -> Opened | None:
    """Lease a location; None if it is gone. Nothing is asked of its host before `snapshot` is."""
    with run.database.write() as connection:
        location = begin_read(connection, location_id, run.owner, run.lease_seconds)
    if location is None:
        return None
    run.locations.add(location_id)
    token = location.token if run.may_skip(location_id) else ""
    if location.spec.type == PROPOSALS:
        return Opened(location, token, partial(open_proposals, run.database, location.spec))
    policy = run.options.policy
    return Opened(location, token, partial(open_snapshot, location.spec, policy, token))
