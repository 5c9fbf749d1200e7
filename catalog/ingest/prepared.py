"""What passes between the process that writes and the children that parse.

Tuples of plain values, since they are pickled once for each entity.
"""

from dataclasses import dataclass
from typing import NamedTuple

from catalog.ingest.flatten import FilterRow
from catalog.store.origin import Origin
from descriptors.problems import Problem


@dataclass(frozen=True)
class SourceFile:
    """One descriptor file as a location gave it."""

    path: str
    digest: str  # SHA-256 of the bytes and of what they include
    data: bytes
    includes: dict[str, bytes]
    name: str  # how people find it: an absolute path, a URL, or repository and path
    origin: Origin
    via: str = ""  # ref of the `Location` entity that names it


class Targets(NamedTuple):
    """What one `Location` entity names."""

    ref: str
    targets: tuple[str, ...]
    required: bool
    line: int = 0  # where the `Location` begins; 0: recorded by a release that did not note it


class PreparedEntity(NamedTuple):
    """An entity with all that can be computed without the database.

    `relations` are (type, target, inverse).
    """

    ref: str
    kind: str
    namespace: str
    name: str
    type: str
    lifecycle: str
    owner: str  # ref, as declared
    parent: str  # ref of the entity it inherits from
    title: str
    line: int
    digest: str  # SHA-1 of the document
    document: bytes  # JSON
    relations: tuple[tuple[str, str, str], ...]
    rows: tuple[FilterRow, ...]


class PreparedFile(NamedTuple):
    """The outcome of one file: entities, problems, and the files it leads to."""

    entities: tuple[PreparedEntity, ...]
    problems: tuple[Problem, ...]
    targets: tuple[Targets, ...]
