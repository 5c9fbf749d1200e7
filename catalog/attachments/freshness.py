"""When what is known was last heard, and why not lately.

An upstream that says the same again writes nothing on each of its attachments: that it was asked
is noted once, where its next call is planned.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, and_, or_, select

from catalog.attachments.names import origin
from catalog.store.plugin_tables import push_source, refresh
from catalog.store.tables import location, source


class Heard(NamedTuple):
    at: float
    reason: str = ""  # why not lately


Freshness = Callable[[Any], Heard]
NEVER = Heard(0.0)


def freshness(connection: Connection, rows: Sequence[Any]) -> Freshness:
    """A function of rows of the table `attachment`, made with one query for each sort of source
    there is among them."""
    origins = {row.source: origin(row.source) for row in rows}
    asked = _refreshed(
        connection, [row for row in rows if origins[row.source].kind == "connection"]
    )
    files = _read(connection, {it.id for it in origins.values() if it.kind == "file"})
    pushes = _pushed(connection, {it.name for it in origins.values() if it.kind == "push"})

    def heard(row: Any) -> Heard:
        it = origins.get(row.source)
        if it is None:
            return NEVER
        if it.kind == "connection":
            both = (asked.get((row.plugin, it.id, about), NEVER) for about in (0, row.entity_id))
            return max(both, key=_worth_saying)
        return {"file": files.get(it.id, NEVER), "push": pushes.get(it.name, NEVER)}.get(
            it.kind, NEVER
        )

    return heard


def _refreshed(connection: Connection, rows: Sequence[Any]) -> dict[tuple[str, int, int], Heard]:
    """By plugin, connection and entity (0: of the whole connection)."""
    if not rows:
        return {}
    about = {0, *(row.entity_id for row in rows)}
    plans = connection.execute(
        select(refresh).where(
            or_(
                *(
                    and_(refresh.c.plugin == plugin, refresh.c.connection_id == origin(name).id)
                    for plugin, name in {(row.plugin, row.source) for row in rows}
                )
            ),
            refresh.c.entity_id.in_(about),
        )
    )
    found: dict[tuple[str, int, int], Heard] = {}
    for plan in plans:
        key = (plan.plugin, plan.connection_id, plan.entity_id)
        it = Heard(plan.last_ok_at or 0.0, _reason(plan))
        found[key] = max(found.get(key, NEVER), it, key=_worth_saying)
    return found


def _worth_saying(heard: Heard) -> tuple[bool, float]:
    """Of several that ask the same upstream: one that fails, else the latest."""
    return bool(heard.reason), heard.at


def _reason(plan: Any) -> str:
    if plan.state != "failing":
        return ""
    wrong = orjson.loads(plan.last_error) if plan.last_error else {}
    return str(wrong.get("message", "")) or "it can't be asked"


def _read(connection: Connection, ids: set[int]) -> dict[int, Heard]:
    if not ids:
        return {}
    rows = connection.execute(
        select(source.c.id, location.c.last_ok_at)
        .join(location, location.c.id == source.c.location_id)
        .where(source.c.id.in_(ids))
    )
    return {row.id: Heard(row.last_ok_at or 0.0) for row in rows}


def _pushed(connection: Connection, names: set[str]) -> dict[str, Heard]:
    if not names:
        return {}
    known = push_source.c.name.in_(names)
    rows = connection.execute(select(push_source.c.name, push_source.c.last_used_at).where(known))
    return {row.name: Heard(row.last_used_at or 0.0) for row in rows}
