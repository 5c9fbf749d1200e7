"""Draining: what is due for a build is read from the record as it is now, applied, and settled."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from catalog.indexing.documents import search_document
from catalog.store.database import Database
from catalog.store.due import index_consumer, settle
from catalog.store.failpoints import At, nowhere
from catalog.store.leases import back_off
from catalog.store.tables import due, entity, entry
from catalog.store.views import views_of_late
from search.document import Change, Removal
from search.errors import IndexCorrupt, IndexLocked, IndexUnavailable
from search.index import SearchIndex

# A commit costs the engine as much as some hundred documents.
BATCH = 2_000
# An engine that refuses more of one batch than this is at fault itself.
MOST_REFUSED = 5


@dataclass(frozen=True)
class Work:
    """One due row with what the record says of it now."""

    entity_id: int
    due_revision: int
    attempts: int
    change: Change


def drain(
    database: Database, index: SearchIndex, build: str, batch: int = BATCH, at: At = nowhere
) -> int:
    """Bring one batch of what is due into the index; gives how many rows were worked on.

    Raises IndexUnavailable: then everything stays due. An entry the engine refuses is put off,
    longer each time, and keeps no other entry from being indexed.
    """
    work = _due_work(database, build, batch)
    if not work:
        return 0
    refused = _apply(index, work)
    at("before-settle")
    done = [it for it in work if it not in refused]
    database.transact(lambda connection: _settle(connection, build, done, refused))
    at("after-settle")
    return len(work)


def drain_all(
    database: Database, index: SearchIndex, build: str, batch: int = BATCH, at: At = nowhere
) -> int:
    """Drain until nothing is due; gives how many rows were worked on."""
    done = 0
    while count := drain(database, index, build, batch, at):
        done += count
    return done


def _due_work(database: Database, build: str, limit: int) -> list[Work]:
    statement = (
        select(
            *(entity.c.id, entity.c.ref, entity.c.kind, entity.c.namespace, entity.c.type),
            *(entity.c.lifecycle, entity.c.owner, entity.c.project, entity.c.audience),
            *(entity.c.updated_at, entry.c.body, entry.c.revision),
            *(due.c.revision.label("due_revision"), due.c.attempts),
        )
        .select_from(due)
        .join(entity, entity.c.id == due.c.entity_id)
        .outerjoin(entry, entry.c.entity_id == entity.c.id)
        .where(due.c.consumer == index_consumer(build), due.c.not_before <= time.time())
        .order_by(due.c.entity_id)
        .limit(limit)
    )
    with database.read() as connection:
        rows = connection.execute(statement).all()
        views = views_of_late(connection, time.time(), [row.id for row in rows])
    return [
        Work(row.id, row.due_revision, row.attempts, _change(row, views.get(row.id, 0)))
        for row in rows
    ]


def _change(row: Any, views: int) -> Change:
    if row.body is None:
        return Removal(row.id, row.due_revision)
    return search_document(row, views)


def _apply(index: SearchIndex, work: Sequence[Work]) -> list[Work]:
    """Apply all; where a sound engine refuses, find the guilty by halves. Gives those."""
    refused: list[Work] = []
    _apply_halves(index, work, refused)
    return refused


def _apply_halves(index: SearchIndex, work: Sequence[Work], refused: list[Work]) -> None:
    try:
        index.apply([it.change for it in work])
    except (IndexCorrupt, IndexLocked):
        raise
    except Exception as error:
        if len(refused) >= MOST_REFUSED or not index.health().ok:
            raise IndexUnavailable(str(error)) from error
        if len(work) == 1:
            refused.append(work[0])
            return
        half = len(work) // 2
        _apply_halves(index, work[:half], refused)
        _apply_halves(index, work[half:], refused)


def _settle(
    connection: Connection, build: str, done: Sequence[Work], refused: Sequence[Work]
) -> None:
    consumer = index_consumer(build)
    settle(connection, consumer, [(it.entity_id, it.due_revision) for it in done])
    for it in refused:
        connection.execute(
            update(due)
            .where(
                due.c.consumer == consumer,
                due.c.entity_id == it.entity_id,
                due.c.revision == it.due_revision,
            )
            .values(attempts=it.attempts + 1, not_before=time.time() + back_off(it.attempts))
        )
