"""Bringing the index up to date, or waiting for the process that does."""

import time
from collections.abc import Callable

from sqlalchemy import select

from catalog.indexing.builds import ensure_build, replace_build
from catalog.indexing.drain import BATCH, drain_all
from catalog.indexing.engine import Engine
from catalog.store.database import Database
from catalog.store.due import STITCH, index_consumer
from catalog.store.failpoints import At, nowhere
from catalog.store.tables import due
from search.errors import IndexCorrupt, IndexLocked

Due = dict[tuple[str, int], int]


def settle(
    database: Database,
    engine: Engine,
    *,
    batch: int = BATCH,
    at: At = nowhere,
    patience: float = 600.0,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Have everything indexed that is due now; gives how many rows this process indexed.

    Where another process holds the embedded index, wait until it has done it, for at most
    `patience` seconds, and take over if it ends. A damaged or missing build is made anew.
    Raises IndexUnavailable; everything is still due then.
    """
    wanted = _due_now(database, ensure_build(database, engine))
    deadline = time.monotonic() + patience
    while True:
        try:
            return _drain_current(database, engine, batch, at)
        except IndexLocked:
            if not _still_due(database, wanted):
                return 0
            if time.monotonic() > deadline:
                raise
            pause(0.1)


def _drain_current(database: Database, engine: Engine, batch: int, at: At) -> int:
    build = ensure_build(database, engine)
    try:
        with engine.writing(build) as index:
            return drain_all(database, index, build, batch, at)
    except IndexCorrupt:
        fresh = replace_build(database, engine, build)
        with engine.writing(fresh) as index:
            return drain_all(database, index, fresh, batch, at)


def _due_now(database: Database, build: str) -> Due:
    consumers = (STITCH, index_consumer(build))
    with database.read() as connection:
        rows = connection.execute(
            select(due.c.consumer, due.c.entity_id, due.c.revision).where(
                due.c.consumer.in_(consumers)
            )
        )
        return {(row.consumer, row.entity_id): row.revision for row in rows}


def _still_due(database: Database, wanted: Due) -> bool:
    """Whether any of the work that was wanted has not been settled yet."""
    consumers = {consumer for consumer, _ in wanted}
    with database.read() as connection:
        rows = connection.execute(
            select(due.c.consumer, due.c.entity_id, due.c.revision).where(
                due.c.consumer.in_(consumers)
            )
        )
        return any(row.revision <= wanted.get((row.consumer, row.entity_id), -1) for row in rows)
