"""Entities, their versions and the log of changes."""

import uuid
from collections.abc import Mapping, Sequence

import orjson
from sqlalchemy import Connection, and_, select

from catalog.ingest.diff import diff
from catalog.ingest.plan import Created, KnownEntity, Rewritten
from catalog.ingest.prepared import PreparedEntity
from catalog.ingest.sources import WrittenSource
from catalog.store.among import among
from catalog.store.rows import insert_rows, update_rows
from catalog.store.tables import change, entity, version

DECLARED = ("type", "lifecycle", "title", "parent", "source_id", "line")
ENTITY = (
    *("uid", "ref", "kind", "namespace", "name", "owner", "project", "audience", "version"),
    *("revision", "created_at", "updated_at", *DECLARED),
)
REWRITTEN = ("version", "updated_at", "orphan_since", "deleted_at", *DECLARED)
VERSION = (
    *("entity_id", "number", "at", "action", "location", "path", "line", "commit", "author"),
    *("changed_at", "digest", "document", "diff"),
)
CHANGE = ("entity_id", "ref", "revision", "action", "at")


def create_entities(
    connection: Connection, created: Sequence[Created], now: float
) -> dict[int, PreparedEntity]:
    """Write new entities with their first version; gives them by id."""
    rows = [
        (
            *(str(uuid.uuid4()), new.ref, new.kind, new.namespace, new.name, new.owner, "", 0, 1),
            *(1, now, _changed_at(source, now), *_declared(new, source)),
        )
        for new, source in created
    ]
    insert_rows(connection, entity, ENTITY, rows)
    refs = [new.ref for new, _ in created]
    found = select(entity.c.ref, entity.c.id).where(among(connection, entity.c.ref, refs))
    ids = {row.ref: row.id for row in connection.execute(found).all()}
    insert_rows(
        connection,
        version,
        VERSION,
        [_version(ids[new.ref], 1, now, "created", new, source, "[]") for new, source in created],
    )
    log_changes(connection, [(ids[ref], ref, 1, "created", now) for ref in refs])
    return {ids[new.ref]: new for new, _ in created}


def rewrite_entities(connection: Connection, rewritten: Sequence[Rewritten], now: float) -> None:
    """Write what known entities declare now; a changed document is a new version."""
    newer = [it for it in rewritten if it.action]
    before = _documents(connection, [it.known for it in newer if it.action == "updated"])
    versions, changes = [], []
    for known, new, source, action in newer:
        steps = _steps(before.get(known.id), new.document)
        versions.append(_version(known.id, known.version + 1, now, action, new, source, steps))
        changes.append((known.id, known.ref, known.revision + 1, action, now))
    insert_rows(connection, version, VERSION, versions)
    log_changes(connection, changes)
    update_rows(connection, entity, "id", REWRITTEN, [_rewritten(it, now) for it in rewritten])


def log_changes(connection: Connection, rows: Sequence[tuple[int, str, int, str, float]]) -> None:
    """Add (entity id, ref, revision, action, time) to the durable log."""
    insert_rows(connection, change, CHANGE, rows)


def tombstones(connection: Connection, gone: Sequence[KnownEntity], now: float) -> None:
    """Write the last version of entities: that they were deleted."""
    rows = [
        (known.id, known.version + 1, now, "deleted", "", "", 0, "", "", None, "", None, "[]")
        for known in gone
    ]
    insert_rows(connection, version, VERSION, rows)


def _declared(new: PreparedEntity, source: WrittenSource) -> tuple[object, ...]:
    return (new.type, new.lifecycle, new.title, new.parent, source.id, new.line)


def _changed_at(source: WrittenSource, now: float) -> float:
    """When people made the change, where that is known; a clock may have been wrong."""
    return min(source.change.at, now) or now


def _rewritten(it: Rewritten, now: float) -> tuple[object, ...]:
    number = it.known.version + bool(it.action)
    updated = _changed_at(it.source, now) if it.action else it.known.updated_at
    return (number, updated, None, None, *_declared(it.entity, it.source), it.known.id)


def _version(
    entity_id: int,
    number: int,
    now: float,
    action: str,
    new: PreparedEntity,
    source: WrittenSource,
    steps: str,
) -> tuple[object, ...]:
    file, at = source.file, source.change
    return (
        *(entity_id, number, now, action, file.origin.location_ref, file.path, new.line),
        *(at.commit, at.author, at.at or None, new.digest, new.document, steps),
    )


def _documents(connection: Connection, known: Sequence[KnownEntity]) -> Mapping[int, bytes]:
    ids = [it.id for it in known]
    newest = and_(version.c.entity_id == entity.c.id, version.c.number == entity.c.version)
    rows = connection.execute(
        select(entity.c.id, version.c.document)
        .join(version, newest)
        .where(among(connection, entity.c.id, ids))
    )
    return {row.id: row.document for row in rows}


def _steps(before: bytes | None, after: bytes) -> str:
    if before is None:
        return "[]"
    return orjson.dumps(diff(orjson.loads(before), orjson.loads(after))).decode()
