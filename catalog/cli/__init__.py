"""The command `mlhome`: what people and scripts type.

Each command lives in a module of its own that is imported when it is asked for, so that
`mlhome validate` in a commit hook does not wait for a database library.
"""

import importlib
import sys

import click

from catalog.errors import MLHomeError, SettingsError
from descriptors.suggest import did_you_mean

PROBLEMS, USAGE = 1, 2

COMMANDS = {
    "serve": "catalog.cli.serve:serve",
    "demo": "catalog.cli.serve:demo",
    "worker": "catalog.cli.serve:worker",
    "ingest": "catalog.cli.ingest:ingest",
    "search": "catalog.cli.find:search",
    "entity": "catalog.cli.find:entity",
    "locations": "catalog.cli.locations:locations",
    "plugins": "catalog.cli.plugins:plugins",
    "connect": "catalog.cli.connect:connect",
    "disconnect": "catalog.cli.connect:disconnect",
    "push-source": "catalog.cli.push_source:push_source",
    "evaluation": "catalog.cli.evaluation:evaluation",
    "compare": "catalog.cli.compare:compare",
    "gate": "catalog.cli.gate:gate",
    "upload": "catalog.cli.upload:upload",
    "index": "catalog.cli.index:index",
    "db": "catalog.cli.database:db",
    "validate": "catalog.cli.descriptors:validate",
    "schema": "catalog.cli.descriptors:schema",
    "settings": "catalog.cli.settings:settings",
}
# Other words for the same: people say `plugin check NAME` and `plugins list`.
ALIASES = {"plugin": "plugins"}


class CommandsByName(click.Group):
    """Finds a command by name and imports only that one. What is no command of ours may be the
    name of a plugin that brings some."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        name = ALIASES.get(name, name)
        if name not in COMMANDS:
            return _of_plugin(name)
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = "" if args[0] in COMMANDS else did_you_mean(args[0], COMMANDS)
        if near and self.get_command(context, args[0]) is None and not context.resilient_parsing:
            context.fail(f"There is no command `{args[0]}`; {near}")
        return super().resolve_command(context, args)


def _of_plugin(name: str) -> click.Command | None:
    from catalog.cli.plugin_commands import commands_of, is_plugin

    return commands_of(name) if is_plugin(name) else None


@click.group(cls=CommandsByName, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mlhome", message="ML Home %(version)s")
def mlhome() -> None:
    """ML Home: find, compare and understand a company's machine learning.

    Plugins may bring commands of their own: mlhome PLUGIN --help.
    """


def main() -> None:
    """Run the command line; what can be acted on is one line, never a traceback."""
    try:
        mlhome()
    except SettingsError as error:
        _end(error, USAGE)
    except MLHomeError as error:
        _end(error, PROBLEMS)


def _end(error: MLHomeError, status: int) -> None:
    click.echo(f"mlhome: {error}", err=True)
    sys.exit(status)
