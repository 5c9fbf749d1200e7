"""`mlhome plugin new` and `mlhome plugin check`: for those who write plugins."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from catalog.cli import ALIASES, COMMANDS, PROBLEMS
from catalog.cli.options import output_option
from catalog.cli.output import print_json, problem_line
from catalog.cli.plugin_commands import is_plugin
from descriptors.problems import Problem
from plugins.host.loading import LoadedPlugin, load_plugin
from plugins.scaffold import write_plugin
from plugins.testing import check_plugin


def _pairs(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> dict[str, str]:
    """Each `NAME=VALUE` taken apart."""
    pairs = [value.partition("=") for value in values]
    if wrong := next((value for value in values if "=" not in value[1:]), ""):
        raise click.BadParameter(f"`{wrong}` is not like NAME=VALUE")
    return {name: text for name, _, text in pairs}


@click.command()
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder to write it into; the present one if left out.",
)
def new(name: str, into: Path) -> None:
    """Write a new plugin: a package that installs, passes the check and shows a panel.

    It is a folder mlhome-NAME, with tests and an example to ingest.
    """
    is_command = name in COMMANDS or name in ALIASES
    if is_command or is_plugin(name):
        taken = "a command of ML Home" if is_command else "an installed plugin"
        _end(Problem("plugin/taken", f"`{name}` is {taken}", "choose another name"))
    try:
        written = write_plugin(name, into)
    except OSError as error:
        _end(Problem("plugin/folder", f"{into} can't be written: {error}"))
    if isinstance(written, Problem):
        _end(written)
    for path in written:
        click.echo(path)
    folder = into / f"mlhome-{name}"
    click.echo(
        f"\nNext: pip install -e {folder} && mlhome plugin check {name} "
        f"&& mlhome ingest {folder / 'example'}",
        err=True,
    )


@click.command()
@click.argument("name")
@click.option(
    "annotations",
    "--annotation",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_pairs,
    help="A good value of an annotation that the plugin heeds.",
)
@click.option(
    "--answers",
    type=click.File("rb"),
    metavar="FILE",
    help="JSON: good answers of the system it asks, by the end of the path.",
)
@output_option
def check(name: str, annotations: dict[str, str], answers: Any, output: str) -> None:
    """Run the contract kit on the installed plugin NAME.

    Calls all it has with what may come: odd entities, broken files, servers that answer with
    garbage or not at all. The status is 1 if it does what no plugin may; warnings are advice.
    """
    plugin = load_plugin(name)
    if isinstance(plugin, Problem):
        _end(plugin)
    upstream = _answers(answers) if answers else None
    found = check_plugin(name, upstream=upstream, annotations=annotations)
    errors = [it for it in found if it.is_error]
    if output == "json":
        print_json({"plugin": name, "ok": not errors, "problems": [it.as_json() for it in found]})
    else:
        for it in found:
            click.echo(problem_line(it))
        click.echo(_summary(plugin, len(errors), len(found) - len(errors)))
    sys.exit(PROBLEMS if errors else 0)


def _summary(plugin: LoadedPlugin, errors: int, warnings: int) -> str:
    called = f"{plugin.name} {plugin.version}".strip()
    if errors:
        return f"{called} breaks the contract: {errors} errors, {warnings} warnings"
    return f"{called} keeps the contract" + (f" ({warnings} warnings)" if warnings else "")


def _answers(file: Any) -> dict[str, Any]:
    try:
        answers = json.load(file)
    except ValueError as error:
        raise click.UsageError(f"{file.name} is no JSON: {error}") from error
    if not isinstance(answers, dict):
        raise click.UsageError(
            f"{file.name} must be a mapping from the end of a path to its answer"
        )
    return answers


def _end(problem: Problem) -> NoReturn:
    hint = f" ({problem.hint})" if problem.hint else ""
    click.echo(f"mlhome: {problem.message}{hint}", err=True)
    sys.exit(PROBLEMS)
