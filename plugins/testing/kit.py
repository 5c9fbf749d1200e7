"""The contract kit, whole: load a plugin, look at what it declares, call all it has."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from descriptors.problems import Problem
from plugins.host.children import Children
from plugins.host.loading import LoadedPlugin
from plugins.testing.calling import (
    LIMITS,
    Kit,
    LoadNamed,
    check_checks,
    check_describes,
    check_providers,
    check_readers,
    check_refreshes,
    check_routes,
    check_uploads,
)
from plugins.testing.declared import check_declared
from plugins.testing.remarks import Remarks
from plugins.testing.upstream import Upstream, hostile_upstream


def check_plugin(
    plugin: str | ModuleType,
    *,
    upstream: Upstream | None = None,
    annotations: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> list[Problem]:
    """Everything a plugin does that it may not do; warnings are advice.

    `plugin` is an installed one by name, or its module (which children must be able to import);
    `upstream` has good answers of the system it asks, by the end of the path, or is a function of
    method and path: with them, its refreshes must also succeed, and survive each answer spoilt in
    every way. `annotations` and `settings` are good values where examples won't do.
    """
    name, load = _named(plugin)
    loaded = load(name)
    if isinstance(loaded, Problem):
        return [loaded]
    remarks = Remarks(name)
    examples = check_declared(loaded, remarks)
    with Children(load, LIMITS) as children, hostile_upstream(upstream) as addresses:
        kit = Kit(loaded, children, _settings(loaded, settings or {}), annotations or {}, remarks)
        check_describes(kit)
        check_checks(kit, examples)
        check_readers(kit)
        check_refreshes(kit, addresses, has_upstream=upstream is not None)
        check_providers(kit, addresses)
        check_routes(kit, addresses)
        check_uploads(kit)
    return remarks.found


def _named(plugin: str | ModuleType) -> tuple[str, LoadNamed]:
    if isinstance(plugin, str):
        return plugin, LoadNamed()
    words = [word for word in plugin.__name__.lower().split(".") if word != "plugin"]
    name = "".join(c for c in words[-1] if c.isalnum()) if words else "plugin"
    return name[:31], LoadNamed(plugin.__name__)


def _settings(plugin: LoadedPlugin, given: Mapping[str, Any]) -> dict[str, Any]:
    return {setting.name: given.get(setting.name, setting.default) for setting in plugin.settings}
