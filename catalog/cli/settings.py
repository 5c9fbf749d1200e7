"""`mlhome settings show`: what is in force, and what it means."""

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from catalog.cli.options import output_option, with_settings
from catalog.cli.output import print_json, print_table
from catalog.settings import Settings, declared, environment_name

if TYPE_CHECKING:
    from plugins.host.loading import LoadedPlugin


Line = tuple[str, object, str, str]  # setting, value, environment, meaning


@click.group()
def settings() -> None:
    """Look at the settings."""


@settings.command()
@output_option
@with_settings("database_url", "search_url", "host", "port")
def show(settings: Settings, output: str) -> None:
    """Show every setting, its value and its environment variable."""
    lines = [_line(settings, setting) for setting in declared() if setting.name != "plugins"]
    lines += plugin_lines(settings)
    if output == "json":
        print_json({name: value for name, value, *_ in lines})
        return
    print_table(("setting", "value", "environment", "meaning"), lines)


def plugin_lines(settings: Settings) -> list[Line]:
    """The settings of all plugins that can be loaded, disabled ones too; never a secret."""
    from plugins.host.loading import load_plugins
    from plugins.host.settings import environment_name as plugin_variable

    lines: list[Line] = []
    for plugin in load_plugins().loaded:
        values = _plugin_values(settings, plugin)
        for it in plugin.settings:
            value = values.get(it.name, it.default)
            shown = ("set, not shown" if value else "") if it.secret else value
            variable = plugin_variable(plugin.name, it.name)
            lines.append((f"plugins.{plugin.name}.{it.name}", shown, variable, it.about))
    return lines


def _plugin_values(settings: Settings, plugin: "LoadedPlugin") -> Mapping[str, object]:
    from catalog.processes.plugins import settings_of

    return settings_of(settings)(plugin)


def _line(settings: Settings, setting: "dataclasses.Field[object]") -> Line:
    name = setting.name
    return name, _shown(settings, setting), environment_name(name), setting.metadata["text"]


def _shown(settings: Settings, setting: "dataclasses.Field[object]") -> object:
    value = getattr(settings, setting.name)
    if setting.name.endswith("_url") and value:
        return _without_password(value)
    return value if isinstance(value, (bool, int, float, str, tuple)) else str(value)


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(url).render_as_string(hide_password=True)
