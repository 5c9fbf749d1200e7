"""How plugins are: what people and the API are told of them. Read from the record alone, so that
every process can tell it."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, case, func, select

from catalog.refresh.connections import Connected, connections
from catalog.refresh.due import checking, describing
from catalog.store.database import Database
from catalog.store.plugin_tables import attachment, refresh
from catalog.store.plugin_tables import plugin as plugin_table
from catalog.store.reader import Reader
from catalog.store.tables import due, entity, problem
from descriptors.problems import Problem

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class RefreshView:
    """One function that asks one upstream. Of one that asks for each entity by itself: how many
    `calls` there are, how many of them fail, and the best and worst of their times."""

    name: str
    state: str  # new | ok | failing
    calls: int
    failing: int
    last_error: Problem | None
    last_started_at: float | None
    last_ok_at: float | None
    seconds: float | None
    next_at: float
    is_running: bool


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """An upstream server; `id` 0 stands for calls that need none."""

    id: int
    name: str
    url: str
    secret_from: str
    added_by: str
    refreshes: tuple[RefreshView, ...]


@dataclass(frozen=True, slots=True)
class DueView:
    """Entities that wait to be described or checked; `failing` of them were tried in vain."""

    due: int = 0
    failing: int = 0
    next_at: float | None = None


@dataclass(frozen=True, slots=True)
class PluginView:
    """A plugin; `state` is ok, failing, disabled or removed. `attachments` are what it knows now,
    of so many `entities`; `problems` what it finds wrong."""

    name: str
    version: str
    state: str
    last_error: Problem | None
    seen_at: float
    connections: tuple[ConnectionView, ...]
    describe: DueView
    check: DueView
    attachments: int
    entities: int
    problems: int


def plugin_views(db: Database) -> list[PluginView]:
    """All plugins that were ever seen, by name."""
    with db.read() as connection:
        rows = connection.execute(select(plugin_table).order_by(plugin_table.c.name)).all()
        return [_view(connection, row) for row in rows]


def plugin_view(db: Database, name: str) -> PluginView | None:
    with db.read() as connection:
        rows = select(plugin_table).where(plugin_table.c.name == name)
        row = connection.execute(rows).one_or_none()
        return _view(connection, row) if row else None


def problems_of_plugin(
    db: Database, reader: Reader, name: str, limit: int = MOST_PROBLEMS
) -> tuple[Problem, ...]:
    """What a plugin finds wrong, and which of its calls failed, newest first."""
    # By ref: it may have been said before there was such an entity.
    hidden = select(entity.c.id).where(entity.c.ref == problem.c.entity_ref, ~reader.may_see())
    rows = (
        select(problem)
        .where(_said_by(name), ~hidden.exists())
        .order_by(problem.c.since.desc(), problem.c.id)
        .limit(limit)
    )
    fields = Problem.__dataclass_fields__
    with db.read() as connection:
        found = connection.execute(rows).all()
    return tuple(Problem(**{it: getattr(row, it) for it in fields}) for row in found)


def _view(connection: Connection, row: Any) -> PluginView:
    servers = _connections(connection, row.name)
    known = connection.execute(
        select(func.count(), func.count(attachment.c.entity_id.distinct())).where(
            attachment.c.plugin == row.name, attachment.c.until.is_(None)
        )
    ).one()
    wrong = select(func.count()).select_from(problem).where(_said_by(row.name))
    view = PluginView(
        name=row.name,
        version=row.version,
        state="ok",
        last_error=_problem(row.last_error),
        seen_at=row.seen_at,
        connections=servers,
        describe=_due(connection, describing(row.name)),
        check=_due(connection, checking(row.name)),
        attachments=known[0],
        entities=known[1],
        problems=connection.scalar(wrong) or 0,
    )
    return replace(view, state=_state(row, view))


def _state(row: Any, view: PluginView) -> str:
    if not row.installed:
        return "removed"
    if not row.enabled:
        return "disabled"
    asked = [it for server in view.connections for it in server.refreshes]
    return "failing" if row.last_error or any(it.failing for it in asked) else "ok"


def _connections(connection: Connection, name: str) -> tuple[ConnectionView, ...]:
    asked = _refreshes(connection, name)
    servers = connections(connection, name)
    if asked.keys() - {it.id for it in servers}:
        servers.append(Connected(0, name, "", ""))
    return tuple(
        ConnectionView(
            *(it.id, it.name, it.url, it.secret_from, it.added_by), tuple(asked.get(it.id, ()))
        )
        for it in servers
    )


def _refreshes(connection: Connection, name: str) -> Mapping[int, Sequence[RefreshView]]:
    failing = refresh.c.state == "failing"
    rows = connection.execute(
        select(
            *(refresh.c.connection_id, refresh.c.name, func.count().label("calls")),
            func.sum(case((failing, 1), else_=0)).label("failing"),
            func.max(case((failing, refresh.c.last_error))).label("last_error"),
            func.max(refresh.c.last_started_at).label("last_started_at"),
            func.max(refresh.c.last_ok_at).label("last_ok_at"),
            func.max(refresh.c.seconds).label("seconds"),
            func.min(refresh.c.next_at).label("next_at"),
            func.max(refresh.c.lease_until).label("lease_until"),
        )
        .where(refresh.c.plugin == name)
        .group_by(refresh.c.connection_id, refresh.c.name)
        .order_by(refresh.c.connection_id, refresh.c.name)
    )
    found: dict[int, list[RefreshView]] = defaultdict(list)
    for row in rows:
        found[row.connection_id].append(_refresh(row))
    return found


def _refresh(row: Any) -> RefreshView:
    state = "failing" if row.failing else "ok" if row.last_ok_at else "new"
    return RefreshView(
        name=row.name,
        state=state,
        calls=row.calls,
        failing=row.failing,
        last_error=_problem(row.last_error),
        last_started_at=row.last_started_at,
        last_ok_at=row.last_ok_at,
        seconds=row.seconds,
        next_at=row.next_at,
        is_running=(row.lease_until or 0.0) > time.time(),
    )


def _due(connection: Connection, consumer: str) -> DueView:
    tried = case((due.c.attempts > 0, 1), else_=0)
    counts = select(func.count(), func.sum(tried), func.min(due.c.not_before))
    row = connection.execute(counts.where(due.c.consumer == consumer)).one()
    return DueView(row[0], row[1] or 0, row[2])


def _said_by(name: str) -> ColumnElement[bool]:
    return problem.c.said_by.startswith(f"{name} ", autoescape=True)


def _problem(text: str | None) -> Problem | None:
    if not text:
        return None
    value = orjson.loads(text)
    ref = value.pop("entityRef", "")
    return Problem(**value, entity_ref=ref)
