"""Stitching what is due, in bounded batches; what others inherit makes them due in turn."""

import time
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from catalog.evaluations.disputes import settle_disputes
from catalog.stitching.inputs import Claimed, claim, parents_of
from catalog.stitching.order import parents_first
from catalog.stitching.stitch import Inherited, Stitched, stitch
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.due import STITCH, index_again, settle, stitch_again
from catalog.store.failpoints import At, nowhere
from catalog.store.rows import insert_rows, update_rows
from catalog.store.tables import entity, entry

ENTRY = ("entity_id", "revision", "etag", "body")
REPLACE = (
    "ON CONFLICT (entity_id) DO UPDATE SET "
    "revision = excluded.revision, etag = excluded.etag, body = excluded.body"
)
Result = tuple[Claimed, Stitched]


def stitch_all(database: Database, batch: int = 1_000, at: At = nowhere) -> int:
    """Stitch until nothing is due; gives how many entries were looked at."""
    done = 0
    while count := stitch_due(database, batch, at):
        done += count
    return done


def stitch_due(database: Database, batch: int = 1_000, at: At = nowhere) -> int:
    """Stitch one batch in one transaction; gives how many entries were looked at."""

    def work(connection: Connection) -> int:
        claimed = claim(connection, batch)
        if claimed:
            results = _stitch(connection, [it for it in claimed if it.row.deleted_at is None])
            _write(connection, results)
            settle(connection, STITCH, [(it.row.id, it.row.due_revision) for it in claimed])
            if any(it.row.ref.startswith("metric:") for it in claimed):
                settle_disputes(connection, time.time())
            at("before-stitch-commit")
        return len(claimed)

    count = database.transact(work)
    if count:
        at("after-stitch-commit")
    return count


def _stitch(connection: Connection, claimed: Sequence[Claimed]) -> list[Result]:
    passed_on = parents_of(connection, {it.row.parent for it in claimed if it.row.parent})
    results: list[Result] = []
    for it in parents_first(claimed):
        inherits = passed_on.get(it.row.parent, Inherited())
        stitched = stitch(it.inputs.inheriting(inherits))
        passed_on[it.row.ref] = stitched.own
        results.append((it, stitched))
    return results


def _write(connection: Connection, results: Sequence[Result]) -> None:
    """Entries that came out the same are not written, and nobody is told."""
    changed = [(it, new) for it, new in results if it.row.etag != new.etag]
    rows = [(it.row.id, it.row.due_revision, new.etag, new.body) for it, new in changed]
    insert_rows(connection, entry, ENTRY, rows, REPLACE)
    passing = [(it, new) for it, new in results if it.before != new.own]
    columns = ("owner", "project", "audience")
    update_rows(connection, entity, "id", columns, [(*new.own, it.row.id) for it, new in passing])
    index_again(connection, [(it.row.id, it.row.due_revision) for it, _ in changed])
    inheritable = [it for it, new in changed if it.row.etag is None or it.before != new.own]
    _cascade(connection, inheritable, {it.row.id for it, _ in results})
    _tell_owners(connection, passing)


def _cascade(connection: Connection, passing: Iterable[Claimed], stitched: set[int]) -> None:
    refs = [it.row.ref for it in passing]
    if not refs:
        return
    heirs = select(entity.c.id).where(
        among(connection, entity.c.parent, refs), entity.c.deleted_at.is_(None)
    )
    stitch_again(connection, set(connection.scalars(heirs)) - stitched)


def _tell_owners(connection: Connection, passing: Iterable[Result]) -> None:
    """Have those stitched who own more or less by inheritance; declared relations are told of
    when they are recorded."""
    before = {it.before.owner for it, new in passing if it.before.owner != new.own.owner}
    now = {new.own.owner for it, new in passing if not it.declares_owner}
    refs = (before | now) - {""}
    if refs:
        found = select(entity.c.id).where(
            among(connection, entity.c.ref, sorted(refs)), entity.c.deleted_at.is_(None)
        )
        stitch_again(connection, set(connection.scalars(found)))
