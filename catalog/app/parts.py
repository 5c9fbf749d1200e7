"""What a running web process is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.ingest.location_register import LocationRegister
from catalog.refresh.calling import Caller
from catalog.settings import Settings
from catalog.store.database import Database
from descriptors.format import Format
from plugins.host.loading import Plugins
from search.index import SearchIndex


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The only things the app is given; `catalog.processes` chooses them, tests choose others."""

    settings: Settings
    database: Database
    format: Format
    index: Callable[[], SearchIndex | None]  # None while the index can't be used
    locations: LocationRegister
    count_view: Callable[[str], None]
    worker_runs: Callable[[], bool]
    plugins: Callable[[], Plugins] = Plugins
    caller: Caller | None = None  # None: routes of plugins are not answered
