"""What the API is given: the app joins these, tests join others."""

from collections.abc import Callable
from dataclasses import dataclass, field

from catalog.browse.facets import FacetMemory
from catalog.browse.reader import EVERYONE, Reader
from catalog.ingest.location_register import LocationRegister
from catalog.refresh.calling import Caller
from catalog.store.database import Database
from descriptors.format import Format
from plugins.host.loading import Plugins
from search.index import SearchIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiParts:
    """`index` gives the engine, or None while it can't be used; `reader` who asks now; `plugins`
    those in use; `caller` calls them, where this process may."""

    database: Database
    index: Callable[[], SearchIndex | None]
    locations: LocationRegister
    format: Format
    plugins: Callable[[], Plugins] = Plugins
    caller: Caller | None = None
    reader: Callable[[], Reader] = lambda: EVERYONE
    facet_memory: FacetMemory = field(default_factory=FacetMemory)
