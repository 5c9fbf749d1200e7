"""What the API is given: the app joins these, tests join others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from catalog.browse.facets import FacetMemory
from catalog.browse.reader import EVERYONE, Reader
from catalog.store.database import Database
from descriptors.format import Format
from descriptors.problems import Problem
from search.index import SearchIndex


class Commands(Protocol):
    """The changes a client may ask for; the pages ask for the same ones."""

    def add(self, target: str, ref: str, patterns: Sequence[str]) -> Problem | None:
        """Read descriptors from there too; what is wrong with the request, or None when done."""

    def refresh(self, location_id: int) -> bool:
        """Have it read again now; False when there is no such location."""

    def remove(self, location_id: int) -> bool:
        """Read from there no more; False when there is no such location."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiParts:
    """`index` gives the engine, or None while it can't be used; `reader` who asks now."""

    database: Database
    index: Callable[[], SearchIndex | None]
    locations: Commands
    format: Format
    reader: Callable[[], Reader] = lambda: EVERYONE
    facet_memory: FacetMemory = field(default_factory=FacetMemory)
