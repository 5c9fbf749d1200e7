"""What the work of plugins is made of."""

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from catalog.refresh.calling import Caller
from catalog.store.database import Database
from catalog.store.failpoints import At, nowhere
from descriptors.problems import Problem
from plugins.host.loading import Plugins


class Places(Protocol):
    """Where locations are kept that plugins provide."""

    def add(
        self, connection: Connection, target: str, ref: str, patterns: Sequence[str]
    ) -> int | Problem:
        """The id of a location, new or not; or why it can't be one."""

    def remove_others(self, connection: Connection, ids: Collection[int]) -> None:
        """Keep only these of those that were provided."""


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
    places: Places | None = None
