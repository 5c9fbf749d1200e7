"""A model with an Evaluation that asks things of it."""

from typing import Any

import orjson
from sqlalchemy import select, update

from catalog.store.database import Database
from catalog.store.tables import entity, entry
from tests.catalog.comparison.compared import DATA
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity

EVALUATION = "evaluation:default/held-out"


def judged_ranker(database: Database, *metrics: dict[str, Any], **spec: Any) -> None:
    """The ranker, of which an Evaluation on the clicks asks `metrics`."""
    make_entity(database, SUBJECT)
    asked = {"subject": SUBJECT, "dataset": DATA.ref, "metrics": list(metrics), **spec}
    make_entity(database, EVALUATION, **asked)
    _relate(database, SUBJECT, EVALUATION)


def _relate(database: Database, ref: str, evaluation: str) -> None:
    """As stitching writes the inverse of a relation."""
    number = select(entity.c.id).where(entity.c.ref == ref).scalar_subquery()
    with database.write() as connection:
        row = select(entry.c.body).where(entry.c.entity_id == number)
        document = orjson.loads(connection.scalar(row) or b"{}")
        document["relations"] = [{"type": "evaluatedBy", "targetRef": evaluation}]
        wanted = update(entry).where(entry.c.entity_id == number)
        connection.execute(wanted.values(body=orjson.dumps(document)))
