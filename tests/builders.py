"""Things with defaults, so that a test names only what matters to it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from catalog.indexing import Engine, settle
from catalog.ingest import IngestOptions, IngestReport, ParsePool, ingest, read_locations
from catalog.locations.policy import ReadPolicy
from catalog.locations.spec import LocationSpec
from catalog.stitching import stitch_all
from catalog.store.database import Database
from catalog.store.tables import entity, entry, location, version


def a_descriptor(
    name: str = "thing",
    kind: str = "Component",
    spec: dict[str, Any] | None = None,
    **metadata: Any,
) -> str:
    """The YAML of one entity that is valid unless `spec` says otherwise."""
    defaults: dict[str, dict[str, Any]] = {
        "Component": {"type": "service", "lifecycle": "production", "owner": "group:team"},
        "Group": {"type": "team", "children": []},
        "Project": {"owner": "group:team", "lifecycle": "production"},
        "Model": {"project": "churn", "lifecycle": "production"},
        "Deployment": {"model": "scorer", "environment": "production"},
    }
    ours = {"Project", "Model", "Deployment", "Dataset", "FeatureSet", "Pipeline", "Evaluation"}
    document = {
        "apiVersion": "mlhome/v1" if kind in ours else "backstage.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, **metadata},
        "spec": {**defaults.get(kind, {}), **(spec or {})},
    }
    return json.dumps(document) + "\n"


def descriptors(*documents: str) -> str:
    """Several documents in one file."""
    return "---\n".join(documents)


@dataclass
class Workshop:
    """A catalog and a folder of descriptors it reads, as few steps apart as in real use."""

    database: Database
    pool: ParsePool
    folder: Path
    options: IngestOptions = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        cache = self.folder.parent / "git"
        self.options = IngestOptions(policy=ReadPolicy(cache=cache, patterns=("*.yaml",)))

    def write(self, path: str, *documents: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(descriptors(*documents), encoding="utf-8")
        return file

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def ingest(self, *specs: LocationSpec) -> IngestReport:
        """Read the folder (or other places), and stitch."""
        wanted = specs or (LocationSpec("folder", str(self.folder)),)
        report = ingest(self.database, self.pool, wanted, self.options)
        stitch_all(self.database)
        return report

    def read_again(self, *ids: int) -> IngestReport:
        report = read_locations(self.database, self.pool, ids, self.options)
        stitch_all(self.database)
        return report

    def index(self, engine: Engine) -> None:
        settle(self.database, engine)

    def entry(self, ref: str) -> dict[str, Any]:
        """What people see of an entity; KeyError if they see nothing."""
        bodies = select(entry.c.body).join(entity, entity.c.id == entry.c.entity_id)
        with self.database.read() as connection:
            body = connection.scalar(bodies.where(entity.c.ref == ref))
        if body is None:
            raise KeyError(ref)
        found: dict[str, Any] = orjson.loads(body)
        return found

    def refs(self) -> list[str]:
        """Of all that people see."""
        with self.database.read() as connection:
            seen = select(entity.c.ref).join(entry, entity.c.id == entry.c.entity_id)
            return list(connection.scalars(seen.order_by(entity.c.ref)))

    def row(self, ref: str) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(entity).where(entity.c.ref == ref)).one()

    def versions(self, ref: str) -> list[Any]:
        with self.database.read() as connection:
            rows = select(version).join(entity, entity.c.id == version.c.entity_id)
            return list(
                connection.execute(rows.where(entity.c.ref == ref).order_by(version.c.number))
            )

    def locations(self) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(select(location).order_by(location.c.id)))


def relations(body: dict[str, Any], type: str) -> list[str]:
    """The refs an entry is related to in one way."""
    return [it["targetRef"] for it in body["relations"] if it["type"] == type]
