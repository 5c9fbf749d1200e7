"""The work set: which entities are to be stitched, and which entries to be indexed.

A row says up to which revision there is work. It is settled only up to the revision that was
done, so that what changes meanwhile stays due.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from catalog.store.among import among
from catalog.store.rows import delete_rows, insert_rows, update_rows
from catalog.store.tables import due, entity, entry, index_build

STITCH = "stitch"
COLUMNS = ("consumer", "entity_id", "revision", "attempts", "not_before")
AGAIN = (
    "ON CONFLICT (consumer, entity_id) DO UPDATE SET "
    "revision = excluded.revision, attempts = 0, not_before = 0 "
    "WHERE due.revision < excluded.revision"
)


def index_consumer(build: str) -> str:
    return f"index:{build}"


def stitch_new(connection: Connection, ids: Iterable[int], revision: int = 1) -> None:
    """Make entities due that were written with this revision in the same transaction."""
    rows = [(STITCH, entity_id, revision, 0, 0.0) for entity_id in ids]
    insert_rows(connection, due, COLUMNS, rows, AGAIN)


def stitch_again(connection: Connection, ids: Collection[int]) -> None:
    """Raise the revision of entities, an input of whose entry changed, and make them due."""
    if not ids:
        return
    wanted = among(connection, entity.c.id, ids)
    connection.execute(update(entity).where(wanted).values(revision=entity.c.revision + 1))
    make_due(connection, STITCH, wanted)


def make_due(connection: Connection, consumer: str, which: ColumnElement[bool]) -> None:
    """Have entities looked at by a consumer up to the revision they have now."""
    rows = select(literal(consumer), entity.c.id, entity.c.revision, literal(0), literal(0.0))
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(due).from_select(COLUMNS, rows.where(which))
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["consumer", "entity_id"],
            set_={"revision": statement.excluded.revision, "attempts": 0, "not_before": 0.0},
        )
    )


def index_again(connection: Connection, entries: Sequence[tuple[int, int]]) -> None:
    """Make (entity id, revision) due for every index build that is in use or being filled."""
    filled = select(index_build.c.name).where(index_build.c.state != "old")
    builds = connection.scalars(filled).all()
    for build in builds:
        consumer = index_consumer(build)
        rows = [(consumer, entity_id, revision, 0, 0.0) for entity_id, revision in entries]
        insert_rows(connection, due, COLUMNS, rows, AGAIN)


def index_anew(connection: Connection, ids: Collection[int]) -> list[int]:
    """Make entries due for every index build although their bodies stay as they are; gives their
    ids. Left out is what waits to be stitched: it would be indexed with a lower revision."""
    locked = select(entity.c.id, entity.c.revision).where(among(connection, entity.c.id, ids))
    rows = connection.execute(locked.order_by(entity.c.id).with_for_update()).all()
    of_ids = among(connection, due.c.entity_id, ids)
    waits = set(connection.scalars(select(due.c.entity_id).where(due.c.consumer == STITCH, of_ids)))
    seen = select(entry.c.entity_id).where(among(connection, entry.c.entity_id, ids))
    chosen = set(connection.scalars(seen)) - waits
    raised = [(row.revision + 1, row.id) for row in rows if row.id in chosen]
    update_rows(connection, entity, "id", ("revision",), raised)
    update_rows(connection, entry, "entity_id", ("revision",), raised)
    index_again(connection, [(entity_id, revision) for revision, entity_id in raised])
    return [entity_id for _, entity_id in raised]


def settle(connection: Connection, consumer: str, done: Sequence[tuple[int, int]]) -> None:
    """Forget the work of (entity id, revision), unless a later revision became due meanwhile."""
    rows = [(consumer, entity_id, revision) for entity_id, revision in done]
    delete_rows(connection, due, ("consumer", "entity_id", "revision"), rows)
