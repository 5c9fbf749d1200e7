"""What the pages are given: the app joins these, tests join others."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.browse.reader import EVERYONE, Reader
from catalog.ingest.location_register import LocationRegister
from catalog.refresh.calling import Caller
from catalog.store.database import Database
from plugins.host.loading import Plugins
from search.index import SearchIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """`index` gives the engine, or None while it can't be used; `reader` who asks now;
    `count_view` takes note that the page of a ref was opened; `plugins` are those in use;
    `caller` calls them, where this process may."""

    database: Database
    index: Callable[[], SearchIndex | None]
    locations: LocationRegister
    count_view: Callable[[str], None]
    plugins: Callable[[], Plugins] = Plugins
    caller: Caller | None = None
    reader: Callable[[], Reader] = lambda: EVERYONE
