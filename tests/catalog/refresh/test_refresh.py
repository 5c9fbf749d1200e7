from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert

from catalog.attachments.names import of_connection
from catalog.refresh.apply import apply_report
from catalog.refresh.connections import Connected, connect, connections, disconnect, secret
from catalog.refresh.run import Chains, refresh_once
from catalog.refresh.schedule import Upstream, lease, request, upstreams_due
from catalog.store.leases import release_leases
from catalog.store.plugin_tables import attachment, connection, proposal, refresh
from catalog.store.tables import entity, problem
from descriptors.problems import Problem
from plugins.api import Report
from tests.catalog.refresh.conftest import Laboratory


def test_a_report_in_pages_is_kept_page_by_page(laboratory: Laboratory) -> None:
    one, two = laboratory.has("one", run="1"), laboratory.has("two", run="2")
    server = laboratory.connect()
    laboratory.page("first", attachments={one: {"number": 1}}, cursor="2", more=True)
    laboratory.page("2", attachments={two: {"number": 2}}, cursor="3", complete=True)
    plan = laboratory.ask(server)
    assert [it.value for it in laboratory.known(one)] == [{"number": 1}]
    assert (plan.cursor, plan.state, plan.chain_since) == ("2", "ok", plan.last_started_at)
    plan = laboratory.ask(server)
    assert (plan.cursor, plan.chain_since) == ("3", None)
    assert plan.next_at > plan.last_ok_at + 200
    assert [it.value for it in laboratory.known(one)] == [{"number": 1}]
    assert [it.value for it in laboratory.known(two)] == [{"number": 2}]


def test_pages_that_state_everything_end_what_they_lack(laboratory: Laboratory) -> None:
    one, two = laboratory.has("one", run="1"), laboratory.has("two", run="2")
    server = laboratory.connect()
    laboratory.page("first", attachments={one: {}, two: {}}, complete=True)
    laboratory.ask(server)
    laboratory.page("first", attachments={one: {}}, cursor="2", more=True)
    laboratory.page("2", complete=True)
    laboratory.set(refresh, next_at=0.0)
    laboratory.ask(server)
    assert laboratory.known(two)
    laboratory.ask(server)
    assert laboratory.known(one)
    assert laboratory.known(two) == []


def test_a_process_that_did_not_see_all_pages_ends_nothing(laboratory: Laboratory) -> None:
    one, two = laboratory.has("one", run="1"), laboratory.has("two", run="2")
    server = laboratory.connect()
    laboratory.page("first", attachments={one: {}}, cursor="2", more=True)
    laboratory.page("2", attachments={two: {}}, complete=True)
    laboratory.ask(server)
    laboratory.chains = Chains()  # as after a kill
    laboratory.ask(server)
    assert laboratory.known(one)
    assert laboratory.known(two)


def test_an_upstream_that_fails_is_asked_ever_more_seldom(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    waits = []
    for _ in range(4):
        plan = laboratory.ask(server)
        waits.append(plan.next_at - plan.last_started_at - plan.seconds)
        laboratory.set(refresh, next_at=1.0)
    assert waits == sorted(waits)
    assert 70 < waits[-1] < 100
    assert laboratory.plans()[0].failures == 4
    assert "first.json is not there" in laboratory.plans()[0].last_error
    assert laboratory.plans()[0].state == "failing"


def test_each_entity_is_asked_about_by_itself(laboratory: Laboratory) -> None:
    refs = [laboratory.has("one", one="1"), laboratory.has("two", one="2")]
    laboratory.plan()
    while laboratory.refresh(0):
        pass
    assert [[it.value for it in laboratory.known(ref)] for ref in refs] == [
        [{"number": 1.0}],
        [{"number": 2.0}],
    ]
    laboratory.has("two")
    laboratory.plan()
    assert len(laboratory.plans("one")) == 1
    assert [len(laboratory.known(ref)) for ref in refs] == [1, 0]


def test_what_a_refresh_said_goes_when_nobody_is_asked_by_it_any_more(
    laboratory: Laboratory,
) -> None:
    ref = laboratory.has("one", one="1")
    laboratory.plan()
    (about,) = (row.id for row in laboratory.rows(entity) if row.ref == ref)
    report = Report(problems=[Problem("lab/odd", "This run is odd.", entity_ref=ref)])
    said = (laboratory.parts.plugins().loaded[0], of_connection(0), report, 1.0)
    with laboratory.database.write() as writing:
        apply_report(writing, *said, refresh="one", entity_id=about)
        apply_report(writing, *said, refresh="pages")
    laboratory.has("one")
    laboratory.plan()
    assert [row.said_by for row in laboratory.rows(problem)] == ["lab connection:0 pages"]


def test_one_call_at_a_time_for_each_upstream(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    other = laboratory.connect("other", "http://other.example")
    (plugin,) = laboratory.parts.plugins().loaded
    mine, theirs = Upstream("lab", server), Upstream("lab", other)
    with laboratory.database.write() as it:
        assert set(upstreams_due(it, [plugin], 1e10)) == {mine, theirs}
        assert lease(it, plugin, mine, "me:1", 1e10)
        assert lease(it, plugin, mine, "me:2", 1e10) is None
        assert lease(it, plugin, theirs, "me:2", 1e10)
        assert upstreams_due(it, [plugin], 1e10) == []
        assert lease(it, plugin, mine, "me:2", 2e10)  # the first one's time is over
        release_leases(it, refresh.c.next_at, lambda owner: owner == "me:2")
        assert len(upstreams_due(it, [plugin], 1e10)) == 2


def test_what_comes_after_the_lease_is_over_is_not_kept(laboratory: Laboratory) -> None:
    one = laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first", attachments={one: {}}, cursor="2")

    def taken_over(name: str) -> None:
        if name == "after-lease":
            laboratory.set(refresh, lease_owner="other:2")

    parts = replace(laboratory.parts, at=taken_over)
    assert refresh_once(parts, Upstream("lab", server), Chains())
    assert laboratory.known(one) == []
    assert [row.cursor for row in laboratory.plans()] == [""]


def test_another_page_with_the_same_cursor_is_a_fault(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first", more=True)
    laboratory.ask(server)
    assert "with the cursor it was given" in laboratory.plans()[0].last_error


def test_people_who_ask_are_served_at_once(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    laboratory.connect()
    laboratory.set(refresh, next_at=1e12, cursor="9", failures=3)
    with laboratory.database.write() as it:
        assert request(it, "lab") == 1
    assert [(row.next_at, row.failures, row.cursor) for row in laboratory.plans()] == [(0, 0, "9")]
    with laboratory.database.write() as it:
        request(it, "lab", from_the_start=True)
    assert laboratory.plans()[0].cursor == ""


def test_upstreams_are_asked_soon_about_what_changed(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    laboratory.connect()
    laboratory.set(refresh, next_at=1e12, last_started_at=1e11)
    laboratory.has("other")
    assert laboratory.plans()[0].next_at == 1e12
    laboratory.has("two", run="2")
    assert laboratory.plans()[0].next_at == 1e11 + 30
    laboratory.set(refresh, next_at=1e12, last_started_at=1.0, failures=1)
    laboratory.has("three", run="3")
    assert laboratory.plans()[0].next_at == 1e12  # it is asked when its time comes
    laboratory.set(refresh, failures=0)
    laboratory.has("four", run="4")
    assert laboratory.plans()[0].next_at < 1e10


def test_what_changes_while_a_call_goes_on_is_asked_about_again(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first")

    def meanwhile(name: str) -> None:
        if name == "after-lease":
            laboratory.has("two", run="2")

    parts = replace(laboratory.parts, at=meanwhile)
    assert refresh_once(parts, Upstream("lab", server), Chains())
    (plan,) = laboratory.plans()
    assert plan.state == "ok"
    assert plan.next_at == plan.last_started_at + 30


@pytest.mark.parametrize("moment", ["during a page", "between pages"])
@pytest.mark.parametrize("by", ["people", "a change"])
def test_what_is_asked_for_amid_pages_is_asked_when_they_end(
    laboratory: Laboratory, moment: str, by: str
) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first", cursor="2", more=True)
    laboratory.page("2", cursor="3", more=True)
    laboratory.page("3", cursor="4")

    def meanwhile(name: str) -> None:
        if name == "after-lease" and by == "people":
            with laboratory.database.write() as it:
                request(it, "lab")
        elif name == "after-lease":
            laboratory.has("two", run="2")

    during = replace(
        laboratory.parts, at=meanwhile if moment == "during a page" else lambda _: None
    )
    assert refresh_once(during, Upstream("lab", server), laboratory.chains)
    if moment == "between pages":
        meanwhile("after-lease")
    first = laboratory.plans()[0].last_started_at
    for cursor in ("3", "4"):
        assert laboratory.ask(server).cursor == cursor
    (plan,) = laboratory.plans()
    assert plan.next_at == 0.0 if by == "people" else first + 25 < plan.next_at < first + 35
    laboratory.page("4", cursor="5")
    laboratory.set(refresh, next_at=0.0)
    plan = laboratory.ask(server)
    assert plan.next_at > plan.last_ok_at + 200


def test_a_page_that_fails_is_not_asked_the_sooner_for_what_waits_for_the_end(
    laboratory: Laboratory,
) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first", cursor="2", more=True)
    laboratory.ask(server)
    with laboratory.database.write() as it:
        request(it, "lab")
    plan = laboratory.ask(server)
    assert plan.next_at > plan.last_started_at + 9
    laboratory.page("2", cursor="3")
    laboratory.set(refresh, next_at=1.0)
    assert laboratory.ask(server).next_at == 0.0


@pytest.mark.parametrize("url", ["", "https://moved.example"])
def test_what_was_asked_before_people_began_anew_is_not_kept(
    laboratory: Laboratory, url: str
) -> None:
    one = laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first", attachments={one: {}}, cursor="2")

    def meanwhile(name: str) -> None:
        if name == "after-lease" and url:
            laboratory.connect(url=url)
        elif name == "after-lease":
            with laboratory.database.write() as it:
                request(it, "lab", from_the_start=True)

    parts = replace(laboratory.parts, at=meanwhile)
    assert refresh_once(parts, Upstream("lab", server), Chains())
    (plan,) = laboratory.plans()
    assert (plan.cursor, plan.next_at) == ("", 0.0)
    assert laboratory.known(one) == []


def test_a_missing_secret_is_told_and_nobody_is_called(laboratory: Laboratory) -> None:
    laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.set(connection, secret_from="env:NOWHERE")
    laboratory.ask(server)
    assert "NOWHERE is not set" in laboratory.plans()[0].last_error
    assert laboratory.calls() == []


def test_what_came_from_a_server_goes_when_it_is_disconnected(laboratory: Laboratory) -> None:
    one = laboratory.has("one", run="1")
    server = laboratory.connect()
    laboratory.page("first", attachments={one: {}})
    laboratory.ask(server)
    assert laboratory.known(one)
    with laboratory.database.write() as it:
        connection_row = {"plugin": "lab", "connection_id": server, "ref": "model:default/x"}
        it.execute(insert(proposal).values(**connection_row, document=b"{}", digest="", since=0.0))
        (found,) = connections(it, "lab")
        disconnect(it, laboratory.parts.plugins().loaded[0], found, 5.0)
    assert laboratory.known(one) == []
    assert laboratory.rows(proposal) == laboratory.plans() == []
    assert all(row.until for row in laboratory.rows(attachment))


def test_a_server_of_another_address_is_asked_from_the_start(laboratory: Laboratory) -> None:
    server = laboratory.connect()
    laboratory.set(refresh, cursor="9", next_at=1e12)
    assert laboratory.connect() == server
    assert [row.cursor for row in laboratory.plans()] == ["9"]
    assert laboratory.connect(url="https://moved.example/") == server
    assert [(row.cursor, row.next_at) for row in laboratory.plans()] == [("", 0.0)]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"url": "ftp://host"}, "no address"),
        ({"url": "http://"}, "no address"),
        ({"url": "http://[host"}, "no address"),
        ({"url": "http://host:99999"}, "no address"),
        ({"url": "http://ho st"}, "no address"),
        ({"url": "http://host/?a=1"}, "no address"),
        ({"url": "http://me:word@host"}, "user name or password"),
        ({"name": ""}, "can't name a connection"),
        ({"name": "a b"}, "can't name a connection"),
        ({"secret_from": "word"}, "not said where the secret is kept"),
    ],
)
def test_a_connection_that_can_not_be_is_refused(
    laboratory: Laboratory, values: dict[str, Any], says: str
) -> None:
    wanted = replace(Connected(0, "lab", "main", "http://host"), **values)
    with laboratory.database.write() as it:
        wrong = connect(it, wanted, 1.0)
    assert isinstance(wrong, Problem)
    assert says in wrong.message
    assert "word@" not in f"{wrong.message} {wrong.hint}"


def test_a_secret_is_read_where_it_is_kept(tmp_path: Any) -> None:
    file = tmp_path / "key"
    file.write_text("from file\n")
    assert secret("env:KEY", {"KEY": "from there"}) == "from there"
    assert secret(f"file:{file}", {}) == "from file"
    assert isinstance(secret(f"file:{tmp_path}", {}), Problem)
    assert secret("", {}) == ""
