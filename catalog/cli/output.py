"""What the commands print: tables for people, JSON for programs. Results go to standard output,
progress and remarks to standard error."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

import click
import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from descriptors.problems import Problem


def print_json(value: object) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], whole: Collection[str] = ()
) -> None:
    """`whole` are the columns that are never broken or cut: what people copy from them is used."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in whole)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(soft_wrap=False, highlight=False, markup=False).print(table)


def moment(seconds: float | None) -> str:
    """A time in the reader's zone, or nothing for never."""
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def problem_line(problem: Problem) -> str:
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{place or problem.entity_ref or '-'}: {problem.code}: {problem.message}{hint}"
