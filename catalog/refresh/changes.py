"""Whom it concerns that entities are new, changed or back."""

import time
from collections.abc import Collection

from sqlalchemy import Connection

from catalog.refresh.due import describe_again
from catalog.refresh.planning import ask_soon
from plugins.host.loading import Plugins


def entities_changed(connection: Connection, plugins: Plugins, ids: Collection[int]) -> None:
    """Have those entities described and checked that plugins are for, and upstreams asked about
    them; in the transaction in which they changed."""
    if not ids:
        return
    for plugin in plugins.loaded:
        describe_again(connection, plugin, ids)
        ask_soon(connection, plugin, ids, time.time())
