"""What nothing declares any more: first an orphan people can still see, then deleted by policy."""

import time
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, delete, exists, select, update

from catalog.evaluations.disputes import settle_disputes
from catalog.ingest.derived import delete_derived, ids_of, mark_orphans
from catalog.ingest.entities import log_changes, tombstones
from catalog.ingest.known import known_entities
from catalog.ingest.options import IngestOptions
from catalog.ingest.plan import KnownEntity
from catalog.ingest.problems import CONFLICT
from catalog.ingest.sources import READ_AGAIN, delete_sources
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.due import index_again, stitch_again
from catalog.store.leases import REQUESTED
from catalog.store.tables import due, entity, entry, location, problem, source

BATCH = 500


def release(connection: Connection, given_up: Sequence[KnownEntity], now: float) -> None:
    """Make entities orphans: whoever declares their ref next takes them over, with history."""
    ids = [known.id for known in given_up]
    if not ids:
        return
    connection.execute(
        update(entity)
        .where(among(connection, entity.c.id, ids))
        .values(orphan_since=now, source_id=None)
    )
    mark_orphans(connection, ids)
    stitch_again(connection, ids)
    _have_losers_read(connection, [known.ref for known in given_up])


def forget_sources(connection: Connection, ids: Collection[int]) -> None:
    """Files that are gone: their entities become orphans, the locations they named go too."""
    if not ids:
        return
    release(
        connection,
        known_entities(connection, among(connection, entity.c.source_id, ids)),
        time.time(),
    )
    for child in connection.scalars(
        select(location.c.id).where(among(connection, location.c.parent_source_id, ids))
    ).all():
        forget_location(connection, child)
    delete_sources(connection, ids)


def forget_location(connection: Connection, location_id: int) -> bool:
    """A location that is gone, with its files and the locations they named; False if unknown."""
    ids = connection.scalars(select(source.c.id).where(source.c.location_id == location_id)).all()
    for chunk in chunks(ids):
        forget_sources(connection, chunk)
    return connection.execute(delete(location).where(location.c.id == location_id)).rowcount > 0


def remove_location(database: Database, location_id: int, options: IngestOptions) -> bool:
    """Remove a location; what it declared is orphaned and deleted by policy. False if unknown.

    What another file declares too waits for that file to be read, which is due at once.
    """
    removed = database.transact(lambda connection: forget_location(connection, location_id))
    if removed:
        sweep_orphans(database, options)
    return removed


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many ids as one statement may name."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def sweep_orphans(database: Database, options: IngestOptions) -> set[int]:
    """Delete the orphans whose time of grace is over, if that is the policy; gives their ids."""
    swept: set[int] = set()
    while options.orphan_policy == "delete":
        gone = database.transact(lambda connection: _delete_some(connection, options))
        if not gone:
            break
        swept |= gone
    return swept


def waiting_locations(connection: Connection) -> set[int]:
    """Locations with a file that is to be read again whatever its bytes."""
    return set(
        connection.scalars(select(source.c.location_id).where(source.c.digest == READ_AGAIN))
    )


def _have_losers_read(connection: Connection, refs: Sequence[str]) -> None:
    losers = select(problem.c.source_id).where(
        problem.c.code == CONFLICT, among(connection, problem.c.entity_ref, refs)
    )
    locations = select(source.c.location_id).where(source.c.id.in_(losers))
    connection.execute(
        update(location).where(location.c.id.in_(locations)).values(next_read_at=REQUESTED)
    )
    connection.execute(update(source).where(source.c.id.in_(losers)).values(digest=READ_AGAIN))


def _delete_some(connection: Connection, options: IngestOptions) -> set[int]:
    over = entity.c.orphan_since <= time.time() - options.orphan_grace_seconds
    # Another file declares it and is about to be read: then nothing was deleted.
    claimed = exists().where(
        problem.c.entity_ref == entity.c.ref,
        problem.c.code == CONFLICT,
        problem.c.source_id == source.c.id,
        source.c.digest == READ_AGAIN,
    )
    ids = connection.scalars(
        select(entity.c.id)
        .where(over, entity.c.deleted_at.is_(None), ~claimed)
        .order_by(entity.c.id)
        .limit(BATCH)
    ).all()
    if ids:
        gone = known_entities(connection, among(connection, entity.c.id, ids))
        _delete_entities(connection, gone, time.time())
    return set(ids)


def _delete_entities(connection: Connection, gone: Sequence[KnownEntity], now: float) -> None:
    """Delete entities for readers at once; their rows stay, with all versions."""
    ids = [known.id for known in gone]
    touched = _delete_derived(connection, gone, ids)
    tombstones(connection, gone, now)
    connection.execute(
        update(entity)
        .where(among(connection, entity.c.id, ids))
        .values(
            deleted_at=now,
            orphan_since=None,
            source_id=None,
            version=entity.c.version + 1,
            revision=entity.c.revision + 1,
        )
    )
    for table in (entry, problem, due):
        connection.execute(delete(table).where(among(connection, table.c.entity_id, ids)))
    log_changes(connection, [(it.id, it.ref, it.revision + 1, "deleted", now) for it in gone])
    index_again(connection, [(it.id, it.revision + 1) for it in gone])
    stitch_again(connection, touched)
    if any(it.ref.startswith("metric:") for it in gone):
        settle_disputes(connection, now)


def _delete_derived(
    connection: Connection, gone: Sequence[KnownEntity], ids: Sequence[int]
) -> set[int]:
    """Gives the ids of others whose entries show something of them, or inherit from them."""
    refs = [known.ref for known in gone]
    heirs = select(entity.c.id).where(among(connection, entity.c.parent, refs))
    owners = select(entity.c.owner).where(among(connection, entity.c.id, ids)).distinct()
    told = delete_derived(connection, ids) | set(connection.scalars(owners))
    return (set(connection.scalars(heirs)) | ids_of(connection, told)) - set(ids)
