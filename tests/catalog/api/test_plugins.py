import json
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from catalog.attachments.record import record_attachments
from catalog.attachments.said import Said
from catalog.refresh.push_sources import PushSource, add_push_source
from catalog.store.database import Database
from catalog.store.plugin_tables import connection as connection_table
from catalog.store.plugin_tables import plugin, refresh
from catalog.store.tables import due, problem
from tests.catalog.browse.records import a_component, keep

ONE = "component:default/one"
ATTACHMENTS = "/api/mlhome/entities/component/default/one/attachments"
PUSH = "/api/mlhome/push/ci/attachments"
SCHEMA = {"type": "object", "properties": {"level": {"type": "integer"}}}


@pytest.fixture
def lab(catalog: Database) -> None:
    """A plugin with a server that is asked by two functions."""
    error = json.dumps({"code": "plugin/timeout", "message": "It took too long."})
    plan = {"plugin": "lab", "connection_id": 1, "next_at": 9.0}
    with catalog.write() as connection:
        connection.execute(insert(plugin).values(name="lab", version="1.0", seen_at=1.0))
        server = {"plugin": "lab", "name": "main", "url": "http://lab.example", "added_by": "cli"}
        secret = {"secret_from": "env:KEY", "created_at": 1.0}
        connection.execute(insert(connection_table).values(**server, **secret))
        connection.execute(insert(refresh).values(**plan, name="a", last_ok_at=7.0))
        failing = {"state": "failing", "last_error": error, "failures": 2}
        connection.execute(insert(refresh).values(**plan, name="b", **failing))
        waiting = {"consumer": "describe:lab", "entity_id": 1, "revision": 1, "attempts": 2}
        connection.execute(insert(due).values(**waiting))
        said = {"code": "lab/odd", "message": "Odd.", "since": 1.0, "said_by": "lab connection:1"}
        connection.execute(insert(problem).values(**said))


@pytest.fixture
def bearer(catalog: Database) -> dict[str, str]:
    keep(catalog, a_component("one"))
    with catalog.write() as connection:
        token = add_push_source(connection, PushSource("ci", "Our CI", {"build": SCHEMA}), 1.0)
    return {"Authorization": f"Bearer {token}"}


def pushed(**more: Any) -> dict[str, Any]:
    one = {"entityRef": ONE, "type": "build", "value": {"level": 1}, **more}
    return {"attachments": [one]}


@pytest.mark.usefixtures("lab")
def test_a_plugin_says_how_it_is(client: FlaskClient) -> None:
    found = client.get("/api/mlhome/plugins/lab").get_json()
    assert (found["state"], found["version"], found["problems"]) == ("failing", "1.0", 1)
    assert found["describe"] == {"due": 1, "failing": 1, "nextAt": 0.0}
    (server,) = found["connections"]
    assert (server["url"], server["hasSecret"]) == ("http://lab.example", True)
    assert [(it["name"], it["state"]) for it in server["refreshes"]] == [
        ("a", "ok"),
        ("b", "failing"),
    ]
    assert server["refreshes"][1]["lastError"]["message"] == "It took too long."
    assert [it["code"] for it in found["found"]] == ["lab/odd"]
    listed = client.get("/api/mlhome/plugins").get_json()
    assert [it["name"] for it in listed["plugins"]] == ["lab"]
    assert client.get("/api/mlhome/plugins/other").status_code == 404


@pytest.mark.usefixtures("lab")
def test_a_plugin_is_asked_now_when_people_want_it(client: FlaskClient) -> None:
    asked = client.post("/api/mlhome/plugins/lab/refresh", json={})
    assert (asked.status_code, asked.get_json()) == (202, {"calls": 2})
    (server,) = client.get("/api/mlhome/plugins/lab").get_json()["connections"]
    assert [it["nextAt"] for it in server["refreshes"]] == [0.0, 0.0]


@pytest.mark.usefixtures("lab")
def test_what_is_known_of_an_entity_now_and_then(client: FlaskClient, catalog: Database) -> None:
    keep(catalog, a_component("one"))
    for level, now in ((1, 10.0), (2, 20.0)):
        thing = Said(ONE, "told", json.dumps({"level": level}).encode())
        with catalog.write() as connection:
            record_attachments(connection, "lab", "connection:1", [thing], now)
    (now_known,) = client.get(ATTACHMENTS).get_json()["attachments"]
    assert (now_known["value"], now_known["pluginState"]) == ({"level": 2}, "failing")
    assert now_known["staleReason"] == "It took too long."
    (then,) = client.get(f"{ATTACHMENTS}?at=15").get_json()["attachments"]
    assert then["value"] == {"level": 1}
    missing = "/api/mlhome/entities/component/default/two/attachments"
    assert client.get(missing).status_code == 404


def test_a_push_needs_the_token_of_its_source(client: FlaskClient, bearer: dict[str, str]) -> None:
    other = {"Authorization": "Bearer mlhp_wrong"}
    for headers in ({}, other, {"Authorization": "Basic eA=="}):
        refused = client.put(PUSH, json=pushed(), headers=headers)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    elsewhere = client.put(PUSH.replace("ci", "cd"), json=pushed(), headers=bearer)
    assert elsewhere.status_code == 401


def test_a_push_is_kept_once(client: FlaskClient, bearer: dict[str, str]) -> None:
    first = client.put(PUSH, json=pushed(observedAt=time.time()), headers=bearer)
    assert first.get_json() == {"changed": 1, "unchanged": 0, "over": 0}
    again = client.put(PUSH, json=pushed(), headers=bearer)
    assert again.get_json() == {"changed": 0, "unchanged": 1, "over": 0}
    (shown,) = client.get(ATTACHMENTS).get_json()["attachments"]
    assert (shown["title"], shown["value"]) == ("Our CI: build", {"level": 1})


def test_one_is_put_and_withdrawn_at_its_address(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    address = f"{PUSH}/build/component/default/one"
    put = client.put(address, json={"value": {"level": 3}}, headers=bearer)
    assert put.get_json()["changed"] == 1
    assert client.delete(address, headers=bearer).status_code == 204
    assert client.delete(address, headers=bearer).status_code == 404
    assert client.delete(address).status_code == 401
    assert client.get(ATTACHMENTS).get_json()["attachments"] == []


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"value": {"level": "high"}}, "/attachments/0/value/level"),
        ({"entityRef": "component:none"}, "/attachments/0/entityRef"),
        ({"type": "none"}, "/attachments/0"),
    ],
)
def test_what_is_wrong_is_pointed_at(
    client: FlaskClient, bearer: dict[str, str], more: dict[str, Any], path: str
) -> None:
    refused = client.put(PUSH, json=pushed(**more), headers=bearer)
    assert refused.status_code == 400
    assert [it["path"] for it in refused.get_json()["problems"]] == [path]
    assert refused.get_json()["error"]["name"] == "InputError"


def test_facts_are_pushed_with_the_same_token(client: FlaskClient, bearer: dict[str, str]) -> None:
    run = {"id": "1", "subject": "model:default/m", "metrics": {"auc": 0.9}}
    address = "/api/mlhome/push/ci/evaluations"
    first = client.put(address, json=[run], headers=bearer).get_json()
    assert (first["created"], first["problems"]) == (1, [])
    assert client.put(address, json=run, headers=bearer).get_json()["unchanged"] == 1
    assert client.put(address, json=run).status_code == 401
    wrong = client.put(address, json={"id": "2"}, headers=bearer)
    assert wrong.status_code == 400
    assert wrong.get_json()["problems"]
    some = client.put(address, json=[{"id": "2"}, run], headers=bearer).get_json()
    assert some["ids"][0] is None
    assert some["problems"]
