"""Repositories: reads which locations there are from lists that are kept elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from plugins.api import Context, LocationTarget, Provider, Setting, UpstreamFailed, hook
from plugins.repositories.commands import show
from plugins.repositories.lists import read_list

LARGEST = 1 << 20  # bytes of one list


@hook
def settings() -> Sequence[Setting]:
    return [
        Setting(
            name="lists",
            default=(),
            about="Files of this machine with a repository on each line (or .csv, .yaml, .json).",
        )
    ]


@hook
def providers() -> Sequence[Provider]:
    return [Provider(name="lists", find=find, every=300.0)]


@hook
def commands() -> Sequence[click.Command]:
    return [show]


def find(context: Context) -> Sequence[LocationTarget]:
    """What the files name, and the list at the address of a connection."""
    found = [to for path in context.settings["lists"] for to in read_list(path, _file(path))]
    if context.connection is not None:
        url = context.connection.url
        found += read_list(urlsplit(url).path, context.http.get_bytes(url, limit=LARGEST))
    return list(dict.fromkeys(found))


def _file(path: str) -> bytes:
    try:
        with Path(path).expanduser().open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UpstreamFailed(f"the list {path} can't be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise UpstreamFailed(f"the list {path} is larger than {LARGEST:,} bytes")
    return data
