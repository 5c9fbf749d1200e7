"""Reading what plugins know: of one entity, now or at a past time; of all entities, by type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from catalog.attachments.freshness import Freshness, freshness
from catalog.attachments.names import PUSH
from catalog.attachments.retention import NOT_KEPT
from catalog.store.cursors import InvalidCursor, decode_json, encode_json
from catalog.store.database import Database
from catalog.store.plugin_tables import attachment, push_source
from catalog.store.plugin_tables import plugin as plugin_table
from catalog.store.reader import Reader
from catalog.store.tables import entity
from plugins.api import Value
from plugins.host.loading import Plugins

NOBODY = Plugins()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """What one plugin knows about one entity. Times are seconds since 1970.

    It was first so at `since` (and last at `until`, of a past state); `observed_at` is when the
    upstream system saw it, `fresh_at` when its source was last heard with success, and
    `stale_reason` why not lately. `plugin_state` is ok, failing, disabled or removed. `kept` is
    False for a past time of which only that there was something is known: `value` is None then.
    `version` is that of the schema the value was made for.
    """

    entity_ref: str
    plugin: str
    type: str
    title: str
    value: Value
    version: int
    source: str
    url: str
    observed_at: float
    since: float
    until: float | None
    fresh_at: float
    stale_reason: str
    plugin_state: str
    kept: bool


@dataclass(frozen=True, slots=True)
class AttachmentPage:
    attachments: tuple[AttachmentView, ...]
    total: int
    next_cursor: str = ""


def attachments_of(
    db: Database, reader: Reader, ref: str, at: float | None = None, plugins: Plugins = NOBODY
) -> list[AttachmentView]:
    """What is known of an entity, by plugin and type; `at`: what was known at that time. `plugins`
    say what their types are called."""
    rows = _rows(reader).where(entity.c.ref == ref, _stands(at))
    order = (attachment.c.plugin, attachment.c.type, attachment.c.source)
    with db.read() as connection:
        found = connection.execute(rows.order_by(*order)).all()
        fresh = freshness(connection, found if at is None else ())
    return [_view(row, fresh, plugins) for row in found]


def attachments_of_type(
    db: Database,
    reader: Reader,
    plugin: str,
    type: str,
    limit: int = 100,
    cursor: str = "",
    plugins: Plugins = NOBODY,
) -> AttachmentPage:
    """A page of what is known now of all entities, by ref. Raises InvalidCursor."""
    wanted = and_(attachment.c.plugin == plugin, attachment.c.type == type, _stands(None))
    position = tuple_(entity.c.ref, attachment.c.id)
    rows = _rows(reader).where(wanted).order_by(entity.c.ref, attachment.c.id).limit(limit + 1)
    if cursor:
        rows = rows.where(position > tuple_(*_position(cursor)))
    counting = select(func.count()).select_from(attachment).join(entity)
    with db.read() as connection:
        total = connection.scalar(counting.where(wanted, reader.sees())) or 0
        found = connection.execute(rows).all()
        fresh = freshness(connection, found[:limit])
    shown = tuple(_view(row, fresh, plugins) for row in found[:limit])
    return AttachmentPage(shown, total, _next(found, limit))


def _rows(reader: Reader) -> Select[Any]:
    return (
        select(
            attachment,
            *(entity.c.ref, plugin_table.c.enabled, plugin_table.c.installed),
            plugin_table.c.last_error,
            push_source.c.name.label("pushes"),
            push_source.c.title.label("push_title"),
        )
        .select_from(attachment)
        .join(entity, entity.c.id == attachment.c.entity_id)
        .outerjoin(plugin_table, plugin_table.c.name == attachment.c.plugin)
        .outerjoin(push_source, attachment.c.source == "push:" + push_source.c.name)
        .where(reader.sees())
    )


def _stands(at: float | None) -> ColumnElement[bool]:
    if at is None:
        return attachment.c.until.is_(None)
    return and_(
        attachment.c.since <= at, or_(attachment.c.until.is_(None), attachment.c.until > at)
    )


def _view(row: Any, fresh: Freshness, plugins: Plugins) -> AttachmentView:
    kept = row.digest != NOT_KEPT
    heard, reason = fresh(row)
    return AttachmentView(
        entity_ref=row.ref,
        plugin=row.plugin,
        type=row.type,
        title=_title(row, plugins),
        value=orjson.loads(row.value) if kept else None,
        version=row.version,
        source=row.source,
        url=row.url,
        observed_at=row.observed_at,
        since=row.since,
        until=row.until,
        fresh_at=max(heard, row.observed_at),
        stale_reason=reason,
        plugin_state=_state(row, reason),
        kept=kept,
    )


def _title(row: Any, plugins: Plugins) -> str:
    if row.plugin == PUSH:
        name = row.source.partition(":")[2]
        return f"{row.push_title or name}: {row.type}"
    plugin = plugins.get(row.plugin)
    declared = plugin.attachment(row.type) if plugin else None
    return declared.title if declared and declared.title else row.type


def _state(row: Any, reason: str) -> str:
    if row.plugin == PUSH:
        return "ok" if row.pushes else "removed"
    if not row.installed:
        return "removed"
    if not row.enabled:
        return "disabled"
    return "failing" if reason or row.last_error else "ok"


def _position(cursor: str) -> tuple[str, int]:
    match decode_json(cursor):
        case {"ref": str(ref), "id": int(row_id)} if 0 <= row_id < 2**31 and "\0" not in ref:
            return ref, row_id
    raise InvalidCursor("Malformed cursor: not of this list")


def _next(found: Sequence[Any], limit: int) -> str:
    if len(found) <= limit:
        return ""
    last = found[limit - 1]
    return encode_json({"ref": last.ref, "id": last.id})
