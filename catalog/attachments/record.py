"""Recording what was said about entities: what is equal to what is known writes nothing."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, true

from catalog.attachments.said import Said
from catalog.store.among import among
from catalog.store.plugin_tables import attachment
from catalog.store.rows import insert_rows, update_rows
from catalog.store.tables import entity

STATE = (
    *("entity_id", "plugin", "type", "source", "version", "digest", "value", "url"),
    *("observed_at", "since"),
)
Key = tuple[int, str]  # entity id, type


@dataclass(frozen=True)
class Recorded:
    """`changed`: ids of entities of which something new is known, by `written` rows. `stated`: ids
    of the rows that hold what was said. `unknown`: refs that no entity has."""

    changed: frozenset[int] = frozenset()
    stated: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()
    written: int = 0


def record_attachments(
    connection: Connection, plugin: str, source: str, things: Sequence[Said], now: float
) -> Recorded:
    """Keep what a source says. Of two things of one type about one entity, the last counts.

    A state that differs from the one before ends that one; when it was observed again, unchanged,
    is not noted here, but where its source notes when it was last heard.
    """
    ids = ids_locked(connection, {it.entity for it in things})
    wanted = {(ids[it.entity], it.type): it for it in things if it.entity in ids}
    held = _present(connection, plugin, source, {entity_id for entity_id, _ in wanted})
    other = {key: it for key, it in wanted.items() if not _is_equal(held.get(key), it)}
    _end(connection, [held[key].id for key in other if key in held], now)
    rows = [_row(plugin, source, key, it, now) for key, it in other.items()]
    insert_rows(connection, attachment, STATE, rows)
    return Recorded(
        changed=frozenset(entity_id for entity_id, _ in other),
        stated=_stated(connection, plugin, source, wanted, held, other),
        unknown=tuple(sorted({it.entity for it in things if it.entity not in ids})),
        written=len(rows),
    )


def end_others(
    connection: Connection,
    plugin: str,
    source: str,
    stated: Collection[int],
    now: float,
    *,
    entity_id: int = 0,
    type: str = "",
) -> frozenset[int]:
    """End all that a source said but for the rows `stated`: it is no more. With `entity_id`, of
    that entity only; with `type`, of that type. Gives the ids of the entities of which that was
    known."""
    of_entity = attachment.c.entity_id == entity_id if entity_id else true()
    of_type = attachment.c.type == type if type else true()
    rows = connection.execute(
        select(attachment.c.id, attachment.c.entity_id).where(
            attachment.c.source == source,
            attachment.c.plugin == plugin,
            attachment.c.until.is_(None),
            of_entity,
            of_type,
        )
    ).all()
    over = [row for row in rows if row.id not in stated]
    _end(connection, [row.id for row in over], now)
    return frozenset(row.entity_id for row in over)


def ids_locked(connection: Connection, refs: Collection[str]) -> dict[str, int]:
    """The ids of those refs that are there, locked: two writers never say two things at once."""
    # No entity's ref has a NUL, and PostgreSQL can't even be asked for one.
    asked = [ref for ref in refs if "\0" not in ref]
    if not asked:
        return {}
    rows = connection.execute(
        select(entity.c.ref, entity.c.id)
        .where(among(connection, entity.c.ref, asked), entity.c.deleted_at.is_(None))
        .order_by(entity.c.id)
        .with_for_update()
    )
    return {row.ref: row.id for row in rows}


def _present(
    connection: Connection, plugin: str, source: str, ids: Collection[int]
) -> dict[Key, Any]:
    if not ids:
        return {}
    shown = ("id", "entity_id", "type", "version", "digest", "url")
    rows = connection.execute(
        select(*(attachment.c[name] for name in shown)).where(*_of(connection, plugin, source, ids))
    )
    return {(row.entity_id, row.type): row for row in rows}


def _of(
    connection: Connection, plugin: str, source: str, ids: Collection[int]
) -> Sequence[ColumnElement[bool]]:
    return (
        among(connection, attachment.c.entity_id, ids),
        attachment.c.plugin == plugin,
        attachment.c.source == source,
        attachment.c.until.is_(None),
    )


def _is_equal(held: Any, it: Said) -> bool:
    return held is not None and (held.digest, held.version, held.url) == (
        it.digest,
        it.version,
        it.url,
    )


def _row(plugin: str, source: str, key: Key, it: Said, now: float) -> tuple[object, ...]:
    entity_id, type = key
    # A clock elsewhere may be wrong; nothing was observed in the future, or at no time.
    said = it.observed_at
    observed = now if said is None or not math.isfinite(said) else min(said, now)
    return (
        *(entity_id, plugin, type, source, it.version, it.digest, it.value, it.url),
        *(observed, now),
    )


def _end(connection: Connection, rows: Sequence[int], now: float) -> None:
    update_rows(connection, attachment, "id", ("until",), [(now, row) for row in rows])


def _stated(
    connection: Connection,
    plugin: str,
    source: str,
    wanted: Mapping[Key, Said],
    held: Mapping[Key, Any],
    other: Mapping[Key, Said],
) -> frozenset[int]:
    kept = {row.id for key, row in held.items() if key in wanted and key not in other}
    changed = {entity_id for entity_id, _ in other}
    now_held = _present(connection, plugin, source, changed)
    return frozenset(kept | {row.id for key, row in now_held.items() if key in other})
