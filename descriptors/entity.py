"""What a valid descriptor declares."""

from dataclasses import dataclass
from typing import Any

from descriptors.problems import Problem
from descriptors.refs import EntityRef


@dataclass(frozen=True, slots=True)
class Relation:
    """One typed edge to `target` (a canonical ref), and its name seen from there."""

    type: str
    inverse: str
    target: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A valid descriptor: its document with the namespace written in, and what it points to.

    Numbers in the document are JavaScript's (`1.0` is `1`), so that equal descriptors are equal
    bytes in both catalogs. `line` is where the document begins in its file.
    """

    ref: EntityRef
    document: dict[str, Any]
    relations: tuple[Relation, ...]
    line: int
    warnings: tuple[Problem, ...] = ()
