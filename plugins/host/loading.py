"""Which plugins there are, and what they declare.

A plugin that can't be loaded disables itself only: it is told as a problem that names the plugin,
the hook, and what was expected.
"""

import importlib.metadata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from descriptors.format import Kind, make_kind
from descriptors.problems import Problem
from plugins import api
from plugins.host.clashes import clash
from plugins.host.declarations import Undeclarable, declarations
from plugins.host.fingerprints import fingerprint_of, fingerprint_together


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin with all it declares, checked. `fingerprint` changes with its declarations, its
    version or its source: then what it described and read may come out differently."""

    name: str
    module: Any
    version: str = ""
    distribution: str = ""
    kinds: tuple[Mapping[str, Any], ...] = ()  # schemas; `made_kinds` compiles them
    settings: tuple[api.Setting, ...] = ()
    attachments: tuple[api.AttachmentType, ...] = ()
    search_fields: tuple[api.SearchField, ...] = ()
    describes: tuple[api.Describe, ...] = ()
    refreshes: tuple[api.Refresh, ...] = ()
    readers: tuple[api.Reader, ...] = ()
    providers: tuple[api.Provider, ...] = ()
    checks: tuple[api.Check, ...] = ()
    panels: tuple[api.Panel, ...] = ()
    pages: tuple[api.Page, ...] = ()
    routes: tuple[api.Route, ...] = ()
    uploads: tuple[api.Upload, ...] = ()
    commands: tuple[click.Command, ...] = ()
    fingerprint: str = ""

    def attachment(self, type: str) -> api.AttachmentType | None:
        return next((each for each in self.attachments if each.name == type), None)

    def made_kinds(self) -> tuple[Kind, ...]:
        """Its kinds with compiled validators, for a Format."""
        return tuple(make_kind(schema) for schema in self.kinds)


@dataclass(frozen=True)
class Plugins:
    """All plugins that could be loaded, by name, and why others could not."""

    loaded: tuple[LoadedPlugin, ...] = ()
    failed: tuple["FailedPlugin", ...] = ()
    fingerprint: str = field(default="", compare=False)

    def get(self, name: str) -> LoadedPlugin | None:
        return next((plugin for plugin in self.loaded if plugin.name == name), None)


@dataclass(frozen=True)
class FailedPlugin:
    """A plugin that is installed and can't be used."""

    name: str
    problem: Problem
    version: str = ""
    distribution: str = ""


@dataclass(frozen=True)
class _Found:
    """A plugin before it is imported."""

    name: str
    load: Any
    version: str = ""
    distribution: str = ""


def load_plugins(
    disabled: Collection[str] = (), extra: Mapping[str, object] | None = None
) -> Plugins:
    """Import every installed plugin, but for `disabled` ones, and ask what it declares.

    `extra` are further ones by name: modules, or objects that have hooks. The order is that of
    names; of two that clash, the later fails.
    """
    loaded: list[LoadedPlugin] = []
    failed: list[FailedPlugin] = []
    for found in _found(extra or {}):
        if found.name in disabled:
            continue
        try:
            loaded.append(_load(found, loaded))
        except Undeclarable as error:
            failed.append(
                FailedPlugin(found.name, error.problem, found.version, found.distribution)
            )
    return Plugins(
        tuple(loaded), tuple(failed), fingerprint_together(p.fingerprint for p in loaded)
    )


def load_plugin(name: str, extra: Mapping[str, object] | None = None) -> LoadedPlugin | Problem:
    """One plugin alone, whatever others there are."""
    for found in _found(extra or {}):
        if found.name == name:
            try:
                return _load(found, ())
            except Undeclarable as error:
                return error.problem
    return Problem(
        "plugin/unknown", f"no plugin `{name}` is installed", "see `mlhome plugins list`"
    )


def _found(extra: Mapping[str, object]) -> Iterator[_Found]:
    installed = [
        _Found(
            entry.name,
            entry.load,
            entry.dist.version if entry.dist else "",
            entry.dist.name if entry.dist else "",
        )
        for entry in importlib.metadata.entry_points(group=api.ENTRY_POINTS)
    ]
    given = [_Found(name, lambda value=value: value) for name, value in extra.items()]
    yield from sorted([*installed, *given], key=lambda found: (found.name, found.distribution))


def _load(found: _Found, before: Iterable[LoadedPlugin]) -> LoadedPlugin:
    try:
        module = found.load()
    except BaseException as error:  # a plugin's import may even end the interpreter
        if isinstance(error, KeyboardInterrupt):
            raise
        raise Undeclarable.importing(found.name, error) from error
    declared = declarations(found.name, module)
    fingerprint = fingerprint_of(found.name, found.version, module, declared)
    plugin = LoadedPlugin(
        found.name, module, found.version, found.distribution, **declared, fingerprint=fingerprint
    )
    if wrong := clash(plugin, before):
        raise Undeclarable(wrong)
    return plugin
