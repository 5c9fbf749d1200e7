"""The register of locations: which there are, when each is read, and how the last time went."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)

from catalog.locations.spec import LocationSpec
from catalog.store.database import Database
from catalog.store.leases import REQUESTED, back_off
from catalog.store.proposals import TYPE as PROPOSALS
from catalog.store.said import SAID, said
from catalog.store.tables import location, problem, source
from descriptors.problems import Problem

PROVIDER = "provider"  # who added what plugins provide
LEASE_SECONDS = 300.0
# Of rows, what `is_here` says.
IS_HERE = or_(
    location.c.type.in_(("file", "folder", PROPOSALS)),
    and_(location.c.type == "git", location.c.target.startswith("/")),
)


@dataclass(frozen=True)
class RegisteredLocation:
    id: int
    spec: LocationSpec
    token: str
    added_by: str
    parent_source_id: int | None
    failures: int


def add_location(
    connection: Connection, spec: LocationSpec, added_by: str, parent_source_id: int | None = None
) -> tuple[int, bool]:
    """The id of the location, and whether it is new. One that people add stays when the
    descriptor that also names it goes, or the plugin that also provides it does so no more."""
    found = connection.execute(select(location).where(*_is(spec))).first()
    if found is None:
        new = {**_columns(spec), "added_by": added_by, "parent_source_id": parent_source_id}
        added = insert(location).values(**new, created_at=time.time()).returning(location.c.id)
        return connection.execute(added).scalar_one(), True
    asked_for = parent_source_id is None and added_by != PROVIDER
    if asked_for and (found.parent_source_id is not None or found.added_by == PROVIDER):
        connection.execute(
            update(location)
            .where(location.c.id == found.id)
            .values(added_by=added_by, parent_source_id=None)
        )
    return int(found.id), False


def registered(connection: Connection, ids: Sequence[int]) -> list[RegisteredLocation]:
    """Those of `ids` that exist, in that order."""
    rows = connection.execute(select(location).where(location.c.id.in_(ids))).all()
    found = {row.id: _registered(row) for row in rows}
    return [found[location_id] for location_id in ids if location_id in found]


def is_here(spec: LocationSpec) -> bool:
    """Whether no other host is asked for what it holds."""
    return spec.is_local or spec.type == PROPOSALS


def origin_ref(connection: Connection, at: RegisteredLocation) -> str:
    """Backstage's `<type>:<target>` of the location that people added and that led to this one."""
    while at.parent_source_id is not None:
        above = select(source.c.location_id).where(source.c.id == at.parent_source_id)
        found = registered(connection, list(connection.scalars(above)))
        if not found:
            break
        at = found[0]
    return f"{'file' if at.spec.is_local else 'url'}:{at.spec.target}"


def request_read(connection: Connection, location_id: int) -> bool:
    """Have a location read as soon as a worker is free, whole; False if there is none."""
    done = connection.execute(
        update(location)
        .where(location.c.id == location_id)
        .values(next_read_at=REQUESTED, failures=0, token="")
    )
    return done.rowcount > 0


def lease_due_locations(
    database: Database,
    owner: str,
    limit: int = 1,
    seconds: float = LEASE_SECONDS,
    which: Sequence[ColumnElement[bool]] = (),
) -> list[int]:
    """Claim locations that are due for reading; nobody else is given them until the lease ends."""
    now = time.time()
    free = or_(location.c.lease_until.is_(None), location.c.lease_until < now)

    def claim(connection: Connection) -> list[int]:
        ids = connection.scalars(
            select(location.c.id)
            .where(location.c.next_read_at <= now, free, *which)
            .order_by(location.c.next_read_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        lease(connection, ids, owner, seconds)
        return list(ids)

    return database.transact(claim)


def lease(connection: Connection, ids: Sequence[int], owner: str, seconds: float) -> int:
    """Take locations whoever has them: a person who asks does not wait for the schedule. Gives how
    many of them there are."""
    held = connection.execute(
        update(location)
        .where(location.c.id.in_(ids))
        .values(lease_owner=owner, lease_until=time.time() + seconds)
    )
    return held.rowcount


def give_back(connection: Connection, location_id: int) -> None:
    """Leave a location to whoever is free, to be read at once."""
    connection.execute(
        update(location)
        .where(location.c.id == location_id)
        .values(next_read_at=REQUESTED, lease_owner=None, lease_until=None)
    )


def begin_read(
    connection: Connection, location_id: int, owner: str, seconds: float
) -> RegisteredLocation | None:
    """Lease a location that is about to be read; None if there is none. From here on a request to
    read it is one to read it again."""
    lease(connection, [location_id], owner, seconds)
    connection.execute(
        update(location)
        .where(location.c.id == location_id)
        .values(next_read_at=time.time() + seconds)
    )
    return next(iter(registered(connection, [location_id])), None)


def record_success(
    connection: Connection, location_id: int, token: str, commit: str, every: float
) -> None:
    """Note a good reading; the next one is due in `every` seconds, or now if it was asked for
    while this one went on."""
    now = time.time()
    asked = location.c.next_read_at == REQUESTED
    connection.execute(
        update(location)
        .where(location.c.id == location_id)
        .values(
            token=case((asked, ""), else_=token[:255]),
            commit=commit,
            state="ok",
            last_error=None,
            failures=0,
            last_read_at=now,
            last_ok_at=now,
            next_read_at=case((asked, REQUESTED), else_=now + every),
            lease_owner=None,
            lease_until=None,
        )
    )
    _forget_problem(connection, location_id)


def record_failure(connection: Connection, location_id: int, wrong: Problem) -> None:
    """Note that a location can't be read; what it declared stays. Tried again with back-off."""
    now = time.time()
    failures = connection.scalar(select(location.c.failures).where(location.c.id == location_id))
    connection.execute(
        update(location)
        .where(location.c.id == location_id)
        .values(
            state="failing",
            last_error=json.dumps(wrong.as_json()),
            failures=location.c.failures + 1,
            last_read_at=now,
            next_read_at=now + back_off(failures or 0),
            lease_owner=None,
            lease_until=None,
        )
    )
    _forget_problem(connection, location_id)
    connection.execute(insert(problem).values(**_problem_columns(wrong, location_id, now)))


def _forget_problem(connection: Connection, location_id: int) -> None:
    connection.execute(
        delete(problem).where(problem.c.location_id == location_id, problem.c.source_id.is_(None))
    )


def _problem_columns(wrong: Problem, location_id: int, now: float) -> dict[str, object]:
    columns = dict(zip(SAID, said(wrong), strict=True))
    return {**columns, "location_id": location_id, "since": now}


def _registered(row: Row[Any]) -> RegisteredLocation:
    spec = LocationSpec(row.type, row.target, row.ref, tuple(row.patterns.splitlines()))
    return RegisteredLocation(
        row.id, spec, row.token, row.added_by, row.parent_source_id, row.failures
    )


def _columns(spec: LocationSpec) -> dict[str, str]:
    return {
        "type": spec.type,
        "target": spec.target,
        "ref": spec.ref,
        "patterns": "\n".join(spec.patterns),
    }


def _is(spec: LocationSpec) -> list[ColumnElement[bool]]:
    return [location.c[name] == value for name, value in _columns(spec).items()]
