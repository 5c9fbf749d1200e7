"""`mlhome repositories show`: what a list means, before it is used."""

from pathlib import Path

import click

from plugins.api import UpstreamFailed
from plugins.repositories.lists import read_list


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def show(file: Path) -> None:
    """Show the repositories that the list FILE names, each with its ref and patterns."""
    try:
        found = read_list(file.name, file.read_bytes())
    except UpstreamFailed as error:
        raise click.ClickException(str(error)) from error
    for to in found:
        click.echo(" ".join([to.target, to.ref or "-", *to.patterns]))
