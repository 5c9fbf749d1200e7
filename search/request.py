"""What is asked of an index, and what it answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from search.query.chips import Chip
from search.query.fields import DEFAULT_FIELDS, QueryFields
from search.query.tree import Between, Is

TEXT_SORTS = ("title", "name", "kind")
NUMBER_SORTS = ("updated", "views")
SORTS = (*TEXT_SORTS, *NUMBER_SORTS)
FACETS = ("kind", "namespace", "type", "lifecycle", "owner", "project", "domain", "tag")

MARKED_FIELDS = ("name", "title", "tags", "description", "text")

EVERYONE = frozenset({0})

LookUp = Callable[[Is | Between], Collection[int]]
"""The ids of the entries that have what a `recorded` field is asked for."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page of one search.

    `filters` narrow by field (any of the values); a facet's counts ignore that facet's own
    filter, so that a second value can still be chosen. `facets` are names of FACETS. `sort` is
    "" (relevance) or one of SORTS, "-" before it for descending. `cursor` is the `next_cursor`
    of the page before. `highlight` are the fields in which matches are marked, of MARKED_FIELDS:
    the fewer, the quicker. `prefix` completes the last word, for results while typing. `fields` are
    those that can be asked for; without `look_up`, nothing has what a `recorded` field asks for.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audiences: frozenset[int] = EVERYONE
    facets: tuple[str, ...] = ()
    limit: int = 20
    cursor: str = ""
    sort: str = ""
    highlight: tuple[str, ...] = MARKED_FIELDS
    prefix: bool = True
    fields: QueryFields = DEFAULT_FIELDS
    look_up: LookUp | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One found entry, as it was indexed.

    `highlights` are HTML: escaped text, what matched inside `<mark>`, by field.
    """

    id: int
    ref: str
    kind: str
    namespace: str
    name: str
    title: str
    description: str
    tags: tuple[str, ...]
    owner: str
    type: str
    lifecycle: str
    project: str
    domain: str
    updated_at: float
    score: float
    highlights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the found entries have this value (lower case)."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`near` says that nothing matched as written, and that words one or two letters away
    were taken instead. `next_cursor` is empty on the last page."""

    total: int
    hits: tuple[SearchHit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    next_cursor: str = ""
    understood: tuple[Chip, ...] = ()
    near: bool = False
