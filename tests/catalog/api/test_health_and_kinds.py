"""Histories, problems, kinds and their schemas over HTTP."""

import jsonschema
import orjson
from flask.testing import FlaskClient
from sqlalchemy import insert

from catalog.store.database import Database
from catalog.store.tables import problem, version
from tests.catalog.browse.records import NOW, a_component, keep

HISTORY = "/api/mlhome/entities/component/default/api/history"


def test_a_history_tells_who_changed_what(client: FlaskClient, catalog: Database) -> None:
    keep(catalog, a_component("api"), deleted_at=NOW)
    step = {"op": "add", "path": "/spec/x", "before": None, "after": [1]}
    where = {"location": "url:https://x", "path": "mlhome.yaml", "line": 3, "digest": ""}
    who = {"commit": "c0ffee", "author": "Ada", "changed_at": NOW}
    with catalog.write() as connection:
        row = {"entity_id": 1, "number": 1, "at": NOW, "action": "updated"}
        diff = orjson.dumps([step]).decode()
        connection.execute(insert(version).values(diff=diff, **row, **where, **who))
    answer = client.get(HISTORY).get_json()
    assert answer["entityRef"] == "component:default/api"
    (found,) = answer["versions"]
    assert (found["author"], found["commit"], found["changedAt"]) == ("Ada", "c0ffee", NOW)
    assert found["changes"] == [step]


def test_problems_are_told_with_their_place(client: FlaskClient, catalog: Database) -> None:
    where = {"file": "a.yaml", "line": 3, "column": 5, "path": "/spec", "since": NOW}
    with catalog.write() as connection:
        connection.execute(insert(problem).values(code="a/b", message="No.", **where))
    answer = client.get("/api/mlhome/problems").get_json()
    assert answer["total"] == 1
    assert answer["problems"][0] == {
        "code": "a/b",
        "message": "No.",
        "hint": "",
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "path": "/spec",
        "entityRef": "",
        "severity": "error",
    }
    assert answer["codes"] == [{"value": "a/b", "count": 1}]
    assert client.get("/api/mlhome/problems?code=c/d").get_json()["total"] == 0
    assert client.get("/api/mlhome/problems?entityRef=a:b/c").get_json()["total"] == 0


def test_every_kind_has_a_schema_at_an_address_that_stays(client: FlaskClient) -> None:
    kinds = client.get("/api/mlhome/kinds").get_json()["kinds"]
    assert {"Component", "Model", "Project"} <= {kind["name"] for kind in kinds}
    for kind in kinds:
        answer = client.get(kind["schema"])
        assert answer.mimetype == "application/schema+json"
        jsonschema.Draft202012Validator.check_schema(orjson.loads(answer.data))


def test_one_schema_serves_files_of_any_kind(client: FlaskClient) -> None:
    address = client.get("/api/mlhome/kinds").get_json()["anyKind"]
    check = jsonschema.Draft202012Validator(orjson.loads(client.get(address).data))
    group = {"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {"name": "a"}}
    assert check.is_valid({**group, "spec": {"type": "team", "children": []}})
    assert not check.is_valid({**group, "spec": {"type": 3, "children": []}})


def test_there_is_no_schema_of_an_unknown_kind(client: FlaskClient) -> None:
    assert client.get("/schemas/Shoe.json").status_code == 404
