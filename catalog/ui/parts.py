"""What the pages are given: the app joins these, tests join others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.browse.reader import EVERYONE, Reader
from catalog.store.database import Database
from descriptors.problems import Problem
from search.index import SearchIndex


class LocationCommands(Protocol):
    """The changes to locations that a page may ask for."""

    def add(self, target: str, ref: str, patterns: Sequence[str]) -> Problem | None:
        """Read descriptors from there too; what is wrong with the request, or None when done."""

    def refresh(self, location_id: int) -> bool:
        """Have it read again now; False when there is no such location."""

    def remove(self, location_id: int) -> bool:
        """Read from there no more; False when there is no such location."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """`index` gives the engine, or None while it can't be used; `reader` who asks now;
    `count_view` takes note that the page of a ref was opened."""

    database: Database
    index: Callable[[], SearchIndex | None]
    locations: LocationCommands
    count_view: Callable[[str], None]
    reader: Callable[[], Reader] = lambda: EVERYONE
