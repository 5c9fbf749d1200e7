"""Where further locations are found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugins.api.given import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationTarget:
    """A location to read descriptors from: a Git repository or an address, as people type it."""

    target: str
    ref: str = ""
    patterns: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`find(context)` gives all locations there are; those it gave before and gives no more are
    removed, with what they declared."""

    name: str
    find: Callable[[Context], Sequence[LocationTarget]]
    every: float = 600.0
    deadline: float = 60.0
