"""`mlhome settings show`: what is in force, and what it means."""

import dataclasses

import click

from catalog.cli.options import output_option, with_settings
from catalog.cli.output import print_json, print_table
from catalog.settings import Settings, declared, environment_name


@click.group()
def settings() -> None:
    """Look at the settings."""


@settings.command()
@output_option
@with_settings("database_url", "search_url", "host", "port")
def show(settings: Settings, output: str) -> None:
    """Show every setting, its value and its environment variable."""
    values = {setting.name: _shown(settings, setting) for setting in declared()}
    if output == "json":
        print_json(values)
        return
    print_table(
        ("setting", "value", "environment", "meaning"),
        [
            (s.name, values[s.name], environment_name(s.name), s.metadata["text"])
            for s in declared()
        ],
    )


def _shown(settings: Settings, setting: "dataclasses.Field[object]") -> object:
    value = getattr(settings, setting.name)
    if setting.name.endswith("_url") and value:
        return _without_password(value)
    return value if isinstance(value, (bool, int, float, str, tuple)) else str(value)


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(url).render_as_string(hide_password=True)
