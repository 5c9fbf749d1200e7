"""What is to be asked of which upstream: a row of the table `refresh` for each call."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, case, delete, func, select, update

from catalog.attachments.names import of_connection
from catalog.attachments.record import end_others
from catalog.refresh.connections import connections
from catalog.refresh.matching import are_for, some_are_for
from catalog.refresh.problems import end_other_problems, said_by
from catalog.refresh.rows import goes_on, of_provider
from catalog.store.among import among
from catalog.store.due import stitch_again
from catalog.store.plugin_tables import refresh
from catalog.store.rows import insert_rows
from catalog.store.tables import entity
from plugins import api
from plugins.host.loading import LoadedPlugin

# What is asked about entities that changed is asked soon, but not for each change.
SOON_SECONDS = 30.0
COLUMNS = ("plugin", "name", "connection_id", "entity_id", "cursor", "state", "failures", "next_at")


def plan(connection: Connection, plugin: LoadedPlugin, now: float) -> None:
    """Have a row for all that is to be asked of a plugin, and none for what is not."""
    servers = [it.id for it in connections(connection, plugin.name)]
    wanted = set[tuple[str, int, int]]()
    for it in plugin.refreshes:
        if it.per == "connection":
            wanted |= {(it.name, server, 0) for server in servers}
        else:
            first = servers[0] if servers else 0
            wanted |= {(it.name, first, about) for about in _annotated(connection, it)}
    named = {of_provider(it) for it in plugin.providers}
    wanted |= {(name, server, 0) for name in named for server in servers or [0]}
    mine = refresh.c.plugin == plugin.name
    shown = (refresh.c.id, refresh.c.name, refresh.c.connection_id, refresh.c.entity_id)
    held = {tuple(row[1:]): row.id for row in connection.execute(select(*shown).where(mine))}
    new = [(plugin.name, *key, "", "new", 0, now) for key in sorted(wanted - held.keys())]
    insert_rows(connection, refresh, COLUMNS, new, "ON CONFLICT DO NOTHING")
    _drop(connection, plugin, {key: held[key] for key in held.keys() - wanted}, now)


def ask_soon(
    connection: Connection, plugin: LoadedPlugin, ids: Collection[int], now: float
) -> None:
    """Have upstreams asked soon about entities that are new or changed; those that fail are left
    alone until their time."""
    planned = select(refresh.c.name).where(refresh.c.plugin == plugin.name).distinct()
    asked = set(connection.scalars(planned)) if plugin.refreshes else ()
    for it in plugin.refreshes:
        if not it.annotations or it.name not in asked:
            continue
        which = (some_are_for(connection, ids, (), it.annotations), entity.c.deleted_at.is_(None))
        about = set(connection.scalars(select(entity.c.id).where(*which)))
        if about:
            _have_asked(connection, plugin.name, it.name, about, now)


def _have_asked(
    connection: Connection, plugin: str, name: str, about: Collection[int], now: float
) -> None:
    again = refresh.c.last_started_at + SOON_SECONDS
    soon = case((again > now, again), else_=now)
    asking = (
        refresh.c.plugin == plugin,
        refresh.c.name == name,
        among(connection, refresh.c.entity_id, {0, *about}),
    )
    waits = (~goes_on(), refresh.c.failures == 0, refresh.c.next_at > soon)
    connection.execute(update(refresh).where(*asking, *waits).values(next_at=soon))
    too_early = (goes_on(), func.coalesce(refresh.c.again_at > soon, True))
    connection.execute(update(refresh).where(*asking, *too_early).values(again_at=soon))


def _annotated(connection: Connection, it: api.Refresh) -> Iterable[int]:
    if not it.annotations:
        return []
    which = (are_for((), it.annotations), entity.c.deleted_at.is_(None))
    return connection.scalars(select(entity.c.id).where(*which))


def _drop(connection: Connection, plugin: LoadedPlugin, gone: dict[Any, int], now: float) -> None:
    """What was said by a refresh, or about an entity, that is not asked any more is over."""
    connection.execute(delete(refresh).where(among(connection, refresh.c.id, gone.values())))
    for name, server, about in gone:
        source = of_connection(server)
        if about:
            end_others(connection, plugin.name, source, (), now, entity_id=about)
        said = said_by(plugin.name, source, name)
        stitch_again(connection, end_other_problems(connection, [said], entity_id=about))
