"""`mlhome compare`: versions and runs side by side, in a terminal."""

import math
import time

import click

from catalog.cli.options import with_settings
from catalog.cli.over_http import ask
from catalog.cli.plugins import end
from catalog.comparison import Asked, Comparison
from catalog.comparison import compare as compared
from catalog.comparison.exports import FORMATS
from catalog.processes.opening import opened_record
from catalog.settings import Settings
from catalog.store.reader import EVERYONE


@click.command()
@click.argument("subjects", nargs=-1, required=True, metavar="REF@VERSION...")
@click.option("--baseline", default="", help="One of them, or another; else the first.")
@click.option("--dataset", default="", help="A name, ref or digest, perhaps with /split.")
@click.option("--metric", "metrics", multiple=True, help="Only this one. May be repeated.")
@click.option("--server", default="", help="Address of a running ML Home; else from the data.")
@click.option("-o", "--output", type=click.Choice(list(FORMATS)), default="table")
@with_settings("database_url")
def compare(
    settings: Settings,
    subjects: tuple[str, ...],
    baseline: str,
    dataset: str,
    metrics: tuple[str, ...],
    server: str,
    output: str,
) -> None:
    """Set 2 to 10 versions or runs side by side.

    A subject is REF@VERSION (or an alias of it), REF for its newest version, or run:ID. For
    example: mlhome compare ranker@6 ranker@champion --dataset clicks/test
    """
    asked = Asked(subjects=subjects, baseline=baseline, dataset=dataset, metrics=metrics)
    if server:
        click.echo(_asked_of(server, asked, output), nl=False)
        return
    with opened_record(settings) as database:
        found = compared(database, EVERYONE, asked, now=time.time(), seconds=math.inf)
    if not isinstance(found, Comparison):
        for problem in found[:-1]:
            click.echo(f"mlhome: {problem.message}", err=True)
        end(found[-1])
    click.echo(FORMATS[output].write(found), nl=False)


def _asked_of(server: str, asked: Asked, output: str) -> str:
    parameters = [
        *(("subject", one) for one in asked.subjects),
        *(("metric", one) for one in asked.metrics),
        ("baseline", asked.baseline),
        ("dataset", asked.dataset),
        ("format", output),
    ]
    return ask(server, "/api/mlhome/compare", parameters).decode()
