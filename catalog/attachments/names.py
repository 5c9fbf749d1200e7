"""Who said something: a plugin, or a system that pushes, and where it knows it from."""

from typing import NamedTuple

PUSH = "push"  # stands where a plugin's name does, for what systems push themselves
DESCRIBED = "describe"


class Origin(NamedTuple):
    """A source taken apart: `connection:3` is of `kind` connection and `id` 3; `push:ci` has the
    `name` ci."""

    kind: str
    id: int
    name: str


def of_connection(connection_id: int) -> str:
    """What a refresh said; 0 stands for no connection."""
    return f"connection:{connection_id}"


def of_file(source_id: int) -> str:
    """What a reader said of a file of a location."""
    return f"file:{source_id}"


def of_upload(name: str) -> str:
    """What a file says that people uploaded under a name."""
    return f"upload:{name}"


def of_push(name: str) -> str:
    """What a system pushed."""
    return f"push:{name}"


def origin(source: str) -> Origin:
    kind, _, rest = source.partition(":")
    return Origin(kind, int(rest) if rest.isdigit() else 0, rest)
