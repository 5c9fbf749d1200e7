"""What is derived from a document for asking: its relations and its filter rows.

Only the difference is written, since most edits change one or two of some thirty rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, select

from catalog.ingest.plan import Rewritten
from catalog.ingest.prepared import PreparedEntity
from catalog.store.among import among
from catalog.store.origin import ORPHAN
from catalog.store.rows import delete_rows, insert_rows
from catalog.store.tables import entity, filter_key, filter_row, relation

RELATION = ("entity_id", "type", "target", "inverse")
FILTER_ROW = ("key_id", "value", "entity_id", "original", "item")
Row = tuple[object, ...]


def insert_derived(connection: Connection, created: Mapping[int, PreparedEntity]) -> set[str]:
    """Write the rows of new entities; gives the refs whose entries show a relation more."""
    insert_rows(connection, relation, RELATION, list(_relations(created)))
    insert_rows(connection, filter_row, FILTER_ROW, _filter_rows(connection, created))
    return {target for new in created.values() for _, target, _ in new.relations}


def rewrite_derived(connection: Connection, rewritten: Sequence[Rewritten]) -> set[str]:
    """Bring the rows of known entities up to date; gives the refs whose relations change."""
    if not rewritten:
        return set()
    entities = {it.known.id: it.entity for it in rewritten}
    _replace(connection, filter_row, FILTER_ROW, entities, _filter_rows(connection, entities))
    changed = _replace(connection, relation, RELATION, entities, _relations(entities))
    return {str(row[2]) for row in changed}


def delete_derived(connection: Connection, ids: Sequence[int]) -> set[str]:
    """Delete the rows of entities that go; gives the refs whose relations change."""
    targets = select(relation.c.target).where(among(connection, relation.c.entity_id, ids))
    refs = set(connection.scalars(targets))
    for table in (relation, filter_row):
        connection.execute(table.delete().where(among(connection, table.c.entity_id, ids)))
    return refs


def mark_orphans(connection: Connection, ids: Sequence[int]) -> None:
    """Let filters find what nothing declares any more; goes when somebody declares it again."""
    key = f"metadata.annotations.{ORPHAN}"
    key_id = _key_ids(connection, [key])[key]
    rows = [(key_id, "true", entity_id, None, False) for entity_id in ids]
    insert_rows(connection, filter_row, FILTER_ROW, rows, "ON CONFLICT DO NOTHING")


def ids_of(connection: Connection, refs: Iterable[str]) -> set[int]:
    """The ids of those entities that are there."""
    found = select(entity.c.id).where(
        among(connection, entity.c.ref, refs), entity.c.deleted_at.is_(None)
    )
    return set(connection.scalars(found))


def _replace(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    entities: Mapping[int, PreparedEntity],
    rows: Iterable[Row],
) -> set[Row]:
    held = select(*(table.c[name] for name in columns)).where(
        among(connection, table.c.entity_id, entities)
    )
    before = {tuple(row) for row in connection.execute(held).all()}
    after = set(rows)
    key = [column.name for column in table.primary_key]
    places = [columns.index(name) for name in key]
    gone = [tuple(row[place] for place in places) for row in before - after]
    delete_rows(connection, table, key, gone)
    insert_rows(connection, table, columns, list(after - before))
    return before ^ after


def _relations(entities: Mapping[int, PreparedEntity]) -> Iterable[Row]:
    for entity_id, declared in entities.items():
        for type, target, inverse in declared.relations:
            yield (entity_id, type, target, inverse)


def _filter_rows(connection: Connection, entities: Mapping[int, PreparedEntity]) -> list[Row]:
    by_key: dict[str, list[tuple[str, int, str | None, bool]]] = defaultdict(list)
    for entity_id, declared in entities.items():
        for key, value, original, item in declared.rows:
            by_key[key].append((value, entity_id, original, item))
    ids = _key_ids(connection, by_key)
    rows: list[Row] = []
    # In the order of the primary key, so that neighbours are written together.
    for key in sorted(by_key, key=ids.__getitem__):
        key_id = ids[key]
        rows += [(key_id, *row) for row in sorted(by_key[key])]
    return rows


def _key_ids(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    wanted = sorted(keys)
    known = select(filter_key.c.key, filter_key.c.id).where(
        among(connection, filter_key.c.key, wanted)
    )
    ids = {row.key: row.id for row in connection.execute(known).all()}
    missing = [(key,) for key in wanted if key not in ids]
    if missing:
        insert_rows(connection, filter_key, ("key",), missing, "ON CONFLICT (key) DO NOTHING")
        ids = {row.key: row.id for row in connection.execute(known).all()}
    return ids
