"""`mlhome search` and `mlhome entity`: the catalog from a terminal."""

import sys

import click
import orjson

from catalog import browse
from catalog.browse.reader import EVERYONE
from catalog.cli import PROBLEMS, USAGE
from catalog.cli.options import output_option, with_settings
from catalog.cli.output import print_json, print_table
from catalog.processes.opening import open_current_index, opened_record
from catalog.settings import Settings
from descriptors.refs import InvalidRef, parse_ref


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=20, help="Most results shown.")
@output_option
@with_settings("database_url", "search_url")
def search(settings: Settings, query: tuple[str, ...], limit: int, output: str) -> None:
    """Find entities by words, "phrases", -exclusions and field:value.

    For example: mlhome search 'ranking kind:model -deprecated'. A query that begins with - comes
    after --. All fields: search/README.md, or /help of a running ML Home.
    """
    with opened_record(settings) as database:
        index = open_current_index(settings, database)
        page = browse.search(index, database, EVERYONE, " ".join(query), limit=limit)
    if page.degraded:
        click.echo("mlhome: the index can't be used; only names and titles were searched", err=True)
    if output == "json":
        hits = [{"entityRef": h.ref, "title": h.title, "score": h.score} for h in page.hits]
        print_json({"total": page.total, "hits": hits})
        return
    rows = [(_short(h.ref), h.title, h.type, _short(h.owner)) for h in page.hits]
    print_table(("ref", "title", "type", "owner"), rows, whole=("ref",))
    click.echo(f"{len(page.hits)} of {page.total}")


def _short(ref: str) -> str:
    """A ref as `mlhome entity` also takes it: without the namespace that need not be said."""
    return ref.replace(":default/", ":", 1)


@click.command()
@click.argument("ref")
@output_option
@with_settings("database_url", "search_url")
def entity(settings: Settings, ref: str, output: str) -> None:
    """Show the entity REF (kind:namespace/name; the namespace may be left out)."""
    try:
        canonical = str(parse_ref(ref))
    except InvalidRef as error:
        click.echo(f"mlhome: {error}", err=True)
        sys.exit(USAGE)
    with opened_record(settings) as database:
        entry = browse.entry(database, EVERYONE, canonical)
    if entry is None:
        click.echo(f"mlhome: there is no entity {canonical}", err=True)
        sys.exit(PROBLEMS)
    if output == "json":
        click.echo(orjson.dumps(entry.document, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(entry.descriptor_yaml.rstrip())
        rows = [(r.type, _short(r.ref), "" if r.exists else "missing") for r in entry.relations]
        print_table(("relation", "to", ""), rows, whole=("to",))
