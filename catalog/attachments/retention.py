"""What becomes of states that are over: kept for as long as their type says, then only the mark
that there was something."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from catalog.store.among import among
from catalog.store.plugin_tables import attachment
from catalog.store.rows import update_rows
from plugins.host.loading import LoadedPlugin

DAY = 86_400.0
PUSHED_DAYS = 90.0  # for which states that systems pushed are kept
BATCH = 500
# The digest of a row that only says that what was known from `since` until `until` is not kept.
NOT_KEPT = ""


def forget_old(connection: Connection, plugin: LoadedPlugin, now: float) -> int:
    """Drop some states that are over for longer than their type is kept; gives how many."""
    return sum(
        forget_older(connection, plugin.name, it.name, now - it.keep_days * DAY)
        for it in plugin.attachments
    )


def forget_older(connection: Connection, plugin: str, type: str, before: float) -> int:
    """Drop some states of a type that ended before a time; gives how many.

    They leave one row without a value for each entity and source, so that whoever asks for those
    days is told that nothing was kept of them.
    """
    rows = connection.execute(
        select(*(attachment.c[name] for name in ("id", "entity_id", "source", "since", "until")))
        .where(
            attachment.c.plugin == plugin,
            attachment.c.type == type,
            attachment.c.until <= before,
            attachment.c.digest != NOT_KEPT,
        )
        .order_by(attachment.c.until)
        .limit(BATCH)
    ).all()
    if rows:
        _replace(connection, plugin, type, rows)
    return len(rows)


def _replace(connection: Connection, plugin: str, type: str, rows: Sequence[Any]) -> None:
    marks = _marks(connection, plugin, type, {row.entity_id for row in rows})
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.entity_id, row.source].append(row)
    gone, spans = [], []
    for key, old in groups.items():
        mark = marks.get(key)
        # The first one of them becomes the mark where there is none yet.
        kept = mark or old.pop(0)
        since = min(it.since for it in (kept, *old))
        spans.append((since, max(it.until for it in (kept, *old)), kept.id))
        gone += [it.id for it in old]
    connection.execute(delete(attachment).where(among(connection, attachment.c.id, gone)))
    update_rows(connection, attachment, "id", ("since", "until"), spans)
    emptied = among(connection, attachment.c.id, [id for _, _, id in spans])
    connection.execute(update(attachment).where(emptied).values(digest=NOT_KEPT, value=b"", url=""))


def _marks(
    connection: Connection, plugin: str, type: str, ids: set[int]
) -> dict[tuple[int, str], Any]:
    rows = connection.execute(
        select(attachment).where(
            among(connection, attachment.c.entity_id, ids),
            attachment.c.plugin == plugin,
            attachment.c.type == type,
            attachment.c.digest == NOT_KEPT,
        )
    )
    return {(row.entity_id, row.source): row for row in rows}
