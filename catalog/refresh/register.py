"""Which plugins there are: noted when a process starts that works with them."""

import importlib.metadata
import json
from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from catalog.attachments.search_values import declare_fields
from catalog.refresh.due import forget_due, plugin_changed
from catalog.store.plugin_tables import plugin as plugin_table
from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins.api import ENTRY_POINTS
from plugins.host.loading import FailedPlugin, LoadedPlugin, Plugins

# In place of the fingerprint of a plugin that does not hear of changes: all is due when it is back.
AWAY = ""


def register_plugins(
    connection: Connection, plugins: Plugins, now: float, installed: Collection[str] = ()
) -> None:
    """Note what is loaded, what can't be, and what is gone; what those knew stays.

    Everything a new or other version may say something about is due afterwards. `installed` are
    the names that disabled ones among them are known by.
    """
    held = {row.name: row for row in connection.execute(select(plugin_table)).all()}
    for it in plugins.loaded:
        _note(connection, it, None, now, it.name in held)
        if it.name not in held or held[it.name].fingerprint != it.fingerprint:
            _begin_anew(connection, it)
    for failed in plugins.failed:
        _note(connection, failed, failed.problem, now, failed.name in held)
        forget_due(connection, failed.name)
    here = {it.name for it in plugins.loaded} | {it.name for it in plugins.failed}
    for name in held.keys() - here:
        _mark_away(connection, name, name in installed)


def welcome_back(connection: Connection, plugins: Plugins, now: float) -> None:
    """Those that were disabled and enabled again before anybody looked: nothing of theirs is kept
    until they are noted as here again."""
    away = (plugin_table.c.fingerprint == AWAY, plugin_table.c.enabled)
    names = set(connection.scalars(select(plugin_table.c.name).where(*away)))
    for it in plugins.loaded:
        if it.name in names:
            _note(connection, it, None, now, is_known=True)
            _begin_anew(connection, it)


def installed_plugins() -> frozenset[str]:
    """The names of all that are installed, whether they can be loaded or not."""
    return frozenset(it.name for it in importlib.metadata.entry_points(group=ENTRY_POINTS))


def disabled_plugins(connection: Connection) -> frozenset[str]:
    rows = select(plugin_table.c.name).where(plugin_table.c.enabled.is_(False))
    return frozenset(connection.scalars(rows))


def enable(
    connection: Connection, name: str, installed: Collection[str], now: float
) -> Problem | None:
    """Let a plugin work again; the worker makes up for what it missed."""
    return _switch(connection, name, True, installed, now)


def disable(
    connection: Connection, name: str, installed: Collection[str], now: float
) -> Problem | None:
    """Call a plugin no more; what it knew stays, marked."""
    return _switch(connection, name, False, installed, now)


def _switch(
    connection: Connection, name: str, enabled: bool, installed: Collection[str], now: float
) -> Problem | None:
    known = connection.scalar(select(plugin_table.c.name).where(plugin_table.c.name == name))
    if known is None and name not in installed:
        hint = did_you_mean(name, installed) or "see `mlhome plugins list`"
        return Problem("plugin/unknown", f"No plugin `{name}` is installed", hint)
    if known is None:
        connection.execute(insert(plugin_table).values(name=name, enabled=enabled, seen_at=now))
        return None
    here = plugin_table.c.name == name
    values = {"enabled": enabled} if enabled else {"enabled": enabled, "fingerprint": AWAY}
    connection.execute(update(plugin_table).where(here).values(values))
    return None


def note_failure(connection: Connection, name: str, wrong: Problem | None) -> None:
    """The last call of a plugin that failed, or None when all is well again."""
    text = json.dumps(wrong.as_json()) if wrong else None
    connection.execute(
        update(plugin_table)
        .where(plugin_table.c.name == name, plugin_table.c.last_error.is_distinct_from(text))
        .values(last_error=text)
    )


def _begin_anew(connection: Connection, it: LoadedPlugin) -> None:
    declare_fields(connection, it)
    plugin_changed(connection, it)


def _note(
    connection: Connection,
    it: LoadedPlugin | FailedPlugin,
    wrong: Problem | None,
    now: float,
    is_known: bool,
) -> None:
    values = {
        "version": it.version[:63],
        "fingerprint": it.fingerprint if isinstance(it, LoadedPlugin) else AWAY,
        "seen_at": now,
        "installed": True,
        "last_error": json.dumps(wrong.as_json()) if wrong else None,
    }
    if is_known:
        here = plugin_table.c.name == it.name
        connection.execute(update(plugin_table).where(here).values(values))
    else:
        connection.execute(insert(plugin_table).values(name=it.name, **values))


def _mark_away(connection: Connection, name: str, is_installed: bool) -> None:
    """Disabled, or removed."""
    connection.execute(
        update(plugin_table)
        .where(plugin_table.c.name == name)
        .values(installed=is_installed, fingerprint=AWAY)
    )
    forget_due(connection, name)
