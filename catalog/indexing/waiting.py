"""Whether there is anything to do for the index: work that is due, or a build that is broken."""

import time

from sqlalchemy import select

from catalog.indexing.builds import current_build, replace_build
from catalog.indexing.engine import Engine
from catalog.store.database import Database
from catalog.store.due import index_consumer
from catalog.store.tables import due
from search.errors import IndexCorrupt, IndexUnavailable


def has_due(database: Database, engine: Engine) -> bool:
    """Whether an entry is due for the build in use, or there is no build yet."""
    with database.read() as connection:
        build = current_build(connection, engine)
        row = select(due.c.entity_id).where(
            due.c.consumer == index_consumer(build), due.c.not_before <= time.time()
        )
        return not build or connection.execute(row.limit(1)).first() is not None


def replace_if_broken(database: Database, engine: Engine) -> bool:
    """Begin a new build where the one in use is missing, damaged or of another schema; lists are
    served from the record while it fills. Raises IndexUnavailable if the engine is down."""
    with database.read() as connection:
        build = current_build(connection, engine)
    if not build or _is_sound(engine, build):
        return False
    replace_build(database, engine, build)
    return True


def _is_sound(engine: Engine, build: str) -> bool:
    try:
        index = engine.open(build, writable=False)
    except IndexCorrupt:
        return False
    try:
        health = index.health()
    finally:
        index.close()
    if not health.ok and engine.search_url:
        raise IndexUnavailable(health.detail)
    return health.ok
