"""`mlhome push-source`: systems that push what they know themselves."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from catalog.cli.options import output_option, with_settings
from catalog.cli.output import moment, print_json, print_table
from catalog.cli.plugins import end
from catalog.processes.opening import opened_record
from catalog.refresh.push_sources import (
    PushSource,
    add_push_source,
    change_schemas,
    push_sources,
    remove_push_source,
    renew_token,
)
from catalog.settings import Settings
from descriptors.problems import Problem

Command = Callable[..., Any]


def schema_option(*, required: bool) -> Callable[[Command], Command]:
    return click.option(
        "--schema",
        "schemas",
        multiple=True,
        required=required,
        metavar="TYPE=FILE",
        help="A type of attachment, and the file of its JSON Schema. May be repeated.",
    )


@click.group("push-source")
def push_source() -> None:
    """Let a system push attachments and evaluations, with a token of its own."""


@push_source.command()
@click.argument("name")
@click.option("--title", default="", help="What people call the system.")
@schema_option(required=False)
@with_settings("database_url")
def add(settings: Settings, name: str, title: str, schemas: Sequence[str]) -> None:
    """Register the system NAME, and print its token, this once only."""
    wanted = PushSource(name, title, _read(schemas))
    with opened_record(settings) as database:
        made = database.transact(
            lambda connection: add_push_source(connection, wanted, time.time())
        )
    _print_token(made)


@push_source.command("set")
@click.argument("name")
@schema_option(required=True)
@with_settings("database_url")
def set_schemas(settings: Settings, name: str, schemas: Sequence[str]) -> None:
    """Give NAME further types of attachments, or another schema for one it has."""
    wanted = _read(schemas)
    with opened_record(settings) as database:
        wrong = database.transact(lambda connection: change_schemas(connection, name, wanted))
    if wrong:
        end(wrong)


@push_source.command()
@click.argument("name")
@with_settings("database_url")
def token(settings: Settings, name: str) -> None:
    """Print a new token of NAME; the one before is worth nothing from now on."""
    with opened_record(settings) as database:
        made = database.transact(lambda connection: renew_token(connection, name))
    _print_token(made)


@push_source.command("list")
@output_option
@with_settings("database_url")
def list_sources(settings: Settings, output: str) -> None:
    """Show all systems that push, and when each was last heard."""
    with opened_record(settings) as database, database.read() as connection:
        found = push_sources(connection)
    if output == "json":
        print_json({"pushSources": [_as_json(it) for it in found]})
        return
    rows = [
        (it.name, it.title, ", ".join(sorted(it.schemas)), moment(it.last_used_at)) for it in found
    ]
    print_table(("name", "title", "types", "last heard"), rows, whole=("name",))


@push_source.command()
@click.argument("name")
@with_settings("database_url")
def remove(settings: Settings, name: str) -> None:
    """Take nothing from NAME any more; what it pushed stays, marked."""
    with opened_record(settings) as database:
        wrong = database.transact(lambda connection: remove_push_source(connection, name))
    if wrong:
        end(wrong)


def _as_json(it: PushSource) -> dict[str, object]:
    return {
        "name": it.name,
        "title": it.title,
        "types": sorted(it.schemas),
        "last_used_at": it.last_used_at,
    }


def _print_token(made: str | Problem) -> None:
    if isinstance(made, Problem):
        end(made)
    click.echo(made)
    click.echo("mlhome: keep this token; it is not shown again", err=True)


def _read(schemas: Sequence[str]) -> dict[str, Any]:
    found = {}
    for given in schemas:
        type, equals, file = given.partition("=")
        if not equals:
            raise click.BadParameter(f"`{given}` is not like TYPE=FILE", param_hint="--schema")
        try:
            found[type] = json.loads(Path(file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise click.BadParameter(f"{given}: {error}", param_hint="--schema") from None
        if not isinstance(found[type], dict):
            raise click.BadParameter(f"{file} is no JSON Schema", param_hint="--schema")
    return found
