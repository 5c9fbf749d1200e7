"""Metric entities that disagree: a problem on each of them, for as long as they do."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from catalog.evaluations.metrics import definitions_by_audience
from catalog.store.among import among
from catalog.store.due import stitch_again
from catalog.store.rows import insert_rows
from catalog.store.tables import entity, problem

SAID_BY = "metric definitions"
_SAID = ("code", "message", "hint", "path", "severity", "entity_ref")
_COLUMNS = (*_SAID, "file", "line", "column", "since", "said_by", "entity_id")


def settle_disputes(connection: Connection, now: float) -> None:
    """Store what is in dispute now and forget what no longer is; where that changes something,
    the entities are made due for stitching."""
    wanted = {
        tuple(getattr(one, name) for name in _SAID)
        for known in definitions_by_audience(connection)
        for one in known.problems
    }
    rows = connection.execute(select(problem).where(problem.c.said_by == SAID_BY)).all()
    held = {tuple(getattr(row, name) for name in _SAID): row for row in rows}
    over = [held[key] for key in held.keys() - wanted]
    gone = among(connection, problem.c.id, [row.id for row in over])
    connection.execute(delete(problem).where(gone))
    told = _store(connection, sorted(wanted - held.keys()), now)
    stitch_again(connection, told | {row.entity_id for row in over})


def _store(connection: Connection, problems: Sequence[tuple[str, ...]], now: float) -> set[int]:
    """The ids of the entities that they are about."""
    about = among(connection, entity.c.ref, {said[-1] for said in problems})
    refs = connection.execute(select(entity.c.ref, entity.c.id).where(about))
    ids = {row.ref: row.id for row in refs}
    rows = [(*said, "", 0, 0, now, SAID_BY, ids[said[-1]]) for said in problems]
    insert_rows(connection, problem, _COLUMNS, rows)
    return set(ids.values())
