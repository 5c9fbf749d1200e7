"""What a query means: the tree both engines translate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One word as typed, or a quoted phrase; in one field where `field` is given.

    `open` says that the text ended with it, so that it may not have been typed to its end.
    """

    text: str
    phrase: bool = False
    field: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """The field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The number lies between the bounds; None = no bound on that side."""

    field: str
    low: float | None = None
    high: float | None = None
    include_low: bool = True
    include_high: bool = True


@dataclass(frozen=True, slots=True)
class Ids:
    """The entry is one of these: what a `recorded` field comes to."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts; of no parts: everything."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Words | Is | Between | Ids | Not | And | Or
EVERYTHING = And(())
