"""What the index holds of an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """The findable view of an entry, of one revision.

    `owner`, `project` and `domain` are canonical entity refs. `text` is everything else worth
    finding it by (the spec's and the annotations' words). `values` are further filterable values
    by query field ("framework": ("pytorch",)); they need no place of their own in the index.
    """

    id: int
    revision: int
    ref: str
    kind: str
    namespace: str
    name: str
    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    owner: str = ""
    type: str = ""
    lifecycle: str = ""
    project: str = ""
    domain: str = ""
    text: str = ""
    audience: int = 0  # who may see it; 0 = everyone
    updated_at: float = 0.0  # seconds since 1970 (UTC)
    views: float = 0.0  # how often its page was opened of late
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """The entity is gone as of this revision."""

    id: int
    revision: int


Change = SearchDocument | Removal
