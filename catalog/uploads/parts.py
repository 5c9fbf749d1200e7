"""What uploads need: the app joins it, tests join others."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.refresh.calling import Caller
from catalog.store.database import Database
from plugins.host.loading import Plugins


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadParts:
    """`caller` is None where this process calls no plugins: then nothing can be uploaded."""

    database: Database
    plugins: Callable[[], Plugins]
    caller: Caller | None = None
