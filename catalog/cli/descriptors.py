"""`mlhome validate` and `mlhome schema`: the format, offline and with no database."""

import os
import sys
from pathlib import Path

import click

from catalog.cli import PROBLEMS, USAGE
from catalog.cli.options import config_option, settings_of
from descriptors.check import STANDARD_INPUT, Checked, NothingThere, check
from descriptors.format import Kind
from descriptors.report import as_github, as_json, as_text
from descriptors.sarif import as_sarif
from descriptors.schema import UnknownKind, schema_json
from plugins.host.formats import installed_format


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "rendering",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="For people, for programs, or as a code host shows it beside the lines.",
)
@config_option
def validate(paths: tuple[str, ...], rendering: str, config: Path | None) -> None:
    """Check descriptors: files, folders, globs, or - for standard input.

    In a folder those files are checked that the setting `patterns` names. Reads no network. Ends
    with 0 if all is well or there are only warnings, 1 if there are errors, 2 if a path names
    nothing.
    """
    stdin = sys.stdin.buffer.read() if STANDARD_INPUT in paths else b""
    try:
        checked = check(paths, installed_format(), stdin, settings_of(config, {}).patterns)
    except (NothingThere, OSError) as error:
        click.echo(f"mlhome: {error}", err=True)
        sys.exit(USAGE)
    text = _rendered(checked, rendering)
    if text:
        click.echo(text)
    sys.exit(PROBLEMS if checked.has_errors else 0)


def _rendered(checked: Checked, rendering: str) -> str:
    if rendering == "json":
        return as_json(checked.problems, checked.count)
    if rendering == "github":
        return as_github(checked.problems)
    if rendering == "sarif":
        return as_sarif(checked.problems)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return as_text(checked.problems, checked.count, checked.lines, colour)


@click.command()
@click.argument("kind", required=False)
def schema(kind: str | None) -> None:
    """Print the JSON Schema of a KIND, or of `any`, whole, for editors; without one, list the
    kinds."""
    from catalog.cli.output import print_table

    known = installed_format()
    if kind is None:
        print_table(("kind", "apiVersion"), [_line(k) for k in known.kinds.values()])
        return
    try:
        click.echo(schema_json(known, kind), nl=False)
    except UnknownKind as error:
        raise click.BadParameter(str(error)) from None


def _line(kind: Kind) -> tuple[str, str]:
    return kind.name, ", ".join(kind.api_versions)
