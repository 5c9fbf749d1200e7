"""One entity with all that its page shows."""

from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, or_, select

from catalog.browse.descriptor_yaml import as_yaml
from catalog.browse.health import as_problem
from catalog.browse.reader import Reader
from catalog.browse.summaries import summary_fields
from catalog.browse.views import Entry, Origin, RelatedEntry
from catalog.store.database import Database
from catalog.store.tables import entity, location, problem, source, version
from catalog.store.tables import entry as entry_table
from descriptors.problems import Problem

_REFS_AT_ONCE = 500


def entry(db: Database, reader: Reader, ref: str) -> Entry | None:
    """The entity with this canonical ref, or None where the reader sees none."""
    with db.read() as connection:
        row = connection.execute(_row(reader, ref)).one_or_none()
        if row is None:
            return None
        document = orjson.loads(row.body)
        return Entry(
            **summary_fields(row, document),
            uid=row.uid,
            document=document,
            descriptor_yaml=_yaml(row.descriptor),
            relations=_relations(connection, reader, document.get("relations") or []),
            origin=_origin(row),
            problems=_problems(connection, row.id, row.ref),
            orphan=row.orphan_since is not None,
            revision=row.revision,
            created_at=row.created_at,
        )


def _row(reader: Reader, ref: str) -> Select[Any]:
    newest = and_(version.c.entity_id == entity.c.id, version.c.number == entity.c.version)
    return (
        select(
            entity,
            entry_table.c.body,
            version.c.document.label("descriptor"),
            source.c.location_id,
            location.c.target.label("location"),
            *(source.c[name] for name in ("path", "commit", "author", "changed_at", "exact")),
            *(source.c[name] for name in ("view_url", "edit_url")),
        )
        .select_from(entity)
        .join(entry_table, entry_table.c.entity_id == entity.c.id)
        .outerjoin(version, newest)
        .outerjoin(source, source.c.id == entity.c.source_id)
        .outerjoin(location, location.c.id == source.c.location_id)
        .where(reader.sees(), entity.c.ref == ref)
    )


def _yaml(descriptor: bytes | None) -> str:
    return as_yaml(orjson.loads(descriptor)) if descriptor else ""


def _origin(row: Any) -> Origin | None:
    if row.location_id is None:
        return None
    return Origin(
        location_id=row.location_id,
        location=row.location,
        path=row.path,
        line=row.line,
        commit=row.commit,
        author=row.author,
        changed_at=row.changed_at,
        exact=row.exact,
        view_url=row.view_url,
        edit_url=row.edit_url,
    )


def _relations(
    connection: Connection, reader: Reader, declared: list[dict[str, str]]
) -> tuple[RelatedEntry, ...]:
    refs = sorted({relation["targetRef"] for relation in declared})
    titles: dict[str, str] = {}
    for start in range(0, len(refs), _REFS_AT_ONCE):
        some = entity.c.ref.in_(refs[start : start + _REFS_AT_ONCE])
        statement = select(entity.c.ref, entity.c.title).where(reader.sees(), some)
        titles |= {row.ref: row.title for row in connection.execute(statement)}
    return tuple(
        RelatedEntry(
            type=relation["type"],
            ref=ref,
            title=titles.get(ref) or ref.partition("/")[2],
            kind=ref.partition(":")[0],
            exists=ref in titles,
        )
        for relation in declared
        for ref in [relation["targetRef"]]
    )


def _problems(connection: Connection, entity_id: int, ref: str) -> tuple[Problem, ...]:
    of_entity = or_(problem.c.entity_id == entity_id, problem.c.entity_ref == ref)
    rows = connection.execute(select(problem).where(of_entity).order_by(problem.c.id))
    return tuple(as_problem(row) for row in rows)
