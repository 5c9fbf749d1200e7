"""A catalog with the plugin of `lab.py`, whose functions run in real child processes."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from catalog.attachments.read import AttachmentView, attachments_of
from catalog.refresh.calling import Caller
from catalog.refresh.changes import entities_changed
from catalog.refresh.connections import Connected, connect
from catalog.refresh.parts import PluginParts
from catalog.refresh.planning import plan
from catalog.refresh.register import register_plugins
from catalog.refresh.run import Chains, refresh_once
from catalog.refresh.schedule import Upstream
from catalog.store.database import Database
from catalog.store.plugin_tables import refresh
from catalog.store.reader import EVERYONE
from catalog.store.tables import due, entity, problem
from plugins.host.children import Children, Limits
from tests.builders import Workshop, a_descriptor
from tests.catalog.refresh import lab


@dataclass
class Laboratory:
    """Steps of what happens to a plugin, each one line of a test."""

    workshop: Workshop
    parts: PluginParts
    folder: Path
    chains: Chains = field(default_factory=Chains)

    @property
    def database(self) -> Database:
        return self.workshop.database

    def has(self, name: str, **annotations: str) -> str:
        """An entity with annotations (`asked`, `run`) of the plugin, as if read from a file; gives
        its ref."""
        named = {f"lab/{key}": value for key, value in annotations.items()}
        self.workshop.write(f"{name}.yaml", a_descriptor(name, annotations=named))
        self.workshop.ingest()
        return f"component:default/{name}"

    def register(self) -> None:
        with self.database.write() as connection:
            register_plugins(connection, self.parts.plugins(), time.time())

    def connect(self, name: str = "default", url: str = "http://lab.example") -> int:
        with self.database.write() as connection:
            found = connect(connection, Connected(0, "lab", name, url), time.time())
        assert isinstance(found, Connected)
        self.plan()
        return found.id

    def plan(self) -> None:
        with self.database.write() as connection:
            plan(connection, self.parts.plugins().loaded[0], time.time())

    def page(self, name: str, **page: Any) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(page))

    def refresh(self, connection_id: int) -> bool:
        """One call of what is due."""
        return refresh_once(self.parts, Upstream("lab", connection_id), self.chains)

    def ask(self, connection_id: int) -> Any:
        """Call until `pages` had its turn; gives its row."""
        before = self.plans()[0].last_started_at
        for _ in range(10):
            self.refresh(connection_id)
            (plan,) = self.plans()
            if plan.last_started_at != before:
                return plan
        raise AssertionError("pages had no turn")

    def calls(self) -> list[str]:
        file = self.folder / "calls.txt"
        return file.read_text().splitlines() if file.exists() else []

    def known(self, ref: str) -> list[AttachmentView]:
        return attachments_of(self.database, EVERYONE, ref, plugins=self.parts.plugins())

    def due(self, consumer: str) -> list[str]:
        """Refs of the entities that are due."""
        rows = select(entity.c.ref).join(due, due.c.entity_id == entity.c.id)
        with self.database.read() as connection:
            found = connection.scalars(rows.where(due.c.consumer == consumer))
            return sorted(found)

    def rows(self, table: Table) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(select(table).order_by(*table.primary_key)))

    def plans(self, name: str = "pages") -> list[Any]:
        return [row for row in self.rows(refresh) if row.name == name]

    def problems(self) -> list[tuple[str, str]]:
        """Code and entity of what plugins find wrong."""
        return [(row.code, row.entity_ref) for row in self.rows(problem) if row.said_by]

    def set(self, table: Table, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(table.update().values(**values))


@pytest.fixture(scope="session")
def children() -> Iterator[Children]:
    """Children of the plugin, started once; a function of it never rests."""
    with Children(lab.load, Limits(failures=1000)) as started:
        yield started


@pytest.fixture
def laboratory(workshop: Workshop, children: Children, tmp_path: Path) -> Laboratory:
    """The plugin is installed and registered, and its upstream is empty."""
    folder = tmp_path / "upstream"
    folder.mkdir()
    return a_laboratory(workshop, children, folder)


def a_laboratory(workshop: Workshop, children: Children, folder: Path) -> Laboratory:
    plugins = lab.loaded()

    def changed(connection: Any, ids: Any) -> None:
        entities_changed(connection, plugins, ids)

    workshop.options = replace(workshop.options, changed=changed)
    caller = Caller(children, lambda plugin: {"folder": str(folder)}, {})
    parts = PluginParts(workshop.database, caller, lambda: plugins, "me:1", threading.Event())
    made = Laboratory(workshop, parts, folder)
    made.register()
    return made
