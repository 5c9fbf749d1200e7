"""Checks: named facts about entities, computed anew when the entity, or what the plugin knows of
it, changes."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select

from catalog.refresh.due import Claimed, checking, claim
from catalog.refresh.entities import Declared, entities_by_id
from catalog.refresh.matching import is_for
from catalog.refresh.outcomes import (
    first_failure,
    give_back,
    is_cut_off,
    is_present,
    put_off_failed,
)
from catalog.refresh.parts import PluginParts
from catalog.refresh.register import note_failure
from catalog.store.among import among
from catalog.store.due import settle
from catalog.store.plugin_tables import attachment, check_value
from catalog.store.rows import delete_rows, insert_rows
from plugins.host.calls import Failure
from plugins.host.children import Pending
from plugins.host.loading import LoadedPlugin

BATCH = 50  # entities at a time; most come out as they were
CLAIM_SECONDS = 60.0
COLUMNS = ("entity_id", "plugin", "name", "value", "at")
REPLACE = (
    "ON CONFLICT (entity_id, plugin, name) DO UPDATE SET value = excluded.value, at = excluded.at"
)
Known = Mapping[str, Sequence[Any]]
Answers = dict[str, Any]  # by name of the check; None: not known


def check_some(parts: PluginParts, name: str) -> bool:
    """Check some entities that are due for a plugin; whether any were."""
    plugin = parts.plugins().get(name)
    if plugin is None:
        return False
    claimed = parts.database.transact(
        lambda connection: claim(connection, checking(name), BATCH, time.time(), CLAIM_SECONDS)
    )
    ids = [it.entity_id for it in claimed]
    with parts.database.read() as connection:
        found = entities_by_id(connection, ids)
        known = _known(connection, plugin, ids)
    begun = [
        (it, _begin(parts, plugin, found.get(it.entity_id), known[it.entity_id])) for it in claimed
    ]
    for it, calls in begun:
        answers = {name: call.result() for name, call in calls.items()}
        _keep(parts, plugin, it, found.get(it.entity_id), answers)
    return bool(claimed)


def _known(
    connection: Connection, plugin: LoadedPlugin, ids: Sequence[int]
) -> Mapping[int, dict[str, list[Any]]]:
    """By entity and type, the plugin's own present attachment values."""
    rows = connection.execute(
        select(attachment.c.entity_id, attachment.c.type, attachment.c.value)
        .where(
            among(connection, attachment.c.entity_id, ids),
            attachment.c.plugin == plugin.name,
            attachment.c.until.is_(None),
        )
        .order_by(attachment.c.source)
    )
    known: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        known[row.entity_id][row.type].append(orjson.loads(row.value))
    return defaultdict(dict, {about: dict(values) for about, values in known.items()})


def _begin(
    parts: PluginParts, plugin: LoadedPlugin, it: Declared | None, known: Known
) -> dict[str, Pending]:
    return {
        each.name: parts.caller.check(plugin, each.name, it.entity, known)
        for each in plugin.checks
        if it is not None
        and is_for(it.entity, each.kinds, ())
        and (not each.attachments or any(known.get(type_) for type_ in each.attachments))
    }


def _keep(
    parts: PluginParts, plugin: LoadedPlugin, it: Claimed, declared: Declared | None, said: Answers
) -> None:
    failed = first_failure(list(said.values()))

    def work(connection: Connection) -> None:
        now = time.time()
        if is_cut_off(parts, failed):
            give_back(connection, checking(plugin.name), it)
            return
        if declared is None or is_present(connection, plugin, declared):
            _write(connection, plugin, it, said, now)
        if failed is not None:
            note_failure(connection, plugin.name, failed.problem)
            put_off_failed(connection, checking(plugin.name), it, failed, now)
        else:
            settle(connection, checking(plugin.name), [(it.entity_id, it.revision)])

    parts.database.transact(work)


def _write(
    connection: Connection, plugin: LoadedPlugin, it: Claimed, said: Answers, now: float
) -> None:
    """Only what came out differently; a check that failed keeps its value."""
    mine = (check_value.c.entity_id == it.entity_id, check_value.c.plugin == plugin.name)
    rows = connection.execute(select(check_value.c.name, check_value.c.value).where(*mine))
    held = {row.name: row.value for row in rows}
    wanted = {
        name: orjson.dumps(value).decode()
        for name, value in said.items()
        if value is not None and not isinstance(value, Failure)
    }
    kept = {name for name, value in said.items() if isinstance(value, Failure)}
    gone = held.keys() - wanted.keys() - kept
    delete_rows(
        connection,
        check_value,
        ("entity_id", "plugin", "name"),
        [(it.entity_id, plugin.name, name) for name in gone],
    )
    new = [(it.entity_id, plugin.name, *each, now) for each in wanted.items() - held.items()]
    insert_rows(connection, check_value, COLUMNS, new, REPLACE)
