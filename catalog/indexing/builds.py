"""Builds of the index: the one in use, and a new one that is filled beside it."""

import time
import uuid
from collections.abc import Collection

from sqlalchemy import Connection, and_, delete, func, insert, literal, or_, select, text, update

from catalog.errors import MLHomeError
from catalog.indexing.drain import drain_all
from catalog.indexing.engine import Engine
from catalog.store.database import Database
from catalog.store.due import COLUMNS, index_consumer
from catalog.store.failpoints import At, nowhere
from catalog.store.tables import due, entry, index_build
from search.index import SearchIndex

# Seconds after which a build that was begun and never put to use is given up.
UNFINISHED_AFTER = 86_400.0


class RebuildIncomplete(MLHomeError):
    """A new build does not hold what the record holds; the old one stays in use."""


def current_build(connection: Connection, engine: Engine) -> str:
    """The build that answers searches on this engine; empty if there is none yet."""
    name = select(index_build.c.name).where(
        index_build.c.engine == engine.name, index_build.c.state == "current"
    )
    return connection.scalar(name) or ""


def ensure_build(database: Database, engine: Engine) -> str:
    """The build in use; where there is none, an empty one is begun and put to use at once.

    Searches then find more and more while it fills; lists come from SQL all the time.
    """
    with database.read() as connection:
        build = current_build(connection, engine)
    return build or replace_build(database, engine, "")


def replace_build(database: Database, engine: Engine, broken: str) -> str:
    """Put an empty build to use in place of one that can't be used; another process may have
    done so already. Gives the build in use."""
    build = _new_name()
    engine.create(build)

    def register(connection: Connection) -> str:
        _one_at_a_time(connection)
        current = current_build(connection, engine)
        if current != broken:
            return current
        _retire(connection, engine)
        _register(connection, engine, build, "current")
        return build

    used = database.transact(register)
    if used != build:
        engine.drop(build)
    return used


def begin_build(database: Database, engine: Engine) -> str:
    """A new build for which every entry is due; what changes from now on is due for it as well."""
    build = _new_name()
    engine.create(build)
    database.transact(lambda connection: _register(connection, engine, build, "building"))
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
    """Delete what no longer answers searches: replaced builds, and those nobody finished."""
    oldest = _name_at(time.time() - UNFINISHED_AFTER)
    ours = index_build.c.engine == engine.name

    def unregister(connection: Connection) -> tuple[set[str], set[str]]:
        abandoned = and_(index_build.c.state == "building", index_build.c.name < oldest)
        over = or_(index_build.c.state == "old", abandoned)
        gone = set(connection.scalars(select(index_build.c.name).where(ours, over)))
        if gone:
            _forget_due(connection, gone)
            connection.execute(delete(index_build).where(index_build.c.name.in_(gone)))
        return gone, set(connection.scalars(select(index_build.c.name).where(ours)))

    gone, used = database.transact(unregister)
    # One that is not registered yet may just be coming into being.
    dropped = [it for it in engine.builds() if it in gone or (it not in used and it < oldest)]
    for build in dropped:
        engine.drop(build)
    return dropped


def _new_name() -> str:
    return f"{_name_at(time.time())}-{uuid.uuid4().hex[:6]}"


def _name_at(moment: float) -> str:
    """Names sort by the time at which a build was begun."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(moment))


def _one_at_a_time(connection: Connection) -> None:
    # SQLite has one writer anyway.
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE index_build IN SHARE ROW EXCLUSIVE MODE"))


def _register(connection: Connection, engine: Engine, build: str, state: str) -> None:
    connection.execute(
        insert(index_build).values(
            name=build, engine=engine.name, state=state, created_at=time.time()
        )
    )
    consumer = literal(index_consumer(build))
    rows = select(consumer, entry.c.entity_id, entry.c.revision, literal(0), literal(0.0))
    connection.execute(insert(due).from_select(COLUMNS, rows))


def _retire(connection: Connection, engine: Engine) -> None:
    """The build in use is replaced; its files are deleted when nobody can be reading them."""
    ours = and_(index_build.c.engine == engine.name, index_build.c.state == "current")
    _forget_due(connection, connection.scalars(select(index_build.c.name).where(ours)).all())
    connection.execute(update(index_build).where(ours).values(state="old"))


def _forget_due(connection: Connection, builds: Collection[str]) -> None:
    consumers = [index_consumer(build) for build in builds]
    connection.execute(delete(due).where(due.c.consumer.in_(consumers)))


def _waiting(connection: Connection, build: str) -> int:
    count = select(func.count()).where(due.c.consumer == index_consumer(build))
    return connection.scalar(count) or 0
