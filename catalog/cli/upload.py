"""`mlhome upload`: a file for a plugin to read, from a terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from catalog.browse.reader import EVERYONE
from catalog.cli import PROBLEMS
from catalog.cli.options import with_settings
from catalog.cli.output import print_table
from catalog.cli.plugins import end
from catalog.processes.opening import opened_record, process_name
from catalog.processes.plugins import plugin_parts
from catalog.settings import Settings
from catalog.uploads import UploadParts, answer, begin, confirm, remove
from catalog.uploads.subjects import undeclared
from catalog.uploads.views import WholeUpload
from descriptors.problems import Problem
from descriptors.suggest import did_you_mean

SHOWN, NAMED = 20, 5  # problems, refs


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", help="What it counts under; else the file's name.")
@click.option("--reads", default="", metavar="PLUGIN/TYPE", help="Who reads it, if not its name.")
@click.option(
    "--map",
    "answers",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="An answer, as `--map top5='metric in %'`. May be repeated.",
)
@click.option("--yes", is_flag=True, help="Keep what it says without asking.")
@with_settings("database_url")
def upload(
    settings: Settings, file: Path, name: str, reads: str, answers: Sequence[str], yes: bool
) -> None:
    """Upload FILE: show what it would say, and keep that when you agree.

    Uploaded again under its name, a file takes its own place.
    """
    with (
        opened_record(settings) as database,
        plugin_parts(settings, database, process_name()) as plugins,
    ):
        parts = UploadParts(database=database, plugins=plugins.plugins, caller=plugins.caller)
        made = _draft(parts, file, name, reads, answers)
        _show(made, undeclared(database, EVERYONE, made.draft))
        if not _agreed(made, yes):
            remove(parts, made.view)
            sys.exit(PROBLEMS)
        kept = confirm(parts, made)
    if isinstance(kept, Problem):
        end(kept)
    click.echo(f"kept as {kept.name}: {kept.results:,} numbers in {kept.runs:,} runs")


def _draft(
    parts: UploadParts, file: Path, name: str, reads: str, answers: Sequence[str]
) -> WholeUpload:
    made = begin(parts, file.name, file.read_bytes(), name=name, way=reads)
    if isinstance(made, Problem):
        end(made)
    if answers:
        made = answer(parts, made, _answers(made, answers))
    if isinstance(made, Problem):
        end(made)
    return made


def _answers(made: WholeUpload, given: Sequence[str]) -> dict[str, str]:
    """Answers by the names of questions; people may call these by what they are labelled with."""
    questions = made.draft.questions
    names = {**{it.label: it.name for it in questions}, **{it.name: it.name for it in questions}}
    found = {}
    for text in given:
        question, equals, said = text.partition("=")
        if not equals or question not in names:
            hint = did_you_mean(question, names) or f"there are: {', '.join(names)[:500]}"
            raise click.BadParameter(f"`{text}`: {hint}", param_hint="--map")
        found[names[question]] = said
    return found


def _show(made: WholeUpload, unknown: Sequence[str]) -> None:
    rows = [(it.label, it.answer or "-") for it in made.draft.questions]
    print_table(("question", "answer"), rows)
    problems = [*made.draft.problems, *made.draft.report.problems]
    for problem in problems[:SHOWN]:
        hint = f" ({problem.hint})" if problem.hint else ""
        click.echo(f"{problem.severity}: {problem.message}{hint}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"… and {len(problems) - SHOWN:,} more problems", err=True)
    if unknown:
        click.echo(_undeclared(unknown), err=True)
    click.echo(f"{made.view.results:,} numbers in {made.view.runs:,} runs")


def _undeclared(refs: Sequence[str]) -> str:
    some = ", ".join(refs[:NAMED]) + (" …" if len(refs) > NAMED else "")
    if len(refs) == 1:
        return f"1 is declared nowhere, and shown once it is: {some}"
    return f"{len(refs):,} are declared nowhere, and shown once they are: {some}"


def _agreed(made: WholeUpload, yes: bool) -> bool:
    """Whether it is to be kept; nobody is asked about nothing."""
    if not made.view.runs:
        click.echo("mlhome: there is nothing in it to keep", err=True)
        return False
    return yes or click.confirm(f"Keep this as {made.view.name}?")
