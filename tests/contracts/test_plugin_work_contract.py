"""What plugins report is kept the same way on every database, also by several writers at once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from catalog.attachments.read import attachments_of, attachments_of_type
from catalog.attachments.retention import forget_old
from catalog.refresh.apply import Applied, apply_report, forget_source
from catalog.refresh.changes import entities_changed
from catalog.refresh.connections import Connected, connect
from catalog.refresh.due import claim, describing, finding
from catalog.refresh.planning import plan
from catalog.refresh.register import register_plugins
from catalog.refresh.schedule import Upstream, lease, request
from catalog.refresh.status import plugin_view, problems_of_plugin
from catalog.store.database import Database, open_database
from catalog.store.plugin_tables import attachment
from catalog.store.reader import EVERYONE
from catalog.store.tables import entity
from plugins.api import Attachment, Report
from plugins.host.loading import LoadedPlugin, Plugins
from tests.builders import Workshop, a_descriptor
from tests.catalog.attachments.plugin import LAB
from tests.catalog.refresh import lab
from tests.catalog.refresh.test_apply import EVERYTHING, ONE, TWO
from tests.contracts.test_concurrency_contract import at_once

DAY = 86_400.0


@pytest.fixture
def plugin(workshop: Workshop) -> LoadedPlugin:
    """A plugin that is registered; two entities have its annotations."""
    (found,) = lab.loaded().loaded
    plugins = Plugins((found,))
    with workshop.database.write() as connection:
        register_plugins(connection, plugins, 1.0)

    def changed(connection: Any, ids: Any) -> None:
        entities_changed(connection, plugins, ids)

    workshop.options = replace(workshop.options, changed=changed)
    annotations = {lab.ASKED: "yes", lab.RUN: "1", lab.ONE: "1"}
    names = ("one", "two")
    workshop.write("c.yaml", *(a_descriptor(it, annotations=annotations) for it in names))
    workshop.ingest()
    return found


def test_entities_are_due_for_whom_they_are_for(database: Database, plugin: LoadedPlugin) -> None:
    with database.write() as connection:
        taken = claim(connection, describing("lab"), 9, 1.0, 60.0)
        assert len(taken) == 2
        assert claim(connection, describing("lab"), 9, 1.0, 60.0) == []
        assert len(claim(connection, describing("lab"), 9, 62.0, 60.0)) == 2


def test_a_report_is_kept_found_and_forgotten(database: Database, plugin: LoadedPlugin) -> None:
    with database.write() as connection:
        register_plugins(connection, Plugins((LAB,)), 2.0)

    def keep(report: Report, now: float) -> Applied:
        return database.transact(
            lambda connection: apply_report(connection, LAB, "connection:1", report, now)
        )

    assert keep(EVERYTHING, 10.0).known
    assert keep(EVERYTHING, 20.0) == Applied()
    other = replace(
        EVERYTHING,
        attachments=[Attachment(entity=it, type="runs", value={"best": 2.5}) for it in (ONE, TWO)],
    )
    assert len(keep(other, 30.0).known) == 2
    assert [it.value for it in attachments_of(database, EVERYONE, ONE, 15.0)] == [{"best": 0.5}]
    page = attachments_of_type(database, EVERYONE, "lab", "runs", 1)
    rest = attachments_of_type(database, EVERYONE, "lab", "runs", 1, page.next_cursor)
    assert [it.entity_ref for it in (*page.attachments, *rest.attachments)] == [ONE, TWO]
    view = plugin_view(database, "lab")
    assert view
    assert (view.attachments, view.problems) == (2, 1)
    assert len(problems_of_plugin(database, EVERYONE, "lab")) == 1
    with database.write() as connection:
        assert forget_old(connection, LAB, 200 * DAY) == 1
        assert len(forget_source(connection, LAB, "connection:1", 40.0).known) == 2
    assert [it.kept for it in attachments_of(database, EVERYONE, ONE, 15.0)] == [False]
    assert attachments_of(database, EVERYONE, ONE) == []


def test_plans_follow_connections_and_annotations(database: Database, plugin: LoadedPlugin) -> None:
    with database.write() as connection:
        found = connect(connection, Connected(0, "lab", "main", "http://lab.example"), 1.0)
        assert isinstance(found, Connected)
        plan(connection, plugin, 1.0)
        plan(connection, plugin, 2.0)
        assert request(connection, "lab") == 3
        assert lease(connection, plugin, Upstream("lab", found.id), "me:1", 3.0)
        assert lease(connection, plugin, Upstream("lab", found.id), "me:2", 3.0) is None


def test_two_writers_say_one_thing_once(
    database: Database, plugin: LoadedPlugin, empty_database_url: str
) -> None:
    second = open_database(empty_database_url)
    report = Report(
        attachments=[Attachment(entity=it, type="told", value={"word": "x"}) for it in (ONE, TWO)]
    )
    ready = threading.Barrier(2)

    def say(to: Database, turned: bool) -> Callable[[], object]:
        things = list(reversed(report.attachments)) if turned else report.attachments

        def work() -> None:
            ready.wait(30)
            for now in range(20):
                other = [replace(it, value={"word": f"{now}"}) for it in things]
                said = replace(report, attachments=other)
                to.transact(
                    lambda connection, said=said: apply_report(  # type: ignore[misc]
                        connection, plugin, "connection:1", said, 1.0
                    )
                )

        return work

    at_once(say(database, False), say(second, True))
    second.close()
    with database.read() as connection:
        rows = select(attachment.c.entity_id).where(attachment.c.until.is_(None))
        present = list(connection.scalars(rows))
        ids = set(connection.scalars(select(entity.c.id).where(entity.c.ref.in_([ONE, TWO]))))
    assert sorted(present) == sorted(ids)


def test_two_workers_never_ask_one_upstream_at_a_time(
    database: Database, plugin: LoadedPlugin, empty_database_url: str
) -> None:
    second = open_database(empty_database_url)
    with database.write() as connection:
        found = connect(connection, Connected(0, "lab", "main", "http://lab.example"), 1.0)
        assert isinstance(found, Connected)
        plan(connection, plugin, 1.0)
    ready, leased = threading.Barrier(2), list[object]()

    def take(of: Database, owner: str) -> Callable[[], object]:
        def work() -> None:
            ready.wait(30)
            upstream = Upstream("lab", found.id)
            for _ in range(5):
                leased.append(of.transact(lambda it: lease(it, plugin, upstream, owner, 3.0)))

        return work

    at_once(take(database, "me:1"), take(second, "me:2"))
    second.close()
    assert len([it for it in leased if it]) == 1


def test_search_values_are_written_anew_for_another_version(
    database: Database, plugin: LoadedPlugin
) -> None:
    with database.write() as connection:
        apply_report(
            *(connection, plugin, "describe"),
            Report(attachments=[Attachment(entity=ONE, type="told", value={"word": "x"})]),
            10.0,
        )
        newer = replace(plugin, fingerprint="newer")
        register_plugins(connection, Plugins((newer,)), 20.0)
        assert len(claim(connection, finding("lab"), 9, 30.0, 60.0)) == 1
