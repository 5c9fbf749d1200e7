"""Calls of plugins' functions with all they are given."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.refresh.connections import Connected, secret
from descriptors.problems import Problem
from plugins import api
from plugins.host.calls import Asked, Given
from plugins.host.children import Children, Pending
from plugins.host.loading import LoadedPlugin

DESCRIBE_SECONDS, CHECK_SECONDS, MIGRATE_SECONDS = 10.0, 10.0, 10.0
SettingsOf = Callable[[LoadedPlugin], Mapping[str, Any]]


def no_settings(_plugin: LoadedPlugin) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Caller:
    """Whom plugins are called by: their children, their settings, and where secrets are kept."""

    children: Children
    settings: SettingsOf = no_settings
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def describe(
        self, plugin: LoadedPlugin, position: int, entity: api.Entity, now: float
    ) -> Pending:
        given = Given(settings=self.settings(plugin), now=now)
        return self._call(plugin, "describes", str(position), entity, given, DESCRIBE_SECONDS)

    def refresh(
        self,
        plugin: LoadedPlugin,
        it: api.Refresh,
        connected: Connected | None,
        entities: Sequence[api.Entity],
        cursor: str,
        now: float,
    ) -> Pending | Problem:
        """A Problem where the secret of the connection can't be had."""
        given = self._given(plugin, connected, now)
        if isinstance(given, Problem):
            return given
        given = replace(given, entities=entities, cursor=cursor)
        return self._call(plugin, "refreshes", it.name, given, it.deadline)

    def provide(
        self, plugin: LoadedPlugin, it: api.Provider, connected: Connected | None, now: float
    ) -> Pending | Problem:
        """A Problem where the secret of the connection can't be had."""
        given = self._given(plugin, connected, now)
        if isinstance(given, Problem):
            return given
        return self._call(plugin, "providers", it.name, given, it.deadline)

    def route(
        self,
        plugin: LoadedPlugin,
        it: api.Route,
        asked: Asked,
        connected: Connected | None,
        now: float,
    ) -> Pending | Problem:
        """A Problem where the secret of the connection can't be had."""
        given = self._given(plugin, connected, now)
        if isinstance(given, Problem):
            return given
        return self._call(plugin, "routes", f"{it.method} {it.path}", asked, given, it.deadline)

    def upload(
        self,
        plugin: LoadedPlugin,
        it: api.Upload,
        file: api.File,
        answers: Mapping[str, str],
        now: float,
    ) -> Pending:
        given = Given(settings=self.settings(plugin), now=now)
        return self._call(plugin, "uploads", it.name, file, dict(answers), given, it.deadline)

    def check(
        self, plugin: LoadedPlugin, name: str, entity: api.Entity, known: Mapping[str, Any]
    ) -> Pending:
        return self._call(plugin, "checks", name, entity, known, CHECK_SECONDS)

    def migrate(self, plugin: LoadedPlugin, type: str, value: Any, version: int) -> Pending:
        return self._call(plugin, "attachments", type, value, version, MIGRATE_SECONDS)

    def _given(
        self, plugin: LoadedPlugin, connected: Connected | None, now: float
    ) -> Given | Problem:
        """Settings and connection; or why its secret can't be had."""
        key = secret(connected.secret_from, self.environment) if connected else ""
        if isinstance(key, Problem):
            return key
        server = api.Connection(name=connected.name, url=connected.url) if connected else None
        return Given(settings=self.settings(plugin), now=now, connection=server, secret=key)

    def _call(self, plugin: LoadedPlugin, hook: str, name: str, *given: Any) -> Pending:
        *arguments, deadline = given
        return self.children.call(plugin.name, hook, name, *arguments, deadline=deadline)
