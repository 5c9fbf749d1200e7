"""The problems of sources: replaced when a source is read; each keeps the time it came up."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from catalog.ingest.plan import Conflict
from catalog.ingest.sources import WrittenSource
from catalog.locations.spec import LocationSpec
from catalog.store.among import among
from catalog.store.rows import insert_rows
from catalog.store.said import SAID, said
from catalog.store.tables import entity, location, problem, source
from descriptors.problems import Problem

PROBLEM = ("source_id", "location_id", "entity_id", *SAID, "since")
CONFLICT = "conflict/declared-twice"


class Found(NamedTuple):
    """A problem as it is stored, but for the time."""

    source_id: int
    location_id: int
    entity_id: int | None
    said: tuple[Any, ...]  # in the order of SAID


def replace_problems(
    connection: Connection,
    location_id: int,
    sources: Sequence[WrittenSource],
    conflicts: Sequence[Conflict],
    now: float,
) -> set[int]:
    """Store what is wrong with the sources now; gives the ids of entities on which it shows."""
    found = set(_found(connection, location_id, sources))
    found |= set(_conflicts(connection, location_id, conflicts))
    held = _held(connection, [it.id for it in sources if not it.is_new])
    if found == held.keys():
        return set()
    changed = {it.source_id for it in found ^ held.keys()}
    connection.execute(delete(problem).where(among(connection, problem.c.source_id, changed)))
    rows = [
        (it.source_id, it.location_id, it.entity_id, *it.said, held.get(it, now))
        for it in sorted(found, key=repr)
        if it.source_id in changed
    ]
    insert_rows(connection, problem, PROBLEM, rows)
    return _shown_on(connection, found ^ held.keys())


def _found(
    connection: Connection, location_id: int, sources: Sequence[WrittenSource]
) -> list[Found]:
    wrongs = [(it, wrong) for it in sources for wrong in it.prepared.problems]
    # No entity's ref has a NUL, and PostgreSQL can't even be asked for one.
    refs = [wrong.entity_ref for _, wrong in wrongs if "\0" not in wrong.entity_ref]
    owners = _owners(connection, refs)
    return [
        Found(it.id, location_id, owners.get((wrong.entity_ref, it.id)), said(wrong))
        for it, wrong in wrongs
    ]


def _owners(connection: Connection, refs: Sequence[str]) -> Mapping[tuple[str, int], int]:
    """(ref, source id) -> entity id: a problem shows on an entity of its own source only."""
    if not refs:
        return {}
    rows = connection.execute(
        select(entity.c.ref, entity.c.source_id, entity.c.id).where(
            among(connection, entity.c.ref, refs)
        )
    )
    return {(row.ref, row.source_id): row.id for row in rows}


def _conflicts(
    connection: Connection, location_id: int, conflicts: Sequence[Conflict]
) -> list[Found]:
    holders = _places(connection, [it.entity.ref for it in conflicts])
    found: list[Found] = []
    for late, loser, _ in conflicts:
        winner = holders[late.ref]
        lost, won = _conflict_problems(late.ref, loser.file.name, late.line, winner)
        found.append(Found(loser.id, location_id, None, said(lost)))
        if winner.source_id != loser.id:
            found.append(Found(loser.id, winner.location_id, winner.id, said(won)))
    return found


def _conflict_problems(ref: str, loser: str, line: int, winner: Any) -> tuple[Problem, Problem]:
    place = f"{_name(winner)}:{winner.line}"
    hint = "rename one of them, or remove one"
    message = f"{ref} is declared already in {place}; this one is left out"
    lost = Problem(CONFLICT, message, hint, "/metadata/name", loser, line, 0, ref)
    message = f"{ref} is declared again in {loser}:{line}, which is left out"
    at = _name(winner), winner.line
    return lost, Problem(CONFLICT, message, hint, "/metadata/name", *at, 0, ref, "warning")


def _places(connection: Connection, refs: Sequence[str]) -> Mapping[str, Any]:
    if not refs:
        return {}
    rows = connection.execute(
        select(
            *(entity.c.ref, entity.c.id, entity.c.line, entity.c.source_id),
            *(source.c.path, source.c.location_ref, source.c.location_id),
            *(location.c.type, location.c.target, location.c.ref.label("git_ref")),
        )
        .join(source, source.c.id == entity.c.source_id)
        .join(location, location.c.id == source.c.location_id)
        .where(among(connection, entity.c.ref, refs))
    )
    return {row.ref: row for row in rows}


def _name(place: Any) -> str:
    spec = LocationSpec(place.type, place.target, place.git_ref)
    return spec.name_of(place.path, place.location_ref)


def _held(connection: Connection, source_ids: Sequence[int]) -> dict[Found, float]:
    if not source_ids:
        return {}
    rows = connection.execute(
        select(problem).where(among(connection, problem.c.source_id, source_ids))
    )
    return {
        Found(
            *(row.source_id, row.location_id, row.entity_id),
            tuple(getattr(row, name) for name in SAID),
        ): row.since
        for row in rows
    }


def _shown_on(connection: Connection, changed: set[Found]) -> set[int]:
    """Named entities; and, for what can't be told whose it is, all of the source."""
    ids = {it.entity_id for it in changed if it.entity_id is not None}
    nameless = {it.source_id for it in changed if not it.said[SAID.index("entity_ref")]}
    if nameless:
        ids |= set(
            connection.scalars(
                select(entity.c.id).where(among(connection, entity.c.source_id, nameless))
            )
        )
    return ids
