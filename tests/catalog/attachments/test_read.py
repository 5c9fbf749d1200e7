from typing import Any

import pytest
from sqlalchemy import insert, select, update

from catalog.attachments.names import PUSH, of_connection, of_push
from catalog.attachments.read import AttachmentView, attachments_of, attachments_of_type
from catalog.attachments.record import record_attachments
from catalog.attachments.retention import DAY, forget_old
from catalog.attachments.said import said
from catalog.store.cursors import InvalidCursor
from catalog.store.database import Database
from catalog.store.plugin_tables import attachment, plugin, refresh
from catalog.store.reader import EVERYONE, Reader
from plugins.api import Attachment
from plugins.host.loading import Plugins
from tests.catalog.attachments.plugin import LAB
from tests.catalog.browse.records import a_component, keep

ONE = "component:default/one"
SOURCE = of_connection(3)


@pytest.fixture(autouse=True)
def installed(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(plugin).values(name="lab", seen_at=0.0))


def tell(database: Database, best: float, now: float, ref: str = ONE, type: str = "runs") -> None:
    things = said(LAB, [Attachment(entity=ref, type=type, value={"best": best}, observed_at=now)])
    with database.write() as connection:
        record_attachments(connection, "lab", SOURCE, things, now)


def known(database: Database, at: float | None = None) -> list[AttachmentView]:
    return attachments_of(database, EVERYONE, ONE, at, Plugins((LAB,)))


def test_an_entity_has_what_is_known_of_it_now(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, 0.5, 10.0)
    tell(database, 0.75, 20.0)
    (it,) = known(database)
    assert (it.value, it.since, it.until) == ({"best": 0.75}, 20.0, None)
    assert (it.title, it.plugin_state, it.stale_reason) == ("Runs of the lab", "ok", "")


def test_a_past_time_has_what_was_known_then(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, 0.5, 10.0)
    tell(database, 0.75, 20.0)
    values = [[it.value["best"] for it in known(database, at)] for at in (9.0, 10.0, 19.9, 20.0)]
    assert values == [[], [0.5], [0.5], [0.75]]


def test_what_was_not_kept_is_said_so_and_never_todays_value(database: Database) -> None:
    keep(database, a_component("one"))
    for number in range(4):
        tell(database, number, number * DAY)
    with database.write() as connection:
        assert forget_old(connection, LAB, 92 * DAY) == 2
        assert forget_old(connection, LAB, 92 * DAY) == 0
        assert forget_old(connection, LAB, 93 * DAY) == 1
    shown = [[(it.kept, it.value) for it in known(database, at * DAY)] for at in (0, 1.5, 2, 3)]
    assert shown == [[(False, None)], [(False, None)], [(False, None)], [(True, {"best": 3})]]
    with database.read() as connection:
        assert len(connection.execute(select(attachment)).all()) == 2


def test_a_type_that_keeps_nothing_keeps_the_present(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, 1, 10.0, type="latest")
    tell(database, 2, 20.0, type="latest")
    with database.write() as connection:
        forget_old(connection, LAB, 20.0)
    assert [it.value for it in known(database)] == [{"best": 2}]
    assert [it.kept for it in known(database, 15.0)] == [False]


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "ok"),
        ({"enabled": False}, "disabled"),
        ({"installed": False}, "removed"),
        ({"last_error": "{}"}, "failing"),
    ],
)
def test_what_a_plugin_knew_outlives_it_and_says_so(
    database: Database, changed: dict[str, Any], state: str
) -> None:
    keep(database, a_component("one"))
    tell(database, 1, 10.0)
    with database.write() as connection:
        connection.execute(update(plugin).values(name="lab", **changed))
    assert [(it.value, it.plugin_state) for it in known(database)] == [({"best": 1}, state)]


def test_how_old_it_is_is_told_by_when_its_source_was_last_heard(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, 1, 10.0)
    planned = {"plugin": "lab", "name": "runs", "connection_id": 3, "last_ok_at": 500.0}
    with database.write() as connection:
        connection.execute(insert(refresh).values(planned))
    assert [(it.fresh_at, it.stale_reason) for it in known(database)] == [(500.0, "")]
    failing = {"state": "failing", "last_error": '{"message": "lab.example does not answer"}'}
    with database.write() as connection:
        connection.execute(update(refresh).values(failing))
        connection.execute(insert(refresh).values({**planned, "name": "x", "last_ok_at": 900.0}))
    (it,) = known(database)
    assert (it.fresh_at, it.stale_reason) == (500.0, "lab.example does not answer")
    assert it.plugin_state == "failing"


def test_what_a_system_pushed_is_titled_by_it(database: Database) -> None:
    keep(database, a_component("one"))
    things = said(LAB, [Attachment(entity=ONE, type="runs", value={"best": 1})])
    with database.write() as connection:
        record_attachments(connection, PUSH, of_push("ci"), things, 1.0)
    (it,) = known(database)
    assert (it.title, it.plugin_state) == ("ci: runs", "removed")


def test_a_reader_sees_what_is_known_of_what_they_may_see(database: Database) -> None:
    keep(database, a_component("one"), audience=7)
    tell(database, 1, 10.0)
    assert known(database) == []
    insider = Reader(frozenset({0, 7}))
    assert len(attachments_of(database, insider, ONE)) == 1
    assert attachments_of_type(database, EVERYONE, "lab", "runs").total == 0
    assert attachments_of_type(database, insider, "lab", "runs").total == 1


def test_all_of_a_type_come_in_pages(database: Database) -> None:
    for name in ("d", "a", "c", "b", "e"):
        keep(database, a_component(name))
        tell(database, 1, 10.0, f"component:default/{name}")
    names, cursor = [], ""
    while True:
        page = attachments_of_type(database, EVERYONE, "lab", "runs", 2, cursor)
        names.append([it.entity_ref[-1] for it in page.attachments])
        cursor = page.next_cursor
        if not cursor:
            break
    assert names == [["a", "b"], ["c", "d"], ["e"]]
    assert page.total == 5


@pytest.mark.parametrize("cursor", ["?", "e30=", "eyJyZWYiOjEsImlkIjoxfQ=="])
def test_a_made_up_cursor_is_refused(database: Database, cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        attachments_of_type(database, EVERYONE, "lab", "runs", 2, cursor)
