"""`mlhome locations`: where descriptors are read from."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import NoReturn

import click

from catalog import browse
from catalog.browse.views import LocationView
from catalog.cli import PROBLEMS
from catalog.cli.options import output_option, with_settings
from catalog.cli.output import moment, print_json, print_table
from catalog.ingest.location_register import LocationRegister
from catalog.processes.opening import opened_record
from catalog.settings import Settings
from catalog.store.database import Database
from descriptors.problems import Problem

ID = click.IntRange(1, 2**31 - 1)


@contextmanager
def _register(settings: Settings) -> Iterator[tuple[Database, LocationRegister]]:
    hosts = settings.makes_of_git_hosts()
    with opened_record(settings) as database:
        yield database, LocationRegister(database, "cli", local=True, git_hosts=hosts)


@click.group()
def locations() -> None:
    """List, add, remove and refresh locations. A running ML Home carries it out."""


@locations.command("list")
@output_option
@with_settings("database_url")
def list_locations(settings: Settings, output: str) -> None:
    """Show every location and how its last read went."""
    with _register(settings) as (database, _):
        found = browse.locations(database)
    if output == "json":
        print_json({"locations": [_as_json(location) for location in found]})
        return
    columns = ("id", "target", "state", "entities", "problems", "last read", "error")
    print_table(columns, [_line(location) for location in found])


@locations.command()
@click.argument("target")
@click.option("--ref", default="", help="Branch, tag or commit of a Git repository.")
@click.option("--pattern", "patterns", multiple=True, help="Names of descriptor files.")
@with_settings("database_url")
def add(settings: Settings, target: str, ref: str, patterns: tuple[str, ...]) -> None:
    """Read descriptors from TARGET from now on."""
    with _register(settings) as (_, register):
        added = register.add(target, ref, patterns)
    if isinstance(added, Problem):
        _end(added)


@locations.command()
@click.argument("location_id", type=ID, metavar="ID")
@with_settings("database_url")
def remove(settings: Settings, location_id: int) -> None:
    """Read from there no more; what it declared is given up."""
    with _register(settings) as (database, register):
        known = browse.location(database, location_id)
        kept = register.remove(location_id)
    if kept is not None:
        _end(kept)
    if known is not None and known.added_by == "settings":
        click.echo("mlhome: it comes back while the setting `locations` names it", err=True)


@locations.command()
@click.argument("location_id", type=ID, metavar="ID")
@with_settings("database_url")
def refresh(settings: Settings, location_id: int) -> None:
    """Have it read again as soon as a worker is free."""
    with _register(settings) as (_, register):
        found = register.refresh(location_id)
    if not found:
        _end(Problem("location/unknown", f"There is no location {location_id}"))


def _end(problem: Problem) -> NoReturn:
    hint = f" ({problem.hint})" if problem.hint else ""
    click.echo(f"mlhome: {problem.message}{hint}", err=True)
    sys.exit(PROBLEMS)


def _line(it: LocationView) -> tuple[object, ...]:
    error = it.last_error.message if it.last_error else ""
    target = f"{it.target}#{it.ref}" if it.ref else it.target
    return it.id, target, it.state, it.entities, it.problems, moment(it.last_read_at), error


def _as_json(it: LocationView) -> dict[str, object]:
    return {**asdict(it), "last_error": it.last_error.as_json() if it.last_error else None}
