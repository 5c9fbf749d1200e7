"""What a filter says, whichever way it was written.

Keys are dotted paths (`spec.type`, `metadata.tags`, `relations.ownedby`), keys and values in
lower case: that is how they are compared.
"""

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
