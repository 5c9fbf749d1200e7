"""What plugins find wrong: stored with who said it, shown on the entity it is about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, true

from catalog.store.among import among
from catalog.store.rows import insert_rows, update_rows
from catalog.store.said import SAID, said
from catalog.store.tables import entity, problem
from descriptors.problems import Problem

COLUMNS = ("entity_id", *SAID, "since", "said_by")
LONGEST_NAME = 160


@dataclass(frozen=True)
class ProblemsRecorded:
    """`changed`: ids of entities that show another problem now; `stated`: ids of the rows that
    hold what was said."""

    changed: frozenset[int] = frozenset()
    stated: frozenset[int] = frozenset()


def said_by(plugin: str, source: str, refresh: str = "") -> str:
    """Who says it, as the table `problem` has it. Several refreshes of a plugin may know things
    from one connection; none of them ends what another one says."""
    return f"{plugin} {source} {refresh}".rstrip()[:LONGEST_NAME]


def record_problems(
    connection: Connection,
    name: str,
    problems: Sequence[Problem],
    now: float,
    *,
    entity_id: int = 0,
) -> ProblemsRecorded:
    """Store problems that `name` has; those that are there already keep their time. `entity_id`:
    all of them are about this one."""
    wanted = {said(replace(it, entity_ref=it.entity_ref.lower())) for it in problems}
    about = problem.c.entity_id == entity_id if entity_id else true()
    mine = (problem.c.said_by == name) & about
    held = _held(connection, mine)
    new = sorted(wanted - held.keys(), key=repr)
    ids = _entities(connection, {it[-1] for it in wanted} - {""})
    rows = [(ids.get(it[-1]), *it, now, name) for it in new]
    insert_rows(connection, problem, COLUMNS, rows)
    met = _meet(connection, [held[it] for it in wanted & held.keys()], ids)
    stored = _held(connection, mine) if new else held
    return ProblemsRecorded(
        changed=met | {row[0] for row in rows if row[0] is not None},
        stated=frozenset(stored[it].id for it in wanted),
    )


def _meet(connection: Connection, held: Iterable[Any], ids: Mapping[str, int]) -> frozenset[int]:
    """Put problems that were known before their entity was on it; gives the ids of such entities.
    Those of one that was deleted went with it."""
    alone = [it for it in held if it.entity_id is None and it.entity_ref in ids]
    met = [(ids[it.entity_ref], it.id) for it in alone]
    update_rows(connection, problem, "id", ("entity_id",), met)
    return frozenset(entity_id for entity_id, _ in met)


def end_other_problems(
    connection: Connection,
    names: Collection[str],
    stated: Collection[int] = (),
    *,
    entity_id: int = 0,
) -> frozenset[int]:
    """Forget all that these said but for the rows `stated`, or of one entity only; gives the ids
    of entities that showed them."""
    of_entity = problem.c.entity_id == entity_id if entity_id else true()
    return _end(connection, problem.c.said_by.in_(names) & of_entity, stated)


def end_problems_of_source(connection: Connection, plugin: str, source: str) -> frozenset[int]:
    """Forget all that a plugin said because of a source, by whichever refresh; gives the ids of
    entities that showed it."""
    name = said_by(plugin, source)
    by_refreshes = problem.c.said_by.startswith(f"{name} ", autoescape=True)
    return _end(connection, (problem.c.said_by == name) | by_refreshes, ())


def _end(
    connection: Connection, which: ColumnElement[bool], stated: Collection[int]
) -> frozenset[int]:
    rows = connection.execute(select(problem.c.id, problem.c.entity_id).where(which)).all()
    over = [row for row in rows if row.id not in stated]
    if over:
        gone = among(connection, problem.c.id, [row.id for row in over])
        connection.execute(delete(problem).where(gone))
    return frozenset(row.entity_id for row in over if row.entity_id is not None)


def _held(connection: Connection, which: ColumnElement[bool]) -> dict[tuple[Any, ...], Any]:
    """Rows by what they say."""
    said = [problem.c[name] for name in SAID]
    rows = connection.execute(select(problem.c.id, problem.c.entity_id, *said).where(which))
    return {tuple(row[2:]): row for row in rows}


def _entities(connection: Connection, refs: Collection[str]) -> dict[str, int]:
    if not refs:
        return {}
    rows = connection.execute(
        select(entity.c.ref, entity.c.id).where(
            among(connection, entity.c.ref, refs), entity.c.deleted_at.is_(None)
        )
    )
    return {row.ref: row.id for row in rows}
