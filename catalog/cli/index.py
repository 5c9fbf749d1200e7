"""`mlhome index`: the search index beside the record."""

import sys
from dataclasses import asdict

import click

from catalog.cli import PROBLEMS
from catalog.cli.options import output_option, with_settings
from catalog.cli.output import moment, print_json, print_table
from catalog.indexing import (
    Differences,
    Engine,
    current_build,
    index_status,
    rebuild,
    settle,
)
from catalog.indexing import verify as compare
from catalog.processes.opening import opened_record, search_engine
from catalog.settings import Settings
from catalog.stitching.due import stitch_all
from catalog.store.database import Database

FLAGS = ("database_url", "search_url")


@click.group()
def index() -> None:
    """Look at the search index, compare it with the record, make it anew."""


@index.command()
@output_option
@with_settings(*FLAGS)
def status(settings: Settings, output: str) -> None:
    """Show the builds of the index and how far they are behind."""
    with opened_record(settings) as database:
        found = index_status(database, search_engine(settings))
    if output == "json":
        print_json({**asdict(found), "due": found.due})
        return
    rows = [(b.name, b.state, moment(b.created_at), b.due, b.put_off) for b in found.builds]
    print_table(("build", "state", "made", "due", "put off"), rows)
    click.echo(f"{found.entries} entries, {found.due} of them due, on {found.engine}")


@index.command("rebuild")
@with_settings(*FLAGS)
def make_anew(settings: Settings) -> None:
    """Make the index anew from the record, beside the one in use, and swap."""
    with opened_record(settings) as database:
        stitch_all(database)
        build = rebuild(database, search_engine(settings))
    click.echo(f"{build} is in use")


@index.command()
@click.option("--fix", is_flag=True, help="Index what is due first.")
@output_option
@with_settings(*FLAGS)
def verify(settings: Settings, fix: bool, output: str) -> None:
    """Compare index and record, entry by entry; 1 if they differ."""
    with opened_record(settings) as database:
        found = _compared(database, search_engine(settings), fix)
    if found is None:
        click.echo("mlhome: there is no index yet; run `mlhome index rebuild`", err=True)
        sys.exit(PROBLEMS)
    if output == "json":
        print_json({**asdict(found), "differences": found.count})
    else:
        click.echo(f"{found.count} differences")
    sys.exit(PROBLEMS if found.count else 0)


def _compared(database: Database, engine: Engine, fix: bool) -> Differences | None:
    if fix:
        stitch_all(database)
        settle(database, engine)
    with database.read() as connection:
        build = current_build(connection, engine)
    if not build:
        return None
    held = engine.open(build, writable=False)
    try:
        return compare(database, held)
    finally:
        held.close()
