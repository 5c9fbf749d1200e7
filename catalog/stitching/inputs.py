"""What a batch of due entities is stitched of, in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from catalog.stitching.stitch import OWNED_BY, OWNER_OF, Inherited, Inputs, ShownProblem
from catalog.store.among import among
from catalog.store.due import STITCH
from catalog.store.origin import Origin
from catalog.store.tables import due, entity, entry, problem, relation, source, version


@dataclass(frozen=True)
class Claimed:
    """One due entity, as far as it can be told without its parent."""

    row: Any  # of entity, with `due_revision`, `etag` and `document`
    inputs: Inputs

    @property
    def declares_owner(self) -> bool:
        return any(type == OWNED_BY for type, _ in self.inputs.declared)

    @property
    def before(self) -> Inherited:
        return Inherited(self.row.owner, self.row.project, self.row.audience)


def claim(connection: Connection, limit: int) -> list[Claimed]:
    """Take due entities; nobody else stitches or changes them until the transaction ends."""
    newest = and_(version.c.entity_id == entity.c.id, version.c.number == entity.c.version)
    rows = connection.execute(
        select(
            *(entity.c.id, entity.c.uid, entity.c.ref, entity.c.kind, entity.c.parent),
            *(entity.c.owner, entity.c.project, entity.c.audience, entity.c.source_id),
            *(entity.c.deleted_at, due.c.revision.label("due_revision"), entry.c.etag),
            *(source.c.location_ref, source.c.origin_ref, source.c.view_url, source.c.edit_url),
            *(source.c.source_location, version.c.document),
        )
        .select_from(due)
        .join(entity, entity.c.id == due.c.entity_id)
        .outerjoin(version, newest)
        .outerjoin(source, source.c.id == entity.c.source_id)
        .outerjoin(entry, entry.c.entity_id == entity.c.id)
        .where(due.c.consumer == STITCH)
        .order_by(due.c.entity_id)
        .limit(limit)
        .with_for_update(of=[due, entity], skip_locked=True)
    ).all()
    return _with_relations(connection, rows)


def parents_of(connection: Connection, refs: Iterable[str]) -> dict[str, Inherited]:
    """What the entities of these refs pass on, as far as they are stitched."""
    wanted = sorted(refs)
    if not wanted:
        return {}
    rows = connection.execute(
        select(entity.c.ref, entity.c.owner, entity.c.project, entity.c.audience).where(
            among(connection, entity.c.ref, wanted), entity.c.deleted_at.is_(None)
        )
    )
    return {row.ref: Inherited(row.owner, row.project, row.audience) for row in rows}


def _with_relations(connection: Connection, rows: Sequence[Any]) -> list[Claimed]:
    ids = [row.id for row in rows]
    declared = _grouped(
        connection.execute(
            select(relation.c.entity_id, relation.c.type, relation.c.target).where(
                among(connection, relation.c.entity_id, ids)
            )
        ).all()
    )
    incoming = _grouped(
        connection.execute(
            select(relation.c.target, relation.c.inverse, entity.c.ref)
            .join(entity, entity.c.id == relation.c.entity_id)
            .where(among(connection, relation.c.target, [row.ref for row in rows]))
        ).all()
    )
    for owner, owned in _owned(connection, [row.ref for row in rows]):
        incoming[owner].append((OWNER_OF, owned))
    problems = _problems(connection, rows)
    return [
        Claimed(row, _inputs(row, declared[row.id], incoming[row.ref], problems(row)))
        for row in rows
    ]


def _owned(connection: Connection, owners: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(owner, what it owns), also where ownership is inherited and no relation declares it."""
    rows = connection.execute(
        select(entity.c.owner, entity.c.ref).where(
            among(connection, entity.c.owner, owners), entity.c.deleted_at.is_(None)
        )
    )
    return [(row.owner, row.ref) for row in rows]


def _inputs(
    row: Any,
    declared: Sequence[tuple[str, str]],
    incoming: Sequence[tuple[str, str]],
    problems: Sequence[ShownProblem],
) -> Inputs:
    known = row.source_id is not None and row.location_ref is not None
    origin = Origin(*(getattr(row, name) for name in Origin._fields)) if known else None
    return Inputs(
        ref=row.ref,
        uid=row.uid,
        kind=row.kind,
        document=row.document or b"",
        origin=origin,
        parent=row.parent,
        declared=declared,
        incoming=incoming,
        problems=problems,
    )


def _grouped(rows: Iterable[Any]) -> dict[Any, list[tuple[str, str]]]:
    groups: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    for key, first, second in rows:
        groups[key].append((first, second))
    return groups


def _problems(connection: Connection, rows: Sequence[Any]) -> Any:
    """A function of a row: its own problems, and those of its file that name no entity."""
    sources = {row.source_id for row in rows if row.source_id is not None}
    found = connection.execute(
        select(problem)
        .where(
            or_(
                among(connection, problem.c.entity_id, [row.id for row in rows]),
                and_(among(connection, problem.c.source_id, sources), problem.c.entity_ref == ""),
            )
        )
        .order_by(problem.c.line, problem.c.id)
    ).all()

    def of(row: Any) -> list[ShownProblem]:
        return [
            ShownProblem(it.message, it.file, it.line, it.severity)
            for it in found
            if it.entity_id == row.id or (not it.entity_ref and it.source_id == row.source_id)
        ]

    return of
