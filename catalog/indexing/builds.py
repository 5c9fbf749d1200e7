"""Builds of the index: the one in use, and a new one that is filled beside it."""

import time
import uuid

from sqlalchemy import Connection, delete, func, insert, literal, select, update

from catalog.errors import MLHomeError
from catalog.indexing.drain import drain_all
from catalog.indexing.engine import Engine
from catalog.store.database import Database
from catalog.store.due import COLUMNS, index_consumer
from catalog.store.failpoints import At, nowhere
from catalog.store.tables import due, entry, index_build
from search.index import SearchIndex


class RebuildIncomplete(MLHomeError):
    """A new build does not hold what the record holds; the old one stays in use."""


def current_build(connection: Connection, engine: Engine) -> str:
    """The build that answers searches on this engine; empty if there is none yet."""
    return _in_state(connection, engine, "current")


def ensure_build(database: Database, engine: Engine) -> str:
    """The build in use; where there is none, an empty one is begun and put to use at once.

    Searches then find more and more while it fills; lists come from SQL all the time.
    """
    with database.read() as connection:
        build = current_build(connection, engine)
    return build or begin_build(database, engine, "current")


def begin_build(database: Database, engine: Engine, state: str = "building") -> str:
    """A new build for which every entry is due; what changes from now on is due for it as well."""
    build = f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:6]}"
    engine.create(build)

    def register(connection: Connection) -> None:
        if state == "current":
            _retire(connection, engine)
        connection.execute(
            insert(index_build).values(
                name=build, engine=engine.name, state=state, created_at=time.time()
            )
        )
        consumer = literal(index_consumer(build))
        rows = select(consumer, entry.c.entity_id, entry.c.revision, literal(0), literal(0.0))
        connection.execute(insert(due).from_select(COLUMNS, rows))

    database.transact(register)
    return build


def finish_build(database: Database, engine: Engine, build: str, index: SearchIndex) -> None:
    """Put a filled build to use in place of the current one.

    Raises RebuildIncomplete unless it holds as many entries as the record does.
    """

    def swap(connection: Connection) -> None:
        expected = connection.scalar(select(func.count()).select_from(entry)) or 0
        waiting = _waiting(connection, build)
        held = index.count()
        if abs(held - expected) > waiting:
            raise RebuildIncomplete(
                f"The new index build {build} holds {held} of {expected} entries; "
                "the one in use stays. Run `mlhome index rebuild` again."
            )
        _retire(connection, engine)
        connection.execute(
            update(index_build).where(index_build.c.name == build).values(state="current")
        )

    database.transact(swap)


def rebuild(database: Database, engine: Engine, batch: int = 2_000, at: At = nowhere) -> str:
    """Make the index anew beside the current one and swap; gives the new build's name."""
    build = begin_build(database, engine)
    with engine.writing(build) as index:
        drain_all(database, index, build, batch, at)
        finish_build(database, engine, build, index)
    drop_old_builds(database, engine)
    return build


def drop_old_builds(database: Database, engine: Engine) -> list[str]:
    """Delete what no longer answers searches: retired builds, and those nobody finished."""
    with database.read() as connection:
        used = _in_use(connection, engine)
    dropped = [build for build in engine.builds() if build not in used]
    for build in dropped:
        engine.drop(build)
    return dropped


def _retire(connection: Connection, engine: Engine) -> None:
    """Forget the builds in use; their files are deleted afterwards."""
    old = connection.scalars(
        select(index_build.c.name).where(
            index_build.c.engine == engine.name, index_build.c.state == "current"
        )
    ).all()
    connection.execute(delete(index_build).where(index_build.c.name.in_(old)))
    consumers = [index_consumer(build) for build in old]
    connection.execute(delete(due).where(due.c.consumer.in_(consumers)))


def _in_state(connection: Connection, engine: Engine, state: str) -> str:
    return (
        connection.scalar(
            select(index_build.c.name)
            .where(index_build.c.engine == engine.name, index_build.c.state == state)
            .order_by(index_build.c.created_at.desc())
        )
        or ""
    )


def _in_use(connection: Connection, engine: Engine) -> set[str]:
    names = select(index_build.c.name).where(index_build.c.engine == engine.name)
    return set(connection.scalars(names))


def _waiting(connection: Connection, build: str) -> int:
    count = select(func.count()).where(due.c.consumer == index_consumer(build))
    return connection.scalar(count) or 0
