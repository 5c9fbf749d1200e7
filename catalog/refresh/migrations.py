"""Values of attachments brought to the present version of their schema, in the plugin's child."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import Connection, and_, false, or_, select, update

from catalog.attachments.said import Said, as_json
from catalog.refresh.apply import Applied, tell
from catalog.refresh.outcomes import is_cut_off
from catalog.refresh.parts import PluginParts
from catalog.refresh.register import note_failure
from catalog.store.plugin_tables import attachment
from plugins.host.calls import Failure
from plugins.host.loading import LoadedPlugin

BATCH = 50


class Migrations:
    """Remembers which values could not be migrated: they are tried again by the next process, and
    written anew when the plugin says them anew."""

    def __init__(self) -> None:
        self._failed: set[int] = set()
        self._done: set[str] = set()  # fingerprints of plugins of which nothing older is left

    def some(self, parts: PluginParts, name: str) -> bool:
        """Migrate some present values of a plugin; whether any were of an older version."""
        plugin = parts.plugins().get(name)
        if plugin is None:
            return False
        with parts.database.read() as connection:
            rows = connection.execute(_older(plugin, self._failed)).all()
        begun = [
            (row, parts.caller.migrate(plugin, row.type, orjson.loads(row.value), row.version))
            for row in rows
        ]
        for row, call in begun:
            value = call.result()
            if is_cut_off(parts, value):
                break
            if isinstance(value, Failure):
                self._failed.add(row.id)
            _keep(parts, plugin, row, value)
        return bool(rows)

    def is_needed(self, connection: Connection, plugin: LoadedPlugin) -> bool:
        if plugin.fingerprint in self._done:
            return False
        if connection.execute(_older(plugin, self._failed).limit(1)).first() is not None:
            return True
        self._done.add(plugin.fingerprint)
        return False


def _older(plugin: LoadedPlugin, but_for: Collection[int]) -> Any:
    types = [
        and_(attachment.c.type == it.name, attachment.c.version < it.version)
        for it in plugin.attachments
        if it.migrate is not None
    ]
    return (
        select(attachment)
        .where(
            attachment.c.plugin == plugin.name,
            attachment.c.until.is_(None),
            or_(false(), *types),
            attachment.c.id.not_in(but_for),
        )
        .order_by(attachment.c.id)
        .limit(BATCH)
    )


def _keep(parts: PluginParts, plugin: LoadedPlugin, row: Any, value: Any) -> None:
    def work(connection: Connection) -> None:
        if isinstance(value, Failure):
            note_failure(connection, plugin.name, value.problem)
            return
        declared = plugin.attachment(row.type)
        it = Said("", row.type, as_json(value), declared.version if declared else row.version)
        # Written in place: nothing became different but the way it is written.
        connection.execute(
            update(attachment)
            .where(attachment.c.id == row.id, attachment.c.version == row.version)
            .values(value=it.value, digest=it.digest, version=it.version)
        )
        tell(connection, plugin, Applied(known=frozenset([row.entity_id])))

    parts.database.transact(work)
