"""One shape for every error, and one table that gives its status."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.store.database import open_database
from tests.catalog.api.apps import api_app

REFS = "/api/catalog/entities/by-refs"


def the_error(answer: Any, status: int, name: str) -> str:
    """The message of an error answer that has the one shape."""
    assert answer.status_code == status
    assert answer.content_type == "application/json; charset=utf-8"
    body = answer.get_json()
    assert set(body) == {"error", "request", "response"}
    assert set(body["request"]) == {"method", "url"}
    assert body["response"] == {"statusCode": status}
    assert body["error"]["name"] == name
    return str(body["error"]["message"])


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/api/catalog/entities?limit=abc", "limit"),
        ("/api/catalog/entities?limit=-1", "limit"),
        ("/api/catalog/entities?limit=0", "limit"),
        ("/api/catalog/entities?offset=-1", "offset"),
        ("/api/catalog/entities?limit=99999999999", "limit"),
        ("/api/catalog/entities?bogus=1", "'bogus'"),
        ("/api/catalog/entities?filter=", "filter"),
        ("/api/catalog/entities?filter==x", "'=x'"),
        ("/api/catalog/entities?filter[kind]=api", "filter[kind]"),
        ("/api/catalog/entities?fields=", "fields"),
        ("/api/catalog/entities?fields=a[b]", "a[b]"),
        ("/api/catalog/entities?order=up:metadata.name", "up:metadata.name"),
        ("/api/catalog/entities?order=metadata.name", "metadata.name"),
        ("/api/catalog/entities?after=x", "cursor"),
        ("/api/catalog/entities/by-query?cursor=notacursor", "cursor"),
        ("/api/catalog/entities/by-query?orderField=", "orderField"),
        ("/api/catalog/entities/by-query?orderField=kind,up", "kind,up"),
        ("/api/catalog/entities/by-query?totalItems=maybe", "totalItems"),
        ("/api/catalog/entity-facets", "facet"),
        ("/api/search/query?pageLimit=101", "pageLimit"),
        ("/api/search/query?types[0]=unknown", "types"),
        ("/api/search/query?filters[shoe]=1", "'shoe'"),
        ("/api/search/query?pageCursor=%25", "cursor"),
        ("/api/mlhome/search?sort=luck", "sort"),
        ("/api/mlhome/search?filters[shoe]=1", "filters"),
        ("/api/mlhome/search?cursor=x", "search"),
        ("/api/mlhome/problems?location=x", "location"),
    ],
)
def test_what_cannot_be_asked_is_an_input_error_that_names_it(
    client: FlaskClient, path: str, names: str
) -> None:
    assert names in the_error(client.get(path), 400, "InputError")


@pytest.mark.parametrize(
    ("path", "body", "names"),
    [
        (REFS, {}, "entityRefs"),
        (REFS, {"entityRefs": "a"}, "entityRefs"),
        (REFS, {"entityRefs": [1]}, "entityRefs"),
        (REFS, {"entityRefs": ["a"] * 1001}, "entityRefs"),
        (REFS, {"entityRefs": [], "more": 1}, "'more'"),
        ("/api/catalog/entities/by-query", {"query": []}, "query"),
        ("/api/catalog/entities/by-query", {"query": {"$or": []}}, "$or"),
        ("/api/catalog/entities/by-query", {"orderBy": [{"order": "asc"}]}, "field"),
        ("/api/catalog/entity-facets", {}, "facets"),
        ("/api/mlhome/locations", {}, "target"),
    ],
)
def test_a_body_that_says_nothing_is_an_input_error_that_names_it(
    client: FlaskClient, path: str, body: Any, names: str
) -> None:
    assert names in the_error(client.post(path, json=body), 400, "InputError")


@pytest.mark.parametrize(
    "sent",
    [
        b"{nope",
        b"",
        b"\xff",
        b"[1]",
        b'"x"',
        b"null",
        b'{"entityRefs": ["\\ud800"]}',
        b'{"entityRefs": [NaN]}',
        b"[" * 100_000,
    ],
    ids=range(9),
)
def test_a_body_that_is_no_json_object_is_an_input_error(client: FlaskClient, sent: bytes) -> None:
    the_error(client.post(REFS, data=sent, content_type="application/json"), 400, "InputError")


@pytest.mark.parametrize(
    "path",
    [
        "/api/nowhere",
        "/api/catalog/nope",
        "/api/catalog/entities/by-name/component/default",
        "/api/catalog/entities/by-name/component/default/none",
        "/api/catalog/entities/by-name/component/default/none/ancestry",
        "/api/catalog/entities/by-uid/none",
        "/api/mlhome/entities/component/default/none/history",
        "/api/mlhome/locations/5",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    the_error(client.get(path), 404, "NotFoundError")


def test_a_wrong_method_says_which_are_allowed(client: FlaskClient) -> None:
    answer = client.post("/api/mlhome/kinds", json={})
    the_error(answer, 405, "MethodNotAllowedError")
    assert "GET" in answer.headers["Allow"]


def test_backstage_knows_no_wrong_method(client: FlaskClient) -> None:
    the_error(client.post("/api/catalog/entities", json={}), 404, "NotFoundError")


def test_a_body_that_is_too_large_is_refused(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100
    answer = app.test_client().post(REFS, json={"entityRefs": ["a" * 200]})
    assert answer.status_code == 413
    assert answer.get_json()["response"] == {"statusCode": 413}


def test_urls_are_told_as_backstage_does(client: FlaskClient) -> None:
    body = client.get("/api/catalog/entities?bogus=1").get_json()
    assert body["request"] == {"method": "GET", "url": "/entities?bogus=1"}
    body = client.get("/api/search/query?pageLimit=101").get_json()
    assert body["request"]["url"] == "/query?pageLimit=101"


def test_errors_outside_the_api_are_pages(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")


def test_a_database_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'no' / 'folder' / 'catalog.db'}")
    answer = api_app(database).test_client().get("/api/catalog/entities")
    the_error(answer, 503, "ServiceUnavailableError")


def test_a_fault_of_ours_tells_nothing_of_the_inside(app: Flask) -> None:
    app.add_url_rule("/api/mlhome/broken", "broken", lambda: 1 / 0)
    answer = app.test_client().get("/api/mlhome/broken")
    message = the_error(answer, 500, "InternalServerError")
    assert "division" not in message
