"""What plugins propose, read like a location: one file each proposal, held by the database."""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select

from catalog.locations.below import Found
from catalog.locations.closing import Closing
from catalog.locations.snapshot import FileChange
from catalog.locations.spec import LocationSpec
from catalog.store.database import Database
from catalog.store.plugin_tables import proposal
from catalog.store.proposals import TYPE
from descriptors.problems import Problem

BY, WHY = "mlhome/proposed-by", "mlhome/proposed-because"
"""Annotations of an entity that no descriptor declares yet."""


def open_proposals(database: Database, spec: LocationSpec) -> "ProposedSnapshot":
    """All that one plugin proposes by one of its connections (`target`: plugin/connection id)."""
    plugin, _, connection_id = spec.target.partition("/")
    mine = (proposal.c.plugin == plugin, proposal.c.connection_id == int(connection_id))
    with database.read() as connection:
        rows = connection.execute(select(proposal).where(*mine).order_by(proposal.c.ref)).all()
    return ProposedSnapshot(plugin, spec.target, rows)


class ProposedSnapshot(Closing):
    """Proposals as files called after their refs."""

    commit = ""

    def __init__(self, plugin: str, target: str, rows: Sequence[Any]) -> None:
        self._plugin, self._target = plugin, target
        self._rows = {f"{row.ref}.json": row for row in rows}

    @property
    def token(self) -> str:
        told = " ".join(f"{path} {row.digest}" for path, row in self._rows.items())
        return hashlib.sha256(told.encode()).hexdigest()

    def paths(self) -> list[str]:
        return list(self._rows)

    def read(self, path: str, most: int = 0) -> bytes | Problem:
        row = self._rows.get(path)
        if row is None:
            return Problem("location/not-found", f"nothing is proposed as {path}")
        document = orjson.loads(row.document)
        metadata = document.get("metadata") or {}
        marks = {BY: self._plugin, **({WHY: row.reason} if row.reason else {})}
        annotations = {**(metadata.get("annotations") or {}), **marks}
        marked = {**document, "metadata": {**metadata, "annotations": annotations}}
        return orjson.dumps(marked)

    def expand(self, base_path: str, target: str) -> list[str] | Problem:
        return Problem("location/not-found", f"{target} is not read: proposals name no files")

    def find(self, base_path: str, pattern: str, most: int) -> Found | Problem:
        return Problem("location/not-found", f"{pattern} is not read: proposals name no files")

    def last_changes(self, paths: Sequence[str]) -> dict[str, FileChange]:
        found = [(path, self._rows[path]) for path in paths if path in self._rows]
        return {path: FileChange("", "", row.since) for path, row in found}

    def location_ref(self, path: str) -> str:
        return f"{TYPE}:{self._target}/{path}"

    def view_url(self, path: str, line: int = 0) -> str:
        return ""

    def edit_url(self, path: str) -> str:
        return ""

    def source_url(self, path: str) -> str:
        return ""
