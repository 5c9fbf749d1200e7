"""What runs are about, as far as the reader may see it."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.fact_tables import fact_subject
from catalog.store.reader import Reader
from catalog.store.tables import entity


def subjects_of(db: Database, reader: Reader, ref: str) -> tuple[str, ...]:
    """Whose runs the page of an entity shows: its own, and of a project those of its models."""
    if not ref.startswith("project:"):
        return (ref,)
    models = (entity.c.project == ref, entity.c.kind == "model", reader.sees())
    statement = select(entity.c.ref).where(*models).order_by(entity.c.ref)
    with db.read() as connection:
        return (ref, *connection.scalars(statement))


def visible_subjects(connection: Connection, reader: Reader, refs: Iterable[str]) -> dict[int, str]:
    """Ref by number, of those that something is known about and that the reader sees: what is
    reported of an entity is shown as soon as there is one with that ref."""
    wanted = among(connection, fact_subject.c.ref, refs)
    joined = select(fact_subject.c.id, fact_subject.c.ref).join(
        entity, entity.c.ref == fact_subject.c.ref
    )
    rows = connection.execute(joined.where(wanted, reader.sees()))
    return {row.id: row.ref for row in rows}
