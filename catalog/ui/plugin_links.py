"""The pages that plugins bring, for the navigation: those that have something to show."""

import threading
import time
from dataclasses import dataclass
from urllib.parse import quote

from catalog.attachments.counts import known_types
from catalog.errors import DatabaseUnavailable
from catalog.ui.parts import PageParts
from plugins.host.loading import LoadedPlugin

LOOK_AGAIN = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class PluginLink:
    plugin: str
    title: str
    address: str
    type: str  # of the attachments it is about


def pages_of(plugin: LoadedPlugin) -> list[PluginLink]:
    """All pages that a plugin declares."""
    return [
        PluginLink(
            plugin.name, page.title, f"/plugins/{plugin.name}/{quote(page.name)}", page.attachment
        )
        for page in plugin.pages
    ]


class PluginLinks:
    """Remembers them for a moment, as every page asks."""

    def __init__(self, parts: PageParts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._links: tuple[PluginLink, ...] = ()
        self._looked_at = -LOOK_AGAIN

    def __call__(self) -> tuple[PluginLink, ...]:
        """None where the database can't be read: pages that say so have a navigation too."""
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_AGAIN:
                self._look()
            return self._links

    def _look(self) -> None:
        try:
            declared = [one for each in self._parts.plugins().loaded for one in pages_of(each)]
            known = known_types(self._parts.database, {(one.plugin, one.type) for one in declared})
        except DatabaseUnavailable:
            self._links = ()
            return
        self._links = tuple(one for one in declared if (one.plugin, one.type) in known)
        self._looked_at = time.monotonic()
