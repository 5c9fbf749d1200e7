"""What a run of ingestion is given, and what it says at its end."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection

from catalog.evaluations.counts import RunCounts
from catalog.ingest.readers import FileReaders
from catalog.locations.policy import ReadPolicy
from catalog.store.failpoints import At, nowhere
from descriptors.limits import Limits
from descriptors.problems import Problem

# Called with (files done, files found so far) while a run goes on.
Progress = Callable[[int, int], None]
# Called with ids of entities that are new, changed or back, in the transaction that makes them so.
Changed = Callable[[Connection, Collection[int]], None]


def nobody(_connection: Connection, _ids: Collection[int]) -> None:
    """Whom a run tells that has nobody to tell."""


@dataclass(frozen=True)
class IngestOptions:
    """How to read, and what becomes of entities that are no longer declared."""

    policy: ReadPolicy
    limits: Limits = field(default_factory=Limits)
    orphan_policy: str = "delete"  # delete | keep
    orphan_grace_seconds: float = 0.0
    read_every_seconds: float = 120.0
    lease_owner: str = ""  # who reads; empty: a name made for the run
    child_depth: int = 5  # how far locations may name further locations
    child_count: int = 1_000  # how many locations one run may add that way
    readers: FileReaders = field(default_factory=FileReaders)
    changed: Changed = nobody
    at: At = nowhere


@dataclass(frozen=True)
class EntityCounts:
    """Of the locations that were read; `total` is what they declare now."""

    total: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True)
class IngestReport:
    """The outcome of a run. `problems` are all that stand now, new or not."""

    entities: EntityCounts
    problems: tuple[Problem, ...]
    seconds: float
    evaluations: RunCounts = field(default_factory=RunCounts)  # that plugins read in files
    changed: frozenset[int] = frozenset()  # ids of entities created, updated or removed
    unreadable: frozenset[int] = frozenset()  # ids of locations that could not be read at all
