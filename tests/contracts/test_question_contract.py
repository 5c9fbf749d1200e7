"""Whatever is asked over HTTP, no database is made to fail by it."""

import base64
import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from catalog.app import Parts, create_app
from catalog.ingest.location_register import LocationRegister
from catalog.settings import Settings
from catalog.store.database import Database
from descriptors.format import shipped_format
from tests.catalog.browse.records import a_component, keep

HUGE = 10**30
PAGES = ("/search?q=", "/palette?q=", "/catalog/component?tag=", "/health?code=")
QUESTIONS = (
    *("/api/mlhome/search?q=", "/api/mlhome/problems?code=", "/api/mlhome/problems?entityRef="),
    *("/api/catalog/entities?filter=kind=", "/api/catalog/entities?order=asc:"),
    *("/api/catalog/entities/by-query?fullTextFilterTerm=", "/api/catalog/entity-facets?facet="),
    *("/api/catalog/entities/by-name/component/default/", "/api/catalog/entities/by-uid/"),
    "/api/search/query?term=",
)


@pytest.fixture
def client(database: Database) -> FlaskClient:
    keep(database, a_component("api"))
    parts = Parts(
        settings=Settings(),
        database=database,
        format=shipped_format(),
        index=lambda: None,
        locations=LocationRegister(database, "api", local=False),
        count_view=lambda ref: None,
        worker_runs=lambda: True,
    )
    return create_app(parts).test_client()


def a_cursor(value: object) -> str:
    return quote(base64.b64encode(json.dumps(value).encode()).decode())


@pytest.mark.parametrize("address", [*PAGES, *QUESTIONS, "/", "/catalog/default/component/"])
def test_an_address_with_a_nul_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(f"{address}a%00b").status_code == 400
    assert client.get(f"{address}api").status_code < 500


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("by-refs", {"entityRefs": ["a\0b"]}),
        ("by-query", {"query": {"kind": "\\\0"}}),
        ("by-query", {"query": {"a\0b": {"$exists": True}}}),
        ("by-query", {"cursor": "a\0b"}),
    ],
)
def test_a_body_with_a_nul_is_refused(client: FlaskClient, path: str, body: object) -> None:
    answer = client.post(f"/api/catalog/entities/{path}", json=body)
    assert (answer.status_code, answer.get_json()["error"]["name"]) == (400, "InputError")


def test_a_body_that_only_speaks_of_a_nul_is_answered(client: FlaskClient) -> None:
    body = {"entityRefs": ["\\u0000", "component:default/api"]}
    found = client.post("/api/catalog/entities/by-refs", json=body).get_json()["items"]
    assert [item and item["metadata"]["name"] for item in found] == [None, "api"]


def test_a_cursor_with_a_nul_or_a_huge_number_is_refused(client: FlaskClient) -> None:
    ours = client.get("/api/catalog/entities/by-query?limit=1&orderField=kind,asc")
    assert ours.status_code == 200
    cursor = {
        "orderFields": [{"field": "kind", "order": "asc"}],
        "fullTextFilter": {"term": "", "fields": []},
        "filter": [],
        "isPrevious": False,
    }
    for position in (["a\0b", 1], ["a", HUGE], ["a", 2**31]):
        asked = a_cursor({**cursor, "orderFieldValues": position})
        answer = client.get(f"/api/catalog/entities/by-query?cursor={asked}")
        assert answer.status_code == 400
    sql = client.get(f"/api/mlhome/search?q=a&cursor={a_cursor({'sql': HUGE})}")
    assert sql.status_code == 400
    page = base64.b64encode(f"{HUGE}:".encode()).decode()
    assert client.get(f"/api/search/query?term=a&pageCursor={quote(page)}").status_code == 400


@pytest.mark.parametrize("number", [HUGE, 2**31, -HUGE])
def test_a_number_no_database_holds_is_refused_or_finds_nothing(
    client: FlaskClient, number: int
) -> None:
    for address in (
        *(f"/catalog/default/component/api/history?before={number}", f"/health?from={number}"),
        *(f"/api/catalog/entities?limit={number}", f"/api/mlhome/locations/{number}"),
        *(f"/api/mlhome/problems?location={number}", f"/api/catalog/entities?offset={number}"),
        f"/api/mlhome/entities/component/default/api/history?before={number}",
    ):
        assert client.get(address).status_code < 500, address
