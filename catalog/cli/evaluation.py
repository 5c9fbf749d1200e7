"""`mlhome evaluation`: what was measured, told from a terminal or a pipeline."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import click

from catalog.cli import PROBLEMS
from catalog.cli.options import output_option, with_settings
from catalog.cli.output import print_json
from catalog.errors import MLHomeError
from catalog.evaluations.files import Unreadable, in_parts, read_runs
from catalog.evaluations.push import as_json, push_runs
from catalog.processes.opening import opened_record
from catalog.settings import Settings
from plugins import push as over_http

Push = Callable[[list[Any]], Sequence[dict[str, Any]]]
AT_ONCE = 1_000  # runs in memory, and in one transaction


class NotPushed(MLHomeError):
    """A file that can't be read, or a server that does not take it."""


@dataclass
class _Done:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(problem["severity"] == "error" for problem in self.problems)

    def add(self, answer: dict[str, Any], before: int) -> None:
        """`before`: how many runs were sent before those of this answer."""
        for name in ("created", "updated", "unchanged"):
            setattr(self, name, getattr(self, name) + answer[name])
        for problem in answer["problems"]:
            _, place, *rest = problem["path"].split("/")
            path = "/".join(["", str(before + int(place)), *rest])
            self.problems.append({**problem, "path": path})


@click.group()
def evaluation() -> None:
    """Push evaluation runs."""


@evaluation.command()
@click.argument("file", type=click.File("rb"))
@click.option("--server", default="", help="Address of a running ML Home; else into the data.")
@click.option("--source", default="", help="Who pushes: ids of runs are the source's own.")
@output_option
@with_settings("database_url")
def push(settings: Settings, file: IO[bytes], server: str, source: str, output: str) -> None:
    """Push the runs in FILE: JSON, JSON Lines, or - for standard input.

    Their shape is that of the API (/api/docs). The good ones are kept; the status is 1 if one
    could not be.
    """
    try:
        with _sender(settings, server, source) as send:
            done = _in_parts(read_runs(file), send)
    except (Unreadable, over_http.PushFailed) as wrong:
        raise NotPushed(str(wrong)) from None
    _show(done, output)
    sys.exit(PROBLEMS if done.has_errors else 0)


def _show(done: _Done, output: str) -> None:
    if output == "json":
        print_json(done.__dict__)
        return
    for problem in done.problems:
        hint = f" ({problem['hint']})" if problem["hint"] else ""
        click.echo(f"{problem['path']}: {problem['code']}: {problem['message']}{hint}")
    counts = f"{done.created} created, {done.updated} updated, {done.unchanged} unchanged"
    click.echo(f"{counts}; {len(done.problems)} problems")


@contextmanager
def _sender(settings: Settings, server: str, source: str) -> Iterator[Push]:
    """What takes a list of runs and gives the answers of the API."""
    if server:
        yield lambda items: over_http.push_runs(items, server=server, source=source)
        return
    name = f"api:{source}" if source else "api"
    with opened_record(settings) as database:
        yield lambda items: [as_json(push_runs(database, name, items, time.time()))]


def _in_parts(items: Iterable[Any], send: Push) -> _Done:
    done, sent = _Done(), 0
    for part in in_parts(items, AT_ONCE):
        for answer in send(part):
            done.add(answer, sent)
            sent += len(answer["ids"])
    return done
