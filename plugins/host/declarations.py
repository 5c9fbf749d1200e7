"""What one plugin's hooks return, asked and checked."""

from collections.abc import Mapping, Sequence
from typing import Any

import click
import pluggy

from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins import api
from plugins.host.rules import broken_rule, wrong_field
from plugins.texts import said, shown

HINT = "correct the plugin, or disable it: `mlhome plugins disable {}`"
DECLARED: Mapping[str, type] = {
    "kinds": Mapping,
    "settings": api.Setting,
    "attachments": api.AttachmentType,
    "search_fields": api.SearchField,
    "describes": api.Describe,
    "refreshes": api.Refresh,
    "readers": api.Reader,
    "providers": api.Provider,
    "checks": api.Check,
    "panels": api.Panel,
    "pages": api.Page,
    "routes": api.Route,
    "uploads": api.Upload,
    "commands": click.Command,
}
"""Every hook with what it returns a list of."""


class Undeclarable(Exception):
    """The plugin can't be used; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    @classmethod
    def importing(cls, plugin: str, error: BaseException) -> "Undeclarable":
        message = f"plugin `{plugin}` can't be imported: {said(error)}"
        return cls(Problem("plugin/import", message, HINT.format(plugin)))

    @classmethod
    def hook(cls, plugin: str, hook: str, what: str, hint: str = "") -> "Undeclarable":
        message = f"plugin `{plugin}`, hook `{hook}`: {what}"
        return cls(Problem("plugin/declaration", message, hint or HINT.format(plugin)))


def declarations(plugin: str, module: object) -> dict[str, tuple[Any, ...]]:
    """All the plugin declares, by hook. Raises Undeclarable."""
    _check_name(plugin)
    hooks = _registered(plugin, module)
    declared = {hook: _ask(plugin, hook, hooks) for hook in DECLARED}
    for hook, values in declared.items():
        for value in values:
            if what := wrong_field(value) or broken_rule(value, declared):
                raise Undeclarable.hook(plugin, hook, f"{_called(value)}: {what}")
        _check_distinct(plugin, hook, values)
    return declared


def _check_name(plugin: str) -> None:
    if not api.NAME.fullmatch(plugin):
        what = f"plugin `{plugin[:80]}`: its name must be {api.NAME_RULE}"
        raise Undeclarable(Problem("plugin/name", what, "it is the name of its entry point"))


def _registered(plugin: str, module: object) -> pluggy.PluginManager:
    manager = pluggy.PluginManager("mlhome")
    manager.add_hookspecs(api.Hooks)
    try:
        manager.register(module, plugin)
    except pluggy.PluginValidationError as error:
        hook = next((name for name in DECLARED if f"hook {name!r}" in str(error)), "?")
        what = "it must take no arguments, like all hooks"
        raise Undeclarable.hook(plugin, hook, what) from error
    except Exception as error:  # looking at its attributes runs its code
        raise Undeclarable.importing(plugin, error) from error
    _check_misspelt(plugin, manager)
    return manager


def _check_misspelt(plugin: str, manager: pluggy.PluginManager) -> None:
    callers = manager.get_hookcallers(manager.get_plugin(plugin)) or []
    if not callers:
        message = f"plugin `{plugin}` has no hook"
        hint = "mark its hooks with `@hook`, and name their module in its entry point"
        raise Undeclarable(Problem("plugin/declaration", message, hint))
    for caller in callers:
        if caller.name not in DECLARED:
            hint = did_you_mean(caller.name, DECLARED) or f"there are: {', '.join(DECLARED)}"
            raise Undeclarable.hook(plugin, caller.name, "there is no such hook", hint)


def _ask(plugin: str, hook: str, hooks: pluggy.PluginManager) -> tuple[Any, ...]:
    wanted = DECLARED[hook]
    marked = getattr(hooks.hook, hook).get_hookimpls()
    try:
        # Not through pluggy's call, which takes a forgotten `return` for nothing to declare.
        values = marked[0].function() if marked else ()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise Undeclarable.hook(plugin, hook, f"it raised {said(error)}") from error
    expected = f"it must return a list of {wanted.__name__}"
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Sequence):
        raise Undeclarable.hook(plugin, hook, f"{expected}, not {shown(values)}")
    for value in values:
        if not isinstance(value, wanted):
            raise Undeclarable.hook(plugin, hook, f"{expected}, and one is {shown(value)}")
    return tuple(values)


def _check_distinct(plugin: str, hook: str, values: Sequence[Any]) -> None:
    names = [name for value in values if (name := _name(value))]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise Undeclarable.hook(plugin, hook, f"there are two of `{twice}`")


def _name(value: Any) -> str:
    if isinstance(value, api.Route):
        return f"{value.method} {value.path}"
    if isinstance(value, Mapping):
        return api_kind(value)
    return getattr(value, "name", None) or ""


def _called(value: Any) -> str:
    return f"{type(value).__name__} `{_name(value)}`" if _name(value) else type(value).__name__


def api_kind(schema: Mapping[str, Any]) -> str:
    """The name of the kind that a schema describes; empty if it describes none."""
    try:
        return str(schema["allOf"][-1]["properties"]["kind"]["const"])
    except (KeyError, IndexError, TypeError):
        return ""
