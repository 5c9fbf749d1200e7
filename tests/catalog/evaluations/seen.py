"""Entities that tests make seen without reading descriptors."""

import orjson
from sqlalchemy import insert

from catalog.store.database import Database
from catalog.store.tables import entity, entry
from descriptors.refs import parse_ref


def make_entity(
    database: Database, ref: str, *, audience: int = 0, project: str = "", **spec: object
) -> None:
    """An entity with a stitched entry whose document has this `spec`."""
    named = parse_ref(ref)
    document = {"kind": named.kind, "metadata": {"name": named.name}, "spec": spec}
    with database.write() as connection:
        values = {
            "uid": ref,
            "ref": ref,
            **{name: getattr(named, name) for name in ("kind", "namespace", "name")},
            "title": named.name,
            "project": project,
            "audience": audience,
            "created_at": 0.0,
            "updated_at": 0.0,
        }
        made = connection.execute(insert(entity).values(values))
        (number,) = made.inserted_primary_key or (0,)
        body = {"entity_id": number, "revision": 1, "etag": "", "body": orjson.dumps(document)}
        connection.execute(insert(entry).values(body))
