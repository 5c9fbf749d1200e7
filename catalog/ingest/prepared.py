"""What passes between the process that writes and the children that parse.

Tuples of plain values, since they are pickled once for each entity.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalog.ingest.flatten import FilterRow
from catalog.store.origin import Origin
from descriptors.problems import Problem
from plugins.api import Report


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
    reader: str = ""  # `plugin/reader` that reads it; empty: it is a descriptor
    needs: tuple[str, ...] = ()  # files and patterns that the reader asked for
    near: Mapping[str, bytes | None] = field(default_factory=dict)  # what came of it
    near_problems: tuple[Problem, ...] = ()  # what did not come
    # What the reader made of it: documents, each with its line.
    documents: tuple[tuple[Mapping[str, Any], int], ...] | None = None


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
    """The outcome of one file: entities, problems, and the files it leads to; of one that a
    plugin read also what it reported (None: it could not be read)."""

    entities: tuple[PreparedEntity, ...]
    problems: tuple[Problem, ...]
    targets: tuple[Targets, ...]
    report: Report | None = None
