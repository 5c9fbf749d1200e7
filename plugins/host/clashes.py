"""Plugins that want the same name: the later one, by its own name, is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from descriptors.format import shipped_format
from descriptors.problems import Problem
from plugins.host.declarations import HINT, api_kind

if TYPE_CHECKING:
    from plugins.host.loading import LoadedPlugin


def clash(plugin: LoadedPlugin, before: Iterable[LoadedPlugin]) -> Problem | None:
    """Why the plugin can't stand beside the core and those loaded before it."""
    taken = dict.fromkeys(shipped_format().kinds, "ML Home")
    for other in before:
        if other.name == plugin.name:
            who = " and ".join(filter(None, (other.distribution, plugin.distribution)))
            return _problem(plugin.name, f"there are two plugins of this name ({who})")
        taken |= dict.fromkeys(_kinds(other.kinds), f"plugin `{other.name}`")
    for name in _kinds(plugin.kinds):
        if name in taken:
            return _problem(plugin.name, f"hook `kinds`: {taken[name]} has the kind `{name}`")
    return None


def _kinds(schemas: Iterable[Mapping[str, Any]]) -> list[str]:
    return [api_kind(schema).lower() for schema in schemas]


def _problem(plugin: str, what: str) -> Problem:
    return Problem("plugin/clash", f"plugin `{plugin}`: {what}", HINT.format(plugin))
