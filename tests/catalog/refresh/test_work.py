"""Whole rounds of work, in threads as in a process, and plugins that come and go."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import marshmallow
import pytest
from sqlalchemy import select

from catalog.attachments.read import attachments_of
from catalog.refresh.describe import describe_some
from catalog.refresh.migrations import Migrations
from catalog.refresh.register import disable, enable, register_plugins, welcome_back
from catalog.refresh.turns import Turns
from catalog.refresh.upkeep import find_some, tidy
from catalog.refresh.work import say_all
from catalog.store.plugin_tables import attachment, plugin, refresh, search_value
from catalog.store.reader import EVERYONE
from descriptors.problems import Problem
from plugins.api import AttachmentType
from plugins.host.children import Children, Limits
from plugins.host.loading import FailedPlugin, LoadedPlugin, Plugins, load_plugin
from tests.catalog.refresh import lab
from tests.catalog.refresh.conftest import Laboratory


@pytest.fixture
def own_children() -> Iterator[Children]:
    """Children that a test may close."""
    with Children(lab.load, Limits(failures=1000)) as started:
        yield started


@pytest.fixture
def alone(laboratory: Laboratory, own_children: Children) -> Laboratory:
    caller = replace(laboratory.parts.caller, children=own_children)
    laboratory.parts = replace(laboratory.parts, caller=caller, stopping=threading.Event())
    return laboratory


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_everything_is_said_at_the_end_of_a_run(alone: Laboratory) -> None:
    refs = [alone.has(f"thing-{it}", asked=f"word{it}") for it in range(20)]
    assert say_all(alone.parts, 60.0) == 0
    assert [len(alone.known(ref)) for ref in refs] == [1] * 20


@pytest.mark.slow
def test_a_run_waits_for_those_that_hang_only_so_long(alone: Laboratory) -> None:
    alone.has("hangs", asked="hang")
    assert say_all(alone.parts, 0.5) == 1
    assert alone.problems() == []  # it was cut off, which is not its fault
    assert alone.due("describe:lab") == ["component:default/hangs"]


def test_endless_pages_take_no_other_turn(alone: Laboratory) -> None:
    """Each page of one server leads to another one; the other server answers once."""
    ref = alone.has("one", run="1")
    for number in range(200):
        alone.page(str(number), cursor=str(number + 1), more=True, attachments={ref: {}})
    alone.page("first", cursor="0", more=True)
    alone.connect("endless")
    turns = Turns(alone.parts)
    turns.start_due()
    wait_until(lambda: len(alone.calls()) > 3)
    described = alone.has("two", asked="yes")
    other = alone.connect("other", "http://other.example")
    turns.start_due()
    wait_until(lambda: alone.known(described))
    wait_until(lambda: "pages other" in alone.calls())
    alone.parts.stopping.set()
    turns.join(30)
    assert other
    assert turns.is_idle()


def test_tidying_plans_and_forgets(laboratory: Laboratory) -> None:
    laboratory.has("one", one="1")
    tidy(laboratory.parts)
    assert [row.name for row in laboratory.rows(refresh)] == ["one"]


def test_values_are_found_again_after_an_update(laboratory: Laboratory) -> None:
    laboratory.has("one", asked="yes")
    describe_some(laboratory.parts, "lab")
    laboratory.set(search_value, text="gone")
    (loaded,) = laboratory.parts.plugins().loaded
    newer = Plugins((replace(loaded, fingerprint="newer"),))
    with laboratory.database.write() as connection:
        register_plugins(connection, newer, 1.0)
    assert find_some(laboratory.parts, "lab")
    assert [row.text for row in laboratory.rows(search_value)] == ["yes"]
    assert not find_some(laboratory.parts, "lab")


class Longer(marshmallow.Schema):
    words = marshmallow.fields.List(marshmallow.fields.String())


def to_words(value: Any, version: int) -> Any:
    if value["word"] == "odd":
        raise ValueError("odd")
    return {"words": [value["word"], str(version)]}


class Newer(lab.Lab):
    @lab.hook
    def attachments(self) -> list[AttachmentType]:
        return [
            AttachmentType(name="told", schema=Longer, version=2, migrate=to_words),
            AttachmentType(name="page", schema=lab.Told),
        ]

    @lab.hook
    def search_fields(self) -> list[Any]:
        return []


def load_newer(name: str) -> LoadedPlugin | Problem:
    return load_plugin(name, {"lab": Newer()})


@pytest.mark.slow
def test_stored_values_are_brought_to_the_newer_schema(laboratory: Laboratory) -> None:
    one, odd = laboratory.has("one", asked="yes"), laboratory.has("strange", asked="odd")
    describe_some(laboratory.parts, "lab")
    loaded = load_newer("lab")
    assert isinstance(loaded, LoadedPlugin)
    newer = Plugins((loaded,))
    migrations = Migrations()
    with Children(load_newer, Limits(failures=1000)) as children:
        caller = replace(laboratory.parts.caller, children=children)
        parts = replace(laboratory.parts, caller=caller, plugins=lambda: newer)
        assert migrations.some(parts, "lab")
        assert not migrations.some(parts, "lab")
    views = {ref: attachments_of(laboratory.database, EVERYONE, ref)[0] for ref in (one, odd)}
    assert (views[one].value, views[one].version) == ({"words": ["yes", "1"]}, 2)
    assert (views[odd].value, views[odd].version) == ({"word": "odd"}, 1)
    assert [row.until for row in laboratory.rows(attachment)] == [None, None]
    assert "odd" in laboratory.rows(plugin)[0].last_error


def test_a_plugin_that_can_not_be_loaded_keeps_what_it_knew_and_says_why(
    laboratory: Laboratory,
) -> None:
    laboratory.has("one", asked="yes")
    failed = FailedPlugin("lab", Problem("plugin/import", "No module named x."), "2.0")
    with laboratory.database.write() as connection:
        register_plugins(connection, Plugins((), (failed,)), 5.0)
    (row,) = laboratory.rows(plugin)
    assert (row.version, row.installed, row.fingerprint) == ("2.0", True, "")
    assert "No module named x." in row.last_error
    assert laboratory.due("describe:lab") == []
    laboratory.register()
    assert laboratory.due("describe:lab") == ["component:default/one"]
    assert laboratory.rows(plugin)[0].last_error is None


def test_a_plugin_that_is_back_before_anybody_looked_goes_on(laboratory: Laboratory) -> None:
    ref = laboratory.has("one", asked="yes")
    with laboratory.database.write() as connection:
        disable(connection, "lab", {"lab"}, 1.0)
        enable(connection, "lab", {"lab"}, 2.0)
    assert describe_some(laboratory.parts, "lab")
    assert laboratory.known(ref) == []
    with laboratory.database.write() as connection:
        welcome_back(connection, laboratory.parts.plugins(), 3.0)
    assert describe_some(laboratory.parts, "lab")
    assert len(laboratory.known(ref)) == 1
    with laboratory.database.write() as connection:
        welcome_back(connection, laboratory.parts.plugins(), 4.0)
    assert laboratory.due("describe:lab") == []


def test_a_plugin_is_disabled_before_it_was_ever_loaded(laboratory: Laboratory) -> None:
    with laboratory.database.write() as connection:
        assert disable(connection, "other", {"other"}, 1.0) is None
        unknown = enable(connection, "lap", {"lab"}, 1.0)
        rows = connection.execute(select(plugin.c.name, plugin.c.enabled)).all()
    assert sorted(map(tuple, rows)) == [("lab", True), ("other", False)]
    assert unknown
    assert unknown.hint == "did you mean `lab`?"
