"""Routes of plugins: served and documented like ours, and nobody's harm but their plugin's."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from catalog.api.errors import PluginRests
from catalog.api.plugins.turns import AT_ONCE, Turns
from catalog.app.guard import install_guard
from catalog.refresh.calling import Caller
from catalog.store.database import Database
from catalog.store.plugin_tables import connection as connection_table
from plugins.host.children import Children, Limits
from plugins.host.loading import LoadedPlugin, Plugins, load_plugins
from tests.catalog.api.apps import api_app
from tests.catalog.api.routed_plugin import NAME, load

BASE = f"/api/plugins/{NAME}"
OURS = {"X-MLHome-Request": "1"}


@dataclass
class InUse:
    loaded: tuple[LoadedPlugin, ...] = field(default_factory=tuple)

    def __call__(self) -> Plugins:
        return Plugins(self.loaded)


@pytest.fixture
def in_use() -> InUse:
    lab = load(NAME)
    assert isinstance(lab, LoadedPlugin), lab
    return InUse((*load_plugins().loaded, lab))


@pytest.fixture
def routed(catalog: Database, in_use: InUse) -> Iterator[FlaskClient]:
    """An API with the plugin's routes, guard and children as in real use."""
    server = {"plugin": NAME, "name": "main", "url": "http://lab.example", "added_by": "cli"}
    with catalog.write() as connection:
        connection.execute(insert(connection_table).values(**server, created_at=1.0))
    with Children(load, Limits(failures=2, first_rest=50.0)) as children:
        caller = Caller(children, lambda plugin: {"depth": 7})
        app = api_app(catalog, plugins=in_use, caller=caller)
        install_guard(app, ())
        yield app.test_client()


def test_a_route_answers_from_a_process_of_its_own(routed: FlaskClient) -> None:
    found = routed.get(f"{BASE}/whereabouts").get_json()
    assert (found["url"], found["depth"]) == ("http://lab.example", 7)
    assert found["pid"] != os.getpid()


def test_arguments_come_from_path_and_query_by_the_schema(routed: FlaskClient) -> None:
    found = routed.get(f"{BASE}/stages/a%20b?limit=3&tags=x&tags=y")
    assert found.get_json() == {"stage": "a b", "limit": 3, "tags": ["x", "y"]}
    assert routed.get(f"{BASE}/stages/a").get_json()["limit"] == 10


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=many", "limit: Not a valid integer."),
        ("other=1", "other: Unknown field."),
    ],
)
def test_what_the_schema_refuses_is_said(routed: FlaskClient, query: str, message: str) -> None:
    refused = routed.get(f"{BASE}/stages/a?{query}")
    assert refused.status_code == 400
    error = refused.get_json()["error"]
    assert error["name"] == "InputError"
    assert error["message"] == message


def test_a_post_needs_what_every_change_needs(routed: FlaskClient) -> None:
    body = {"name": "x"}
    assert routed.post(f"{BASE}/stages", json=body).status_code == 403
    assert routed.post(f"{BASE}/stages", json=body, headers=OURS).get_json()["stage"] == "x"
    foreign = {**OURS, "Origin": "http://evil.example"}
    assert routed.post(f"{BASE}/stages", json=body, headers=foreign).status_code == 403
    for wrong in ([1], {"name": 1}, {}):
        assert routed.post(f"{BASE}/stages", json=wrong, headers=OURS).status_code == 400
    text = {**OURS, "Content-Type": "application/json"}
    assert routed.post(f"{BASE}/stages", data=b"{", headers=text).status_code == 400
    assert routed.get(f"{BASE}/stages").status_code == 405


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "status", "name", "why"),
    [
        ("raises", 502, "BadGatewayError", "raised RuntimeError: it broke"),
        ("hangs", 504, "GatewayTimeoutError", "took more than 1 seconds"),
        ("leaves", 502, "BadGatewayError", "ended its process"),
        ("upstream", 502, "BadGatewayError", "the lab is closed"),
        ("set", 502, "BadGatewayError", "returned something else"),
        ("large", 502, "BadGatewayError", "a number of at most 63 bits"),
        ("careless?word=x", 502, "BadGatewayError", "ended its process"),
    ],
)
def test_a_plugin_that_fails_is_an_error_in_the_one_shape(
    routed: FlaskClient, path: str, status: int, name: str, why: str
) -> None:
    failed = routed.get(f"{BASE}/{path}")
    assert failed.status_code == status
    body = failed.get_json()
    assert body["error"]["name"] == name
    assert why in body["error"]["message"]
    assert body["response"] == {"statusCode": status}
    assert routed.get(f"{BASE}/whereabouts").status_code == 200


def test_a_route_that_fails_again_and_again_rests(routed: FlaskClient) -> None:
    for _ in range(2):
        assert routed.get(f"{BASE}/raises").status_code == 502
    resting = routed.get(f"{BASE}/raises")
    assert resting.status_code == 503
    assert 0 < int(resting.headers["Retry-After"]) <= 50
    assert routed.get(f"{BASE}/whereabouts").status_code == 200


def test_what_is_refused_does_not_wear_a_route_out(routed: FlaskClient) -> None:
    for _ in range(4):
        assert routed.get(f"{BASE}/careless?word=bad").status_code == 400


def test_a_plugin_that_is_disabled_has_no_routes(routed: FlaskClient, in_use: InUse) -> None:
    in_use.loaded = ()
    gone = routed.get(f"{BASE}/whereabouts")
    assert gone.status_code == 404
    assert gone.get_json()["error"]["name"] == "NotFoundError"
    assert routed.get("/api/plugins/other/whereabouts").status_code == 404


def test_routes_are_in_the_document_with_arguments_and_answers(routed: FlaskClient) -> None:
    document = routed.get("/api/openapi.json").get_json()
    get = document["paths"][f"{BASE}/stages/{{name}}"]
    asked = get["get"]["parameters"] + get.get("parameters", [])
    assert {one["name"]: one["in"] for one in asked if "name" in one} == {
        "name": "path",
        "limit": "query",
        "tags": "query",
    }
    assert get["get"]["summary"] == "A stage."
    answer = get["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    name = answer.rpartition("/")[2]
    assert name.endswith("routed_plugin.Error")
    assert set(document["components"]["schemas"][name]["properties"]) == {"stage", "limit", "tags"}
    assert "error" in document["components"]["schemas"]["Error"]["properties"]
    assert "requestBody" in document["paths"][f"{BASE}/stages"]["post"]
    assert "/api/plugins/mlflow/experiments" in document["paths"]
    assert "plugin lab" in routed.get("/api/docs").text


def test_few_requests_wait_for_plugins_at_once() -> None:
    turns = Turns()
    with ExitStack() as waiting:
        for _ in range(AT_ONCE):
            waiting.enter_context(turns.one())
        with pytest.raises(PluginRests), turns.one():
            pass
    with turns.one():
        pass
