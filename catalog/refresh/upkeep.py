"""What is put in order after a plugin changed, and as time goes by."""

import time

from sqlalchemy import Connection, select

from catalog.attachments.names import PUSH
from catalog.attachments.retention import DAY, PUSHED_DAYS, forget_old, forget_older
from catalog.attachments.search_values import write_values
from catalog.refresh.due import claim, finding
from catalog.refresh.gone_files import forget_gone_files
from catalog.refresh.parts import PluginParts
from catalog.refresh.planning import plan
from catalog.refresh.providers import remove_ungiven
from catalog.store.due import settle
from catalog.store.plugin_tables import attachment
from plugins.host.loading import LoadedPlugin

BATCH = 200
CLAIM_SECONDS = 60.0


def find_some(parts: PluginParts, name: str) -> bool:
    """Bring the search values of some entities up to date; whether any were due."""
    plugin = parts.plugins().get(name)
    if plugin is None:
        return False

    def work(connection: Connection) -> bool:
        claimed = claim(connection, finding(name), BATCH, time.time(), CLAIM_SECONDS)
        write_values(connection, plugin, [it.entity_id for it in claimed])
        settle(connection, finding(name), [(it.entity_id, it.revision) for it in claimed])
        return bool(claimed)

    return parts.database.transact(work)


def tidy(parts: PluginParts) -> None:
    """Plan what is to be asked, and forget what is old."""
    forget_gone_files(parts)
    for plugin in parts.plugins().loaded:

        def work(connection: Connection, plugin: LoadedPlugin = plugin) -> None:
            plan(connection, plugin, time.time())
            forget_old(connection, plugin, time.time())

        parts.database.transact(work)
    parts.database.transact(lambda connection: remove_ungiven(parts, connection))
    parts.database.transact(_forget_old_pushes)


def _forget_old_pushes(connection: Connection) -> None:
    pushed = attachment.c.plugin == PUSH
    types = select(attachment.c.type).where(pushed, attachment.c.until.is_not(None)).distinct()
    for type in connection.scalars(types).all():
        forget_older(connection, PUSH, type, time.time() - PUSHED_DAYS * DAY)
