"""How far the index is behind the record."""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from catalog.indexing.engine import Engine
from catalog.store.database import Database
from catalog.store.due import STITCH, index_consumer
from catalog.store.tables import due, entry, index_build


@dataclass(frozen=True)
class BuildStatus:
    name: str
    state: str  # current | building
    created_at: float
    due: int  # entries that are to be written to it
    put_off: int  # of those, refused by the engine before


@dataclass(frozen=True)
class IndexStatus:
    """`due_for_stitching` entries are due for every build once they are stitched."""

    engine: str
    entries: int
    due_for_stitching: int
    builds: tuple[BuildStatus, ...]
    at: float

    @property
    def due(self) -> int:
        """How many entries searches may find in an older state, or not yet."""
        return self.due_for_stitching + sum(it.due for it in self.builds if it.state == "current")


def index_status(database: Database, engine: Engine) -> IndexStatus:
    """Read from the record alone, so that it is there when the engine is not."""
    with database.read() as connection:
        waiting = _waiting(connection)
        builds = connection.execute(
            select(index_build)
            .where(index_build.c.engine == engine.name)
            .order_by(index_build.c.created_at)
        ).all()
        entries = connection.scalar(select(func.count()).select_from(entry)) or 0
    return IndexStatus(
        engine=engine.name,
        entries=entries,
        due_for_stitching=waiting[STITCH][0],
        builds=tuple(
            BuildStatus(it.name, it.state, it.created_at, *waiting[index_consumer(it.name)])
            for it in builds
        ),
        at=time.time(),
    )


def _waiting(connection: Connection) -> Mapping[str, tuple[int, int]]:
    """By consumer, how much is due, and how much of that was put off."""
    rows = connection.execute(
        select(
            due.c.consumer,
            func.count().label("due"),
            func.count().filter(due.c.attempts > 0).label("put_off"),
        ).group_by(due.c.consumer)
    )
    nothing: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    return nothing | {row.consumer: (row.due, row.put_off) for row in rows}
