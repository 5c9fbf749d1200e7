"""Locations that plugins provide come and go with what they give."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from catalog.ingest.location_register import LocationRegister
from catalog.ingest.provided import ProvidedLocations
from catalog.refresh.calling import Caller
from catalog.refresh.connections import Connected, connect, connections, disconnect
from catalog.refresh.parts import PluginParts
from catalog.refresh.planning import plan
from catalog.refresh.register import register_plugins
from catalog.refresh.run import Chains, refresh_once
from catalog.refresh.schedule import Upstream, request
from catalog.refresh.upkeep import tidy
from catalog.store.database import Database
from catalog.store.plugin_tables import refresh
from catalog.store.tables import location, problem
from descriptors.problems import Problem
from plugins.api import Context, LocationTarget, Provider, Setting, UpstreamFailed, hook
from plugins.host.children import Children, Limits
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin

SEARCH, FRAUD = "https://git.example/ml/search.git", "https://git.example/ml/fraud.git"


def find(context: Context) -> Sequence[LocationTarget]:
    """What the folder has for the connection, or without one."""
    name = context.connection.name if context.connection else "none"
    file = Path(context.settings["folder"]) / f"{name}.json"
    if not file.exists():
        raise UpstreamFailed(f"{file.name} is not there")
    return [LocationTarget(**it) for it in json.loads(file.read_text())]


class Lists:
    @hook
    def settings(self) -> list[Setting]:
        return [Setting(name="folder", default="", about="Where the lists are.")]

    @hook
    def providers(self) -> list[Provider]:
        return [Provider(name="all", find=find)]


def load(name: str) -> LoadedPlugin | Problem:
    return load_plugin(name, {"lists": Lists()})


@dataclass
class Provision:
    """Steps of a story about provided locations."""

    database: Database
    parts: PluginParts
    plugin: LoadedPlugin
    folder: Path

    def gives(self, *targets: str | dict[str, Any], connection: str = "none") -> None:
        given = [{"target": it} if isinstance(it, str) else it for it in targets]
        (self.folder / f"{connection}.json").write_text(json.dumps(given))

    def ask(self, connection_id: int = 0) -> Any:
        """Have it asked; gives its row."""
        with self.database.write() as connection:
            plan(connection, self.plugin, time.time())
            request(connection, "lists")
        assert refresh_once(self.parts, Upstream("lists", connection_id), Chains())
        rows = [it for it in self.rows(refresh) if it.connection_id == connection_id]
        return rows[0]

    def connect(self, name: str) -> int:
        with self.database.write() as connection:
            made = connect(connection, Connected(0, "lists", name, f"http://{name}"), 0.0)
        assert isinstance(made, Connected)
        return made.id

    def disconnect(self, name: str) -> None:
        with self.database.write() as connection:
            found = next(it for it in connections(connection, "lists") if it.name == name)
            disconnect(connection, self.plugin, found, time.time())

    def rows(self, table: Any) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(select(table).order_by(table.c.id)))

    def read_from(self) -> dict[str, str]:
        """Targets with who added them."""
        return {it.target: it.added_by for it in self.rows(location)}


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children(load, Limits(failures=1000)) as started:
        yield started


@pytest.fixture
def provision(database: Database, children: Children, tmp_path: Path) -> Provision:
    plugin = load("lists")
    assert isinstance(plugin, LoadedPlugin)
    caller = Caller(children, lambda plugin: {"folder": str(tmp_path)}, {})
    plugins = Plugins((plugin,))
    places = ProvidedLocations()
    parts = PluginParts(
        *(database, caller, lambda: plugins, "me:1", threading.Event()), places=places
    )
    with database.write() as connection:
        register_plugins(connection, plugins, time.time())
    return Provision(database, parts, plugin, tmp_path)


def test_what_is_given_is_read_and_what_is_given_no_more_is_not(provision: Provision) -> None:
    provision.gives(SEARCH, {"target": FRAUD, "ref": "main", "patterns": ["*.ml.yaml"]})
    provision.ask()
    assert provision.read_from() == {SEARCH: "provider", FRAUD: "provider"}
    assert [(it.ref, it.patterns) for it in provision.rows(location)][1] == ("main", "*.ml.yaml")
    provision.gives(SEARCH)
    assert provision.ask().state == "ok"
    assert provision.read_from() == {SEARCH: "provider"}


def test_a_failure_takes_nothing_away(provision: Provision) -> None:
    provision.gives(SEARCH)
    provision.ask()
    (provision.folder / "none.json").unlink()
    row = provision.ask()
    assert (row.state, row.failures) == ("failing", 1)
    assert "none.json is not there" in row.last_error
    tidy(provision.parts)
    assert provision.read_from() == {SEARCH: "provider"}


@pytest.mark.parametrize("target", ["/etc", "./folder", "file:///etc/passwd", "no place at all"])
def test_nothing_of_this_machine_can_be_given(provision: Provision, target: str) -> None:
    provision.gives(target, SEARCH)
    provision.ask()
    assert provision.read_from() == {SEARCH: "provider"}
    (told,) = provision.rows(problem)
    assert told.said_by.startswith("lists ")
    provision.gives(SEARCH)
    provision.ask()
    assert provision.rows(problem) == []


def test_what_people_added_stays(provision: Provision) -> None:
    people = LocationRegister(provision.database, "cli", local=True)
    people.add(SEARCH)
    provision.gives(SEARCH, FRAUD)
    provision.ask()
    people.add(FRAUD)
    assert provision.read_from() == {SEARCH: "cli", FRAUD: "cli"}
    provision.gives()
    provision.ask()
    assert provision.read_from() == {SEARCH: "cli", FRAUD: "cli"}


def test_people_are_told_why_a_provided_one_can_t_be_removed(provision: Provision) -> None:
    provision.gives(SEARCH)
    provision.ask()
    (row,) = provision.rows(location)
    for local in (True, False):
        kept = LocationRegister(provision.database, "api", local=local).remove(row.id)
        assert kept is not None
        assert "a plugin provides it" in kept.message


def test_two_servers_are_asked_each_and_share_what_both_give(provision: Provision) -> None:
    first, second = provision.connect("first"), provision.connect("second")
    provision.gives(SEARCH, connection="first")
    provision.gives(SEARCH, FRAUD, connection="second")
    provision.ask(first)
    provision.ask(second)
    provision.disconnect("second")
    tidy(provision.parts)
    assert provision.read_from() == {SEARCH: "provider"}


def test_beginning_anew_gives_nothing_up(provision: Provision) -> None:
    first = provision.connect("first")
    provision.gives(SEARCH, connection="first")
    provision.ask(first)
    with provision.database.write() as connection:
        request(connection, "lists", from_the_start=True)
        connect(connection, Connected(0, "lists", "first", "http://elsewhere"), 0.0)
    tidy(provision.parts)
    assert provision.read_from() == {SEARCH: "provider"}


def test_what_a_disabled_plugin_gave_stays(provision: Provision) -> None:
    provision.gives(SEARCH)
    provision.ask()
    without = PluginParts(
        *(provision.database, provision.parts.caller, Plugins, "me:2", threading.Event()),
        places=provision.parts.places,
    )
    with provision.database.write() as connection:
        register_plugins(connection, Plugins(), time.time(), ["lists"])
    tidy(without)
    assert provision.read_from() == {SEARCH: "provider"}


def test_asking_again_changes_nothing(provision: Provision) -> None:
    provision.gives(SEARCH, SEARCH)
    provision.ask()
    before = provision.rows(location)
    provision.ask()
    assert provision.rows(location) == before


def test_more_than_there_can_be_is_a_failure(provision: Provision) -> None:
    provision.gives(SEARCH)
    provision.ask()
    provision.gives(*(f"https://git.example/{it}.git" for it in range(10_001)))
    assert "more than 10,000" in provision.ask().last_error
    assert provision.read_from() == {SEARCH: "provider"}
