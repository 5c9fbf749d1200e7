"""Entities written straight into the tables, as ingestion and stitching leave them there."""

import uuid
from typing import Any

import orjson
from sqlalchemy import Connection, Insert, insert, select

from catalog.ingest.flatten import FilterRow, flatten
from catalog.store.database import Database
from catalog.store.tables import entity, entry, filter_key, filter_row, relation
from descriptors.refs import parse_ref

NOW = 1_700_000_000.0


def a_component(name: str, **spec: Any) -> dict[str, Any]:
    """A component owned by a team; `tags`, `title` and `description` go to its metadata."""
    metadata = {key: spec.pop(key) for key in ("tags", "title", "description") if key in spec}
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, "namespace": "default", **metadata},
        "spec": {"type": "service", "lifecycle": "production", "owner": "platform", **spec},
    }


def an_entity(kind: str, name: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "mlhome/v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": "default"},
        "spec": spec,
    }


def keep(
    database: Database,
    *documents: dict[str, Any],
    relations: tuple[tuple[str, str, str], ...] = (),
    **columns: Any,
) -> None:
    """Write entities; `relations` are (type, inverse, target) of each, `columns` override."""
    with database.write() as connection:
        for document in documents:
            _keep(connection, document, relations, columns)


def _keep(
    connection: Connection,
    document: dict[str, Any],
    relations: tuple[tuple[str, str, str], ...],
    columns: dict[str, Any],
) -> None:
    row = _columns(document) | columns
    id = _inserted(connection, insert(entity).values(row))
    shown = [{"type": type, "targetRef": target} for type, _inverse, target in relations]
    metadata = {**document["metadata"], "uid": row["uid"], "etag": "e" * 40}
    body = orjson.dumps({**document, "metadata": metadata, "relations": shown})
    connection.execute(insert(entry).values(entity_id=id, revision=1, etag="e" * 40, body=body))
    for type, inverse, target in relations:
        connection.execute(
            insert(relation).values(entity_id=id, type=type, inverse=inverse, target=target)
        )
    for filtered in flatten(document):
        _keep_row(connection, id, filtered)


def _columns(document: dict[str, Any]) -> dict[str, Any]:
    metadata, spec = document["metadata"], document["spec"]
    kind, namespace, name = document["kind"].lower(), metadata["namespace"], metadata["name"]
    owner = spec.get("owner")
    return {
        "uid": str(uuid.uuid4()),
        "ref": f"{kind}:{namespace}/{name.lower()}",
        "kind": kind,
        "namespace": namespace,
        "name": name.lower(),
        "type": str(spec.get("type", "")).lower(),
        "lifecycle": str(spec.get("lifecycle", "")).lower(),
        "owner": str(parse_ref(owner, "group")) if owner else "",
        "title": metadata.get("title", name),
        "version": 1,
        "revision": 1,
        "created_at": NOW,
        "updated_at": NOW,
    }


def _keep_row(connection: Connection, id: int, row: FilterRow) -> None:
    key, value, original, item = row
    key_id = _key_id(connection, key)
    values = {"value": value, "original": original, "item": bool(item)}
    connection.execute(insert(filter_row).values(key_id=key_id, entity_id=id, **values))


def _key_id(connection: Connection, key: str) -> int:
    known = connection.scalar(select(filter_key.c.id).where(filter_key.c.key == key))
    if known is not None:
        return int(known)
    return _inserted(connection, insert(filter_key).values(key=key))


def _inserted(connection: Connection, statement: Insert) -> int:
    """The id of the row that a statement adds."""
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])
