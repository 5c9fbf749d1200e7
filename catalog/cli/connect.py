"""`mlhome connect` and `mlhome disconnect`: the servers that plugins ask."""

import time
from pathlib import Path

import click
from sqlalchemy import Connection

from catalog.cli.options import with_settings
from catalog.cli.plugins import end
from catalog.processes.opening import opened_record
from catalog.processes.plugins import PluginsInUse
from catalog.refresh.connections import DEFAULT, Connected, connections
from catalog.refresh.connections import connect as add
from catalog.refresh.connections import disconnect as remove
from catalog.refresh.planning import plan
from catalog.settings import Settings
from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins.host.loading import LoadedPlugin, Plugins


@click.command()
@click.argument("plugin")
@click.argument("url")
@click.option("--name", default=DEFAULT, help="To tell several servers of a plugin apart.")
@click.option(
    "--secret-env",
    metavar="VARIABLE",
    help="Environment variable of the worker that holds a token, or user:password.",
)
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that holds it, where the worker can read it.",
)
@with_settings("database_url")
def connect(
    settings: Settings,
    plugin: str,
    url: str,
    name: str,
    secret_env: str | None,
    secret_file: Path | None,
) -> None:
    """Have PLUGIN ask the server at URL from now on. A running ML Home carries it out.

    The secret itself is never kept: only where it is found.
    """
    if secret_env and secret_file:
        raise click.UsageError("give --secret-env or --secret-file, not both")
    wanted = Connected(0, plugin, name, url, _secret_from(secret_env, secret_file), "cli")
    with opened_record(settings) as database:
        loaded = _asking(PluginsInUse(database)(), plugin)

        def work(connection: Connection) -> Connected | Problem:
            made = add(connection, wanted, time.time())
            if isinstance(made, Connected):
                plan(connection, loaded, time.time())
            return made

        made = database.transact(work)
    if isinstance(made, Problem):
        end(made)
    click.echo(f"{plugin} asks {made.url} ({made.name})")


@click.command()
@click.argument("plugin")
@click.argument("name", default=DEFAULT)
@with_settings("database_url")
def disconnect(settings: Settings, plugin: str, name: str) -> None:
    """Have PLUGIN ask the server NAME no more. What it attached from there goes; runs stay."""
    with opened_record(settings) as database:
        loaded = _asking(PluginsInUse(database)(), plugin)
        with database.read() as connection:
            servers = {it.name: it for it in connections(connection, plugin)}
        if name not in servers:
            hint = did_you_mean(name, servers) or "see `mlhome plugins status`"
            end(Problem("connection/unknown", f"{plugin} has no connection `{name}`", hint))
        database.transact(lambda connection: remove(connection, loaded, servers[name], time.time()))
    if servers[name].added_by == "settings":
        click.echo("mlhome: it comes back while the setting `plugins` names it", err=True)


def _asking(plugins: Plugins, name: str) -> LoadedPlugin:
    """The plugin, if it is one that asks servers."""
    found = plugins.get(name)
    if found is None:
        hint = did_you_mean(name, [it.name for it in plugins.loaded])
        end(
            Problem(
                "plugin/unknown",
                f"No plugin `{name}` is in use",
                hint or "see `mlhome plugins list`",
            )
        )
    if not found.refreshes and not found.providers:
        end(Problem("plugin/no-refresh", f"The plugin `{name}` asks no servers"))
    return found


def _secret_from(variable: str | None, file: Path | None) -> str:
    if variable:
        return f"env:{variable}"
    return f"file:{file.absolute()}" if file else ""
