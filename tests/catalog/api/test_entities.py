"""Entities as Backstage's clients read them."""

import base64
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalog.store.database import Database
from tests.catalog.browse.records import a_component, an_entity, keep

CATALOG = "/api/catalog"
QUERY = f"{CATALOG}/entities/by-query"


@pytest.fixture(autouse=True)
def kept(catalog: Database) -> None:
    keep(catalog, a_component("Api", tags=["gpu"]), uid="u-1")
    keep(catalog, a_component("job", type="pipeline"), an_entity("Dataset", "events"))


def names(entities: list[dict[str, Any]]) -> list[str]:
    return [one["metadata"]["name"] for one in entities]


def test_an_entity_is_found_by_name_whatever_its_case(client: FlaskClient) -> None:
    answer = client.get(f"{CATALOG}/entities/by-name/COMPONENT/default/aPI")
    assert answer.content_type == "application/json; charset=utf-8"
    assert answer.get_json()["metadata"]["name"] == "Api"


def test_an_entity_is_found_by_uid(client: FlaskClient) -> None:
    assert client.get(f"{CATALOG}/entities/by-uid/u-1").get_json()["metadata"]["uid"] == "u-1"


def test_an_entity_no_location_names_is_its_own_root(client: FlaskClient) -> None:
    answer = client.get(f"{CATALOG}/entities/by-name/component/default/api/ancestry").get_json()
    assert answer["rootEntityRef"] == "component:default/api"
    assert [item["parentEntityRefs"] for item in answer["items"]] == [[]]


def test_the_list_is_filtered_sorted_and_cut_to_fields(client: FlaskClient) -> None:
    asked = "filter=kind=component&order=desc:metadata.name&fields=metadata.name,kind"
    assert client.get(f"{CATALOG}/entities?{asked}").get_json() == [
        {"metadata": {"name": "job"}, "kind": "Component"},
        {"metadata": {"name": "Api"}, "kind": "Component"},
    ]


def test_the_list_leads_on_with_a_link(client: FlaskClient) -> None:
    answer = client.get(f"{CATALOG}/entities?limit=2&fields=metadata.name")
    assert names(answer.get_json()) == ["Api", "job"]
    link = answer.headers["Link"]
    assert link.startswith("</entities?limit=2&fields=metadata.name&after=")
    assert link.endswith('>; rel="next"')
    following = client.get(CATALOG + link[1 : link.index(">")])
    assert names(following.get_json()) == ["events"]
    assert "Link" not in following.headers


def test_names_of_parameters_may_be_numbered(client: FlaskClient) -> None:
    asked = "filter[0]=kind=dataset&filter[1]=spec.type=pipeline&order[]=asc:metadata.name"
    assert names(client.get(f"{CATALOG}/entities?{asked}").get_json()) == ["events", "job"]


def test_a_query_pages_both_ways(client: FlaskClient) -> None:
    first = client.get(f"{QUERY}?limit=2&orderField=metadata.name,asc").get_json()
    assert (names(first["items"]), first["totalItems"]) == (["Api", "events"], 3)
    assert set(first["pageInfo"]) == {"nextCursor"}
    last = client.get(QUERY, query_string={"cursor": first["pageInfo"]["nextCursor"], "limit": 2})
    assert names(last.get_json()["items"]) == ["job"]
    assert set(last.get_json()["pageInfo"]) == {"prevCursor"}


def test_a_cursor_wins_over_other_parameters(client: FlaskClient) -> None:
    first = client.get(f"{QUERY}?limit=1&orderField=metadata.name").get_json()
    asked = {"cursor": first["pageInfo"]["nextCursor"], "filter": "kind=api"}
    assert client.get(QUERY, query_string=asked).get_json()["totalItems"] == 3


def test_a_query_in_the_body_goes_on_in_the_body(client: FlaskClient) -> None:
    query = {"$any": [{"kind": "dataset"}, {"spec.type": "service"}]}
    order = [{"field": "metadata.name", "order": "desc"}]
    asked = {"query": query, "orderBy": order, "limit": 1, "fields": ["metadata.name"]}
    first = client.post(QUERY, json=asked).get_json()
    assert first["items"] == [{"metadata": {"name": "events"}}]
    cursor = first["pageInfo"]["nextCursor"]
    assert b'"query"' in base64.b64decode(cursor)
    following = client.post(QUERY, json={"cursor": cursor, "limit": 1}).get_json()
    assert names(following["items"]) == ["Api"]


def test_words_are_looked_for_in_the_named_fields(client: FlaskClient) -> None:
    asked = "fullTextFilterTerm=EV&fullTextFilterFields=metadata.name,metadata.title"
    assert names(client.get(f"{QUERY}?{asked}").get_json()["items"]) == ["events"]
    in_body = {"fullTextFilter": {"term": "ev", "fields": ["metadata.name"]}}
    assert client.post(QUERY, json=in_body).get_json()["totalItems"] == 1


def test_refs_are_answered_in_their_order_with_null_for_what_is_missing(
    client: FlaskClient,
) -> None:
    refs = ["dataset:default/events", "component:default/none", "component:default/api"]
    asked = {"entityRefs": [*refs, refs[0], "component:default/Api"], "fields": ["metadata.name"]}
    items = client.post(f"{CATALOG}/entities/by-refs", json=asked).get_json()["items"]
    events, api = {"metadata": {"name": "events"}}, {"metadata": {"name": "Api"}}
    assert items == [events, None, api, events, None]


def test_refs_can_be_filtered(client: FlaskClient) -> None:
    asked = {"entityRefs": ["dataset:default/events", "component:default/api"]}
    by_filter = client.post(f"{CATALOG}/entities/by-refs?filter=kind=dataset", json=asked)
    by_query = client.post(
        f"{CATALOG}/entities/by-refs", json={**asked, "query": {"kind": "dataset"}}
    )
    for answer in (by_filter, by_query):
        assert [one and one["kind"] for one in answer.get_json()["items"]] == ["Dataset", None]


def test_facets_are_counted_under_the_names_they_were_asked_by(client: FlaskClient) -> None:
    answer = client.get(f"{CATALOG}/entity-facets?facet=Kind&facet=metadata.tags").get_json()
    assert answer == {
        "facets": {
            "Kind": [{"value": "Component", "count": 2}, {"value": "Dataset", "count": 1}],
            "metadata.tags": [{"value": "gpu", "count": 1}],
        }
    }
    asked = {"facets": ["kind"], "query": {"kind": "dataset"}}
    assert client.post(f"{CATALOG}/entity-facets", json=asked).get_json() == {
        "facets": {"kind": [{"value": "Dataset", "count": 1}]}
    }


def test_a_head_request_has_no_body(client: FlaskClient) -> None:
    answer = client.head(f"{CATALOG}/entities")
    assert (answer.status_code, answer.data) == (200, b"")
