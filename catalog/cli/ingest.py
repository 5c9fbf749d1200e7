"""`mlhome ingest`: read descriptors once, and come back when they can be found."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from catalog.cli import PROBLEMS
from catalog.cli.options import output_option, with_settings
from catalog.cli.output import print_json, problem_line
from catalog.evaluations.counts import RunCounts
from catalog.ingest.options import EntityCounts
from catalog.ingest.options import Progress as Report
from catalog.processes.reading import Read, read_now
from catalog.settings import Settings


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@output_option
@with_settings("database_url", "search_url")
def ingest(settings: Settings, targets: tuple[str, ...], output: str) -> None:
    """Read each TARGET now, and from now on whenever ML Home serves.

    Comes back when everything can be found. Descriptors with problems are left out, or stay as
    they were; the status is 1 only if a TARGET could not be read at all.
    """
    began = time.monotonic()
    with _progress(output) as report:
        read = read_now(settings, targets, report)
    seconds = round(time.monotonic() - began, 3)
    if output == "json":
        print_json(_as_json(read, seconds))
    else:
        _print_summary(read, seconds)
    if read.undescribed:
        waiting = f"{read.undescribed} entities wait for plugins; a running ML Home goes on with it"
        click.echo(f"mlhome: {waiting}", err=True)
    sys.exit(PROBLEMS if read.unreadable else 0)


def _as_json(read: Read, seconds: float) -> dict[str, object]:
    return {
        "entities": asdict(read.entities),
        "evaluations": asdict(read.evaluations),
        "problems": [problem.as_json() for problem in read.problems],
        "seconds": seconds,
    }


def _print_summary(read: Read, seconds: float) -> None:
    for problem in read.problems:
        click.echo(problem_line(problem))
    if any(asdict(read.evaluations).values()):
        click.echo(f"evaluations: {_counted(read.evaluations)}")
    click.echo(f"{_counted(read.entities)}; {len(read.problems)} problems; {seconds:.1f} s")


def _counted(counts: EntityCounts | RunCounts) -> str:
    return ", ".join(f"{count} {name}" for name, count in asdict(counts).items())


@contextmanager
def _progress(output: str) -> Iterator[Report]:
    """A bar on a terminal; silence elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("reading files"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    shown = console.is_terminal and output == "table"
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, found: bar.update(task, completed=done, total=found)
