"""When which function of a plugin asks which upstream: rows of the table `refresh`."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, select, update

from catalog.refresh.connections import FROM_THE_START
from catalog.refresh.outcomes import JITTER, pause_after
from catalog.refresh.rows import asked_of, at_once
from catalog.store.leases import REQUESTED
from catalog.store.plugin_tables import connection as connection_table
from catalog.store.plugin_tables import plugin as plugin_table
from catalog.store.plugin_tables import refresh
from descriptors.problems import Problem
from plugins import api
from plugins.host.loading import LoadedPlugin

# Beside its deadline a call may wait for its turn, and for a child to start.
WAITING_SECONDS = 120.0


class Upstream(NamedTuple):
    """What is asked one call after the other: a connection (0: none) of a plugin."""

    plugin: str
    connection_id: int


class LeaseLost(Exception):
    """Another process took over what this one was too slow with."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A call that is this process's to make. `chain_since`: it goes on with pages of a report."""

    id: int
    name: str
    upstream: Upstream
    entity_id: int
    cursor: str
    failures: int
    started_at: float
    chain_since: float | None

    @property
    def begun_at(self) -> float:
        """When the report began of which this is a page, perhaps the first."""
        return self.started_at if self.chain_since is None else self.chain_since


def upstreams_due(
    connection: Connection, plugins: Sequence[LoadedPlugin], now: float
) -> list[Upstream]:
    """Those of which something is due and nothing is being asked."""
    names = [plugin.name for plugin in plugins]
    due = select(refresh.c.plugin, refresh.c.connection_id).where(
        refresh.c.next_at <= now, refresh.c.plugin.in_(names)
    )
    busy = select(refresh.c.plugin, refresh.c.connection_id).where(refresh.c.lease_until >= now)
    taken = set(map(tuple, connection.execute(busy)))
    return [Upstream(*row) for row in connection.execute(due.distinct()) if tuple(row) not in taken]


def lease(
    connection: Connection, plugin: LoadedPlugin, upstream: Upstream, owner: str, now: float
) -> Leased | None:
    """Take what has waited longest; None where nothing is due, or somebody asks this upstream."""
    _lock(connection, upstream)
    mine = (refresh.c.plugin == upstream.plugin, refresh.c.connection_id == upstream.connection_id)
    busy = select(refresh.c.id).where(*mine, refresh.c.lease_until >= now).limit(1)
    due = select(refresh).where(*mine, refresh.c.next_at <= now)
    row = connection.execute(due.order_by(refresh.c.next_at, refresh.c.id).limit(1)).first()
    declared = asked_of(plugin)
    if row is None or row.name not in declared or connection.execute(busy).first() is not None:
        return None
    until = now + declared[row.name].deadline + WAITING_SECONDS
    taken = {"lease_owner": owner, "lease_until": until, "last_started_at": now, "next_at": until}
    if row.chain_since is None:
        taken["again_at"] = None  # this call sees what it was to see
    connection.execute(update(refresh).where(refresh.c.id == row.id).values(taken))
    return Leased(
        *(row.id, row.name, upstream, row.entity_id, row.cursor, row.failures),
        started_at=now,
        chain_since=row.chain_since,
    )


def record_answer(
    connection: Connection, it: Leased, owner: str, report: api.Report, every: float, now: float
) -> None:
    """Note a good answer, in the transaction that keeps it: from then on its cursor counts.

    Raises LeaseLost.
    """
    after = now if report.more else now + every * random.uniform(1 - JITTER, 1 + JITTER)
    _finish(
        connection,
        it,
        owner,
        cursor=report.cursor,
        chain_since=it.begun_at if report.more else None,
        state="ok",
        failures=0,
        last_error=None,
        last_ok_at=now,
        seconds=now - it.started_at,
        next_at=after if report.more else _or_sooner(after),
        again_at=refresh.c.again_at if report.more else None,
    )


def record_failure(
    connection: Connection, it: Leased, owner: str, wrong: Problem, wait: float, now: float
) -> None:
    """Note that there was no answer; what was known stays. Asked again with back-off, or (if it
    rests) in `wait` seconds. Raises LeaseLost."""
    pause = wait or pause_after(it.failures)
    _finish(
        connection,
        it,
        owner,
        state="failing",
        failures=refresh.c.failures + (0 if wait else 1),
        last_error=json.dumps(wrong.as_json()),
        seconds=now - it.started_at,
        next_at=now + pause if it.chain_since else _or_sooner(now + pause),
    )


def give_back(connection: Connection, it: Leased, owner: str) -> None:
    """Have it asked by whoever looks next. Raises LeaseLost."""
    _finish(connection, it, owner, next_at=REQUESTED)


def request(connection: Connection, plugin: str, *, from_the_start: bool = False) -> int:
    """Have all upstreams of a plugin asked at once; gives how many calls that is."""
    values = {**at_once(), **(FROM_THE_START if from_the_start else {})}
    mine = refresh.c.plugin == plugin
    return connection.execute(update(refresh).where(mine).values(values)).rowcount


def _lock(connection: Connection, upstream: Upstream) -> None:
    """Of two processes that look at once, the second waits and then sees what the first took."""
    if upstream.connection_id:
        rows = select(connection_table.c.id).where(connection_table.c.id == upstream.connection_id)
    else:
        rows = select(plugin_table.c.name).where(plugin_table.c.name == upstream.plugin)
    connection.execute(rows.with_for_update()).all()


def _or_sooner(at: float) -> ColumnElement[float]:
    """That time, or the one for which it was asked for while the call or chain went on."""
    return case((refresh.c.again_at < at, refresh.c.again_at), else_=at)


def _finish(connection: Connection, it: Leased, owner: str, **values: Any) -> None:
    held = (refresh.c.lease_owner == owner, refresh.c.last_started_at == it.started_at)
    done = connection.execute(
        update(refresh)
        .where(refresh.c.id == it.id, *held)
        .values(**values, lease_owner=None, lease_until=None)
    )
    if not done.rowcount:
        raise LeaseLost(it.name)
