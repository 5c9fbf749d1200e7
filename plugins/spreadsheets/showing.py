"""`mlhome spreadsheets show`: what a sheet would say, before anything is kept."""

from pathlib import Path

import click

from descriptors.problems import Problem
from plugins.api import EvaluationRun
from plugins.spreadsheets.guessing import guessed
from plugins.spreadsheets.mapping import Mapping
from plugins.spreadsheets.opening import FileFormat, open_sheet
from plugins.spreadsheets.recovering import recover
from plugins.spreadsheets.sheet import Sheet, UnreadableSheet

SHOWN = 20  # numbers


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tab", default="", help="The sheet of a workbook; else its first.")
@click.option("--all", "everything", is_flag=True, help="All numbers, not only the first.")
def show(file: Path, tab: str, everything: bool) -> None:
    """Show what the columns of the sheet FILE probably mean, and the numbers that gives.

    What is printed first can be kept beside the sheet as NAME.sheet.yaml, corrected.
    """
    sheet = open_sheet(file.name, file.read_bytes(), FileFormat(tab=tab))
    if isinstance(sheet, Problem):
        raise click.ClickException(
            f"{sheet.message} ({sheet.hint})" if sheet.hint else sheet.message
        )
    try:
        mapping = guessed(sheet, FileFormat(tab=tab))
    except UnreadableSheet as unreadable:
        raise click.ClickException(str(unreadable)) from None
    click.echo(as_yaml(file.name, mapping))
    _show_numbers(sheet, mapping, everything)


def as_yaml(name: str, mapping: Mapping) -> str:
    """The mapping as a mapping file has it."""
    lines = [f"sheet: {_quoted(name)}"]
    lines += [f"tab: {_quoted(mapping.format.tab)}"] if mapping.format.tab else []
    lines += [f"header: {mapping.header}"] if mapping.header != 1 else []
    lines += [f"skip: {mapping.skip}"] if mapping.skip else []
    lines += [f"subject: {_quoted(mapping.subject)}", "columns:"]
    lines += [f"  {_quoted(name)}: {_quoted(str(it))}" for name, it in mapping.columns.items()]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """As YAML writes a text of one line, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _show_numbers(sheet: Sheet, mapping: Mapping, everything: bool) -> None:
    found = recover(sheet, mapping)
    numbers = [(run, result) for run in found.runs for result in run.results]
    for run, result in numbers if everything else numbers[:SHOWN]:
        slices = ",".join(f"{name}={text}" for name, text in result.slice.items())
        where = f"[{slices}]" if slices else ""
        click.echo(f"{_whom(run)} {result.metric}{where} {result.value!r}")
    left = len(numbers) - SHOWN
    if left > 0 and not everything:
        click.echo(f"… and {left:,} more (--all)")
    for problem in found.problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        click.echo(f"{problem.severity}: {problem.message}{hint}", err=True)
    click.echo(
        f"{len(numbers):,} numbers in {len(found.runs):,} runs of {found.rows:,} rows", err=True
    )


def _whom(run: EvaluationRun) -> str:
    return f"{run.subject}@{run.version}" if run.version else run.subject
