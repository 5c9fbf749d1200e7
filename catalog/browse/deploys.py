"""When which version of a model went where: read from the history of its deployments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from catalog.browse.reader import Reader
from catalog.store.database import Database
from catalog.store.tables import entity, relation, version
from descriptors.refs import InvalidRef, parse_ref

MOST_STATES = 2_000  # of all deployments of a model


@dataclass(frozen=True, slots=True)
class Deploy:
    """A deployment began to serve `version` (or what an alias stands for) of a model, in place of
    `before` ("": nothing of this model); with `version` "" it stopped."""

    at: float
    deployment: str
    title: str
    environment: str
    version: str
    before: str = ""


def deploys(db: Database, reader: Reader, model: str) -> list[Deploy]:
    """Every change of version of the deployments that serve the model, oldest first. When a
    descriptor changed is the time of its commit where that is known, else when it was read."""
    serves = (relation.c.type == "serves", relation.c.target == model)
    states = (
        select(version, entity.c.ref, entity.c.title)
        .join(entity, entity.c.id == version.c.entity_id)
        .join(relation, relation.c.entity_id == entity.c.id)
        .where(*serves, reader.sees())
        .order_by(version.c.entity_id, version.c.number)
        .limit(MOST_STATES)
    )
    with db.read() as connection:
        rows = connection.execute(states).all()
    by_deployment: dict[str, list[Any]] = {}
    for row in rows:
        by_deployment.setdefault(row.ref, []).append(row)
    found = [one for rows in by_deployment.values() for one in _changes(rows, model)]
    return sorted(found, key=lambda one: (one.at, one.deployment))


def _changes(rows: Iterable[Any], model: str) -> Iterable[Deploy]:
    """The states of one deployment in which another version is served than in the one before."""
    before = ""
    for row in rows:
        document = orjson.loads(row.document) if row.document else {}
        serving = _serving(document, row.ref, model)
        if serving != before:
            spec = document.get("spec") or {}
            environment = str(spec.get("environment") or "")
            at = row.changed_at or row.at
            yield Deploy(at, row.ref, row.title, environment, serving, before)
        before = serving


def _serving(document: Mapping[str, Any], ref: str, model: str) -> str:
    """The version or alias of the model that a state names, "" for none or another model."""
    spec = document.get("spec") or {}
    namespace = ref.partition(":")[2].partition("/")[0]
    try:
        name = str(spec.get("model", "")).partition("@")[0]
        named = str(parse_ref(name, "model", namespace))
    except InvalidRef:
        return ""
    return str(spec.get("version") or spec.get("alias") or "") if named == model else ""
