"""What the work of plugins is made of."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog.refresh.calling import Caller
from catalog.store.database import Database
from catalog.store.failpoints import At, nowhere
from plugins.host.loading import Plugins


@dataclass(frozen=True)
class PluginParts:
    """`plugins` gives those in use now; `owner` is who holds what this process leases. When
    `stopping` is set, calls that are cut off are nobody's fault, and others make them again."""

    database: Database
    caller: Caller
    plugins: Callable[[], Plugins]
    owner: str
    stopping: threading.Event = field(default_factory=threading.Event)
    at: At = nowhere
