"""`mlhome plugins`: which there are, how they are, and which are called.

`new` and `check` are in plugin_author.py.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import NoReturn

import click

from catalog.cli import PROBLEMS
from catalog.cli.options import output_option, with_settings
from catalog.cli.output import moment, print_json, print_table, problem_line
from catalog.cli.plugin_author import check, new
from catalog.processes.opening import opened_record
from catalog.processes.plugins import PluginsInUse
from catalog.refresh.register import disable as switch_off
from catalog.refresh.register import enable as switch_on
from catalog.refresh.register import installed_plugins
from catalog.refresh.schedule import request
from catalog.refresh.status import (
    ConnectionView,
    PluginView,
    RefreshView,
    plugin_view,
    plugin_views,
    problems_of_plugin,
)
from catalog.settings import Settings
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from descriptors.problems import Problem
from plugins.host.loading import LoadedPlugin


@click.group()
def plugins() -> None:
    """Look at the plugins that are installed, say which are used, write and check new ones."""


plugins.add_command(new)
plugins.add_command(check)


@plugins.command("list")
@output_option
@with_settings("database_url")
def list_plugins(settings: Settings, output: str) -> None:
    """Show all plugins, and what each brings."""
    with opened_record(settings) as database:
        held = {view.name: view for view in plugin_views(database)}
        found = PluginsInUse(database)()
    lines = [_line(it, held.get(it.name)) for it in found.loaded]
    lines += [(it.name, it.version, "failing", it.problem.message) for it in found.failed]
    known = {line[0] for line in lines}
    lines += [(it.name, it.version, it.state, "") for it in held.values() if it.name not in known]
    if output == "json":
        names = ("name", "version", "state", "brings")
        print_json({"plugins": [dict(zip(names, line, strict=True)) for line in sorted(lines)]})
        return
    print_table(("plugin", "version", "state", "brings"), sorted(lines), whole=("plugin",))


@plugins.command()
@click.argument("name")
@with_settings("database_url")
def enable(settings: Settings, name: str) -> None:
    """Use the plugin NAME again; it makes up for what it missed."""
    with opened_record(settings) as database:
        wrong = database.transact(
            lambda connection: switch_on(connection, name, installed_plugins(), time.time())
        )
    if wrong:
        end(wrong)


@plugins.command()
@click.argument("name")
@with_settings("database_url")
def disable(settings: Settings, name: str) -> None:
    """Don't use the plugin NAME; what it knew stays, marked."""
    with opened_record(settings) as database:
        wrong = database.transact(
            lambda connection: switch_off(connection, name, installed_plugins(), time.time())
        )
    if wrong:
        end(wrong)


@plugins.command()
@click.argument("name", required=False)
@output_option
@with_settings("database_url")
def status(settings: Settings, name: str | None, output: str) -> None:
    """Show how the calls of all plugins went, or of the plugin NAME, with what it finds wrong."""
    with opened_record(settings) as database:
        views = plugin_views(database) if name is None else [_existing(database, name)]
        wrong = problems_of_plugin(database, EVERYONE, name) if name else ()
    if output == "json":
        problems = [it.as_json() for it in wrong]
        print_json({"plugins": [asdict(view) for view in views], "problems": problems})
        return
    columns = ("plugin", "state", "asks", "of", "last good", "next", "error")
    print_table(columns, [line for view in views for line in _status_lines(view)])
    for it in wrong:
        click.echo(problem_line(it))


@plugins.command()
@click.argument("name")
@click.option("--from-start", is_flag=True, help="Ask for everything, not for what is new.")
@with_settings("database_url")
def refresh(settings: Settings, name: str, from_start: bool) -> None:
    """Have everything that the plugin NAME asks asked again, as soon as a worker is free."""
    with opened_record(settings) as database:
        _existing(database, name)
        calls = database.transact(
            lambda connection: request(connection, name, from_the_start=from_start)
        )
    click.echo(f"{calls} calls are due")


def end(problem: Problem) -> NoReturn:
    hint = f" ({problem.hint})" if problem.hint else ""
    click.echo(f"mlhome: {problem.message}{hint}", err=True)
    sys.exit(PROBLEMS)


def _existing(database: Database, name: str) -> PluginView:
    found = plugin_view(database, name)
    if found is None:
        end(Problem("plugin/unknown", f"No plugin {name} was ever used", "`mlhome plugins list`"))
    return found


def _line(it: LoadedPlugin, view: PluginView | None) -> tuple[str, str, str, str]:
    counts = {
        "kinds": it.kinds,
        "readers": it.readers,
        "providers": it.providers,
        "describes": it.describes,
        "refreshes": it.refreshes,
        "attachments": it.attachments,
        "search fields": it.search_fields,
        "checks": it.checks,
        "panels": it.panels,
        "pages": it.pages,
        "routes": it.routes,
        "uploads": it.uploads,
        "commands": it.commands,
    }
    brings = ", ".join(f"{len(of)} {name}" for name, of in counts.items() if of)
    return it.name, it.version, view.state if view else "not used yet", brings


def _status_lines(view: PluginView) -> Iterator[tuple[object, ...]]:
    error = view.last_error.message if view.last_error else ""
    known = f"{view.attachments} attachments of {view.entities} entities"
    yield view.name, view.state, known, "", "", "", error
    for work, waiting in (("describing", view.describe), ("checking", view.check)):
        if waiting.due:
            tried = f"{waiting.failing} tried in vain"
            yield "", "", work, f"{waiting.due} due", "", moment(waiting.next_at), tried
    for server in view.connections:
        for asked in server.refreshes:
            yield _refresh_line(server, asked)


def _refresh_line(server: ConnectionView, it: RefreshView) -> tuple[object, ...]:
    error = it.last_error.message if it.last_error else ""
    more = f" ({it.failing} of {it.calls} fail)" if it.calls > 1 and it.failing else ""
    when = "now" if it.is_running else moment(it.next_at)
    return "", it.state + more, it.name, server.url or "-", moment(it.last_ok_at), when, error
