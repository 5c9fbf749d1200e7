"""The plugins of a process: which are in use, their settings, and the children they run in."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from catalog.errors import SettingsError
from catalog.ingest.provided import ProvidedLocations
from catalog.refresh.calling import Caller, SettingsOf
from catalog.refresh.connections import Connected, connect, connections, disconnect
from catalog.refresh.parts import PluginParts
from catalog.refresh.register import disabled_plugins
from catalog.settings import Settings
from catalog.store.database import Database
from catalog.store.failpoints import from_environment
from descriptors.problems import Problem
from plugins.host.children import Children
from plugins.host.loading import LoadedPlugin, Plugins, load_plugins
from plugins.host.settings import plugin_settings, unknown_settings

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds for which an answer about what is disabled is good enough
CONNECTIONS = "connections"  # under a plugin's name in the settings file: its upstream servers


class PluginsInUse:
    """Gives the installed plugins but for those that people disabled; follows what they do."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._disabled: frozenset[str] | None = None
        self._plugins = Plugins()
        self._looked_at = -LOOK_AGAIN

    def __call__(self) -> Plugins:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_AGAIN:
                self._look()
                self._looked_at = time.monotonic()
            return self._plugins

    @property
    def disabled(self) -> frozenset[str]:
        return self._disabled or frozenset()

    def _look(self) -> None:
        with self._database.read() as connection:
            disabled = disabled_plugins(connection)
        if disabled != self._disabled:
            self._plugins, self._disabled = load_plugins(disabled), disabled


@contextmanager
def plugin_parts(settings: Settings, database: Database, owner: str) -> Iterator[PluginParts]:
    """What calls plugins; children that are still there at the end are killed.

    Raises SettingsError for a setting that no plugin has.
    """
    in_use = PluginsInUse(database)
    check_settings(settings, in_use(), in_use.disabled)
    with Children() as children:
        caller = Caller(children, settings_of(settings))
        places = ProvidedLocations(settings.makes_of_git_hosts())
        yield PluginParts(database, caller, in_use, owner, at=from_environment(), places=places)


def check_settings(settings: Settings, plugins: Plugins, disabled: frozenset[str]) -> None:
    """Raises SettingsError for the first setting of a plugin that is unknown or malformed."""
    given = {name: _without_connections(of) for name, of in settings.plugins.items()}
    wrong = list(unknown_settings(plugins, given, settings.plugin_variables, disabled))
    for plugin in plugins.loaded:
        values = plugin_settings(plugin, given.get(plugin.name, {}), settings.plugin_variables)
        wrong += [values] if isinstance(values, Problem) else []
    if wrong:
        hint = f" ({wrong[0].hint})" if wrong[0].hint else ""
        raise SettingsError(f"{wrong[0].message}{hint}")


def settings_of(settings: Settings) -> SettingsOf:
    """The settings of a plugin, secrets included. One that came to be malformed since the start
    (a file that went) is as if it was not set."""

    def of(plugin: LoadedPlugin) -> Mapping[str, Any]:
        given = _without_connections(settings.plugins.get(plugin.name, {}))
        values = plugin_settings(plugin, given, settings.plugin_variables)
        if isinstance(values, Problem):
            log.error("%s (%s)", values.message, values.hint)
            return {it.name: it.default for it in plugin.settings}
        return values

    return of


def register_connections(database: Database, settings: Settings, plugins: Plugins) -> None:
    """Servers that the settings name are asked from now on, and those they name no more are not.

    Raises SettingsError for one that can't be.
    """
    for plugin in plugins.loaded:
        given = settings.plugins.get(plugin.name, {}).get(CONNECTIONS) or {}
        wanted = _connections(plugin.name, given)
        database.transact(_replacing(plugin, wanted))


def _replacing(plugin: LoadedPlugin, wanted: list[Connected]) -> Callable[[Any], None]:
    def work(connection: Any) -> None:
        held = {it.name: it for it in connections(connection, plugin.name)}
        for it in wanted:
            if it.name in held and _is_same(held[it.name], it):
                continue
            made = connect(connection, it, time.time())
            if isinstance(made, Problem):
                raise SettingsError(f"The setting `plugins.{plugin.name}`: {made.message}")
        names = {it.name for it in wanted}
        for it in held.values():
            if it.added_by == "settings" and it.name not in names:
                disconnect(connection, plugin, it, time.time())

    return work


def _is_same(held: Connected, wanted: Connected) -> bool:
    return (held.url, held.secret_from, held.added_by) == (
        wanted.url.rstrip("/"),
        wanted.secret_from,
        wanted.added_by,
    )


def _connections(plugin: str, given: object) -> list[Connected]:
    if not isinstance(given, Mapping):
        raise _malformed(plugin)
    found = []
    for name, of in given.items():
        if not isinstance(of, Mapping) or not of.keys() <= {"url", "secret_env", "secret_file"}:
            raise _malformed(plugin)
        secret_from = "".join(
            f"{kind}:{of[key]}"
            for kind, key in (("env", "secret_env"), ("file", "secret_file"))
            if of.get(key)
        )
        url = str(of.get("url", ""))
        found.append(Connected(0, plugin, str(name), url, secret_from, "settings"))
    return found


def _malformed(plugin: str) -> SettingsError:
    return SettingsError(
        f"The setting `plugins.{plugin}.{CONNECTIONS}` must be the name of each connection with "
        "its `url` and, if it needs one, `secret_env` or `secret_file`."
    )


def _without_connections(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != CONNECTIONS}
