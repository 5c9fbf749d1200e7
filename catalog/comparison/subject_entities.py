"""The entities that subjects are versions of, as far as the reader sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from catalog.store.among import among
from catalog.store.reader import Reader
from catalog.store.tables import entity, entry, source

EVALUATED = "evaluatedBy"


@dataclass(frozen=True, slots=True)
class SubjectEntity:
    """`document` is the entry as people see it, `view_url` the page of its descriptor."""

    ref: str
    title: str
    owner: str
    document: Mapping[str, Any]
    view_url: str

    @property
    def spec(self) -> Mapping[str, Any]:
        spec = self.document.get("spec")
        return spec if isinstance(spec, Mapping) else {}

    @property
    def evaluations(self) -> list[str]:
        """The refs of the Evaluations that are declared for it."""
        relations = self.document.get("relations") or ()
        return [one["targetRef"] for one in relations if one.get("type") == EVALUATED]


def subject_entities(
    connection: Connection, reader: Reader, refs: Collection[str]
) -> dict[str, SubjectEntity]:
    """By ref; what the reader does not see is left out."""
    rows = (
        select(entity.c.ref, entity.c.title, entity.c.owner, entry.c.body, source.c.view_url)
        .join(entry, entry.c.entity_id == entity.c.id)
        .outerjoin(source, source.c.id == entity.c.source_id)
        .where(among(connection, entity.c.ref, refs), reader.sees())
    )
    return {row.ref: _entity(row) for row in connection.execute(rows)}


def _entity(row: Any) -> SubjectEntity:
    document = orjson.loads(row.body)
    return SubjectEntity(row.ref, row.title, row.owner, document, row.view_url or "")
