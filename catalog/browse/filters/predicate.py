"""What a filter says, whichever way it was written.

Keys are dotted paths (`spec.type`, `metadata.tags`, `relations.ownedby`), keys and values in
lower case: that is how they are compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


class InvalidFilter(ValueError):
    """The filter cannot be understood; the text names the part that is wrong."""


@dataclass(frozen=True, slots=True)
class Exists:
    """The entity has something at this path, be it null."""

    key: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the values at this path is one of these."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasPrefix:
    """One of the values at this path begins with this."""

    key: str
    prefix: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; true when there is none."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; false when there is none."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Predicate"


Predicate: TypeAlias = Exists | OneOf | HasPrefix | All | AnyOf | Not

EVERYTHING = All(())

MOST_CONDITIONS = 300  # a database's parser has its own limit, about three times this
MOST_VALUES = 5_000


def check_size(predicate: Predicate) -> None:
    """Raises InvalidFilter for more than a database can be asked in one statement."""
    leaves = list(_leaves(predicate))
    values = sum(len(leaf.values) for leaf in leaves if isinstance(leaf, OneOf))
    if len(leaves) > MOST_CONDITIONS or values > MOST_VALUES:
        raise InvalidFilter(
            f"Invalid filter, at most {MOST_CONDITIONS} conditions and {MOST_VALUES} values"
        )


def _leaves(predicate: Predicate) -> Iterator[Exists | OneOf | HasPrefix]:
    match predicate:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield predicate
