"""`mlhome PLUGIN …`: commands that plugins bring. They run here, as trusted code."""

import importlib.metadata

import click

from descriptors.problems import Problem
from plugins.api import ENTRY_POINTS
from plugins.host.loading import load_plugin


def is_plugin(name: str) -> bool:
    """Whether a plugin of this name is installed; none is imported to know it."""
    return any(it.name == name for it in importlib.metadata.entry_points(group=ENTRY_POINTS))


def commands_of(name: str) -> click.Group:
    """The group of a plugin's commands; empty, with the reason, where it can't be loaded."""
    loaded = load_plugin(name)
    if isinstance(loaded, Problem):
        raise click.ClickException(f"{loaded.message} ({loaded.hint})")
    group = click.Group(name, help=f"Commands of the plugin {name} {loaded.version}.")
    for command in loaded.commands:
        group.add_command(command)
    return group
