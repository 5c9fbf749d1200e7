"""The state of what the catalog is made from: locations, and what is wrong with their files."""

import time
from dataclasses import fields
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from catalog.browse.reader import Reader
from catalog.browse.views import Facet, LocationView, ProblemPage
from catalog.store.database import Database
from catalog.store.tables import entity, problem, source
from catalog.store.tables import location as location_table
from descriptors.problems import Problem


def problems(
    db: Database,
    reader: Reader,
    *,
    location_id: int | None = None,
    entity_ref: str = "",
    code: str = "",
    limit: int = 100,
    offset: int = 0,
) -> ProblemPage:
    """What is wrong with descriptors, by file and line; of one location, entity or code if asked.

    The counts by code are of all codes, whichever is asked for.
    """
    wide = and_(
        _may_see(reader),
        true() if location_id is None else problem.c.location_id == location_id,
        problem.c.entity_ref == entity_ref if entity_ref else true(),
    )
    chosen = and_(wide, problem.c.code == code) if code else wide
    order = (problem.c.location_id, problem.c.file, problem.c.line, problem.c.id)
    page = select(problem).where(chosen).order_by(*order).limit(limit).offset(offset)
    with db.read() as connection:
        codes = tuple(Facet(*row) for row in connection.execute(_counted(wide)))
        total = sum(one.count for one in codes if code in ("", one.value))
        found = tuple(as_problem(row) for row in connection.execute(page))
    return ProblemPage(total, found, codes)


def locations(db: Database) -> list[LocationView]:
    """Every location, in the order they were added."""
    with db.read() as connection:
        rows = connection.execute(_location_rows().order_by(location_table.c.id))
        return [_location(row, time.time()) for row in rows]


def location(db: Database, location_id: int) -> LocationView | None:
    with db.read() as connection:
        rows = _location_rows().where(location_table.c.id == location_id)
        row = connection.execute(rows).one_or_none()
    return _location(row, time.time()) if row else None


def as_problem(row: Any) -> Problem:
    """A row of the table `problem` as the value it was."""
    return Problem(**{field.name: getattr(row, field.name) for field in fields(Problem)})


def _counted(chosen: ColumnElement[bool]) -> Select[Any]:
    """How often each code occurs, the most frequent first."""
    counts = select(problem.c.code, func.count()).where(chosen).group_by(problem.c.code)
    return counts.order_by(func.count().desc(), problem.c.code)


def _may_see(reader: Reader) -> ColumnElement[bool]:
    """A problem of no entity is everyone's; that of an entity is for those who see the entity."""
    hidden = select(entity.c.ref).where(entity.c.ref == problem.c.entity_ref, ~reader.may_see())
    return or_(problem.c.entity_ref == "", ~hidden.exists())


def _location_rows() -> Select[Any]:
    entities = (
        select(func.count())
        .select_from(entity)
        .join(source, source.c.id == entity.c.source_id)
        .where(source.c.location_id == location_table.c.id, entity.c.deleted_at.is_(None))
    )
    wrong = select(func.count()).where(problem.c.location_id == location_table.c.id)
    return select(
        location_table,
        entities.scalar_subquery().label("entities"),
        wrong.scalar_subquery().label("problems"),
    )


def _location(row: Any, now: float) -> LocationView:
    return LocationView(
        id=row.id,
        type=row.type,
        target=row.target,
        ref=row.ref,
        patterns=tuple(row.patterns.splitlines()),
        added_by=row.added_by,
        state=row.state,
        last_error=_stored_problem(row.last_error),
        created_at=row.created_at,
        last_read_at=row.last_read_at,
        last_ok_at=row.last_ok_at,
        next_read_at=row.next_read_at,
        commit=row.commit,
        entities=row.entities,
        problems=row.problems,
        lag=None if row.last_ok_at is None else max(0.0, now - row.last_ok_at),
    )


def _stored_problem(text: str | None) -> Problem | None:
    if not text:
        return None
    value = orjson.loads(text)
    ref = value.pop("entityRef", "")
    return Problem(**value, entity_ref=ref)
