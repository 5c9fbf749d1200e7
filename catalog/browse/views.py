"""What the pages and the API are given: plain values, no rows and no sessions.

Times are seconds since 1970 (UTC); refs are canonical (`kind:namespace/name`, lower case);
`kind` is written as in the descriptor (`Model`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from descriptors.problems import Problem
from search.query.chips import Chip


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """One line about an entity: what lists and results show."""

    ref: str
    kind: str
    namespace: str
    name: str
    title: str
    description: str = ""
    type: str = ""
    lifecycle: str = ""
    owner: str = ""  # ref, inherited from the project where not declared
    project: str = ""  # ref
    tags: tuple[str, ...] = ()
    updated_at: float = 0.0


@dataclass(frozen=True, slots=True)
class RelatedEntry:
    """The other end of a relation; `exists` is False for a ref nobody declares (yet)."""

    type: str
    ref: str
    title: str
    kind: str
    exists: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the descriptor of an entity was read, and who changed it last."""

    location_id: int
    location: str
    path: str
    line: int
    commit: str = ""
    author: str = ""
    changed_at: float | None = None
    exact: bool = True  # False: changed at that time or before
    view_url: str = ""
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One changed place of a descriptor; `op` is add, remove or replace."""

    path: str
    before: Any
    after: Any
    op: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One state in the history of an entity's descriptor."""

    number: int
    at: float
    action: str  # created | updated | deleted | restored
    commit: str = ""
    author: str = ""
    path: str = ""
    line: int = 0
    location: str = ""
    changed_at: float | None = None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(EntrySummary):
    """Everything the page of one entity shows."""

    uid: str
    document: Mapping[str, Any]  # the entity as the API gives it
    descriptor_yaml: str  # the descriptor as YAML, without what stitching added
    relations: tuple[RelatedEntry, ...]
    origin: Origin | None
    problems: tuple[Problem, ...]
    orphan: bool
    revision: int
    created_at: float


@dataclass(frozen=True, slots=True)
class LocationView:
    """A location and how its last read went; lag = seconds since the last good read."""

    id: int
    type: str
    target: str
    ref: str
    patterns: tuple[str, ...]
    added_by: str
    state: str  # new | ok | failing
    last_error: Problem | None
    created_at: float
    last_read_at: float | None
    last_ok_at: float | None
    next_read_at: float
    commit: str
    entities: int
    problems: int
    lag: float | None


@dataclass(frozen=True, slots=True)
class Facet:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Some of `total` problems; `codes` counts those of every code, whichever was asked for."""

    total: int
    problems: tuple[Problem, ...]
    codes: tuple[Facet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(EntrySummary):
    """One result of a search; `highlights` are the fields that matched, as HTML with `<mark>`."""

    score: float
    highlights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results; `degraded` says that SQL answered because the index could not."""

    total: int
    hits: tuple[Found, ...]
    facets: Mapping[str, tuple[Facet, ...]]
    next_cursor: str = ""
    understood: tuple[Chip, ...] = ()  # how the query was read
    near: bool = False  # nothing matched as written; words one or two letters away were taken
    degraded: bool = False
