"""Search over HTTP, in Backstage's words and in ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from catalog.store.database import Database
from search.document import SearchDocument
from search.index import SearchIndex
from search.open import create_build, open_index
from tests.catalog.api.apps import api_app
from tests.catalog.browse.records import a_component, keep


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    create_build("", tmp_path, "one")
    opened = open_index("", tmp_path, "one", writable=True)
    yield opened
    opened.close()


@pytest.fixture
def client(catalog: Database, index: SearchIndex) -> FlaskClient:
    for id, name in enumerate(("ranker", "ranking-job", "ranking"), 1):
        document = a_component(name, title=f"The {name} <of> search", description="Orders & sorts")
        keep(catalog, document)
        index.apply([_document(id, name)])
    return api_app(catalog, index=lambda: index).test_client()


def _document(id: int, name: str) -> SearchDocument:
    return SearchDocument(
        id=id,
        revision=1,
        ref=f"component:default/{name}",
        kind="component",
        namespace="default",
        name=name,
        title=f"The {name} <of> search",
        description="Orders & sorts",
        type="service",
    )


def test_backstages_clients_get_documents_with_plain_highlights(client: FlaskClient) -> None:
    answer = client.get("/api/search/query?term=ranker&types[0]=software-catalog").get_json()
    first = answer["results"][0]
    assert first["type"] == "software-catalog"
    assert first["rank"] == 1
    assert first["document"] == {
        "title": "The ranker <of> search",
        "text": "Orders & sorts",
        "componentType": "service",
        "type": "service",
        "namespace": "default",
        "kind": "Component",
        "lifecycle": "production",
        "owner": "platform",
        "location": "/catalog/default/component/ranker",
    }
    highlight = first["highlight"]
    marked = f"{highlight['preTag']}ranker{highlight['postTag']}"
    assert highlight["fields"]["title"] == f"The {marked} <of> search"


def test_backstages_clients_page_with_cursors(client: FlaskClient) -> None:
    first = client.get("/api/search/query?term=search&pageLimit=2").get_json()
    assert (first["numberOfResults"], len(first["results"])) == (3, 2)
    asked = {"term": "search", "pageLimit": 2, "pageCursor": first["nextPageCursor"]}
    last = client.get("/api/search/query", query_string=asked).get_json()
    assert [result["rank"] for result in last["results"]] == [3]
    assert "nextPageCursor" not in last


def test_backstages_clients_filter_by_kind(client: FlaskClient) -> None:
    asked = "/api/search/query?term=search&filters[kind]=Component"
    assert client.get(asked).get_json()["numberOfResults"] == 3
    assert client.get(asked.replace("Component", "API")).get_json()["numberOfResults"] == 0


def test_our_search_counts_marks_and_tells_what_it_understood(client: FlaskClient) -> None:
    asked = "/api/mlhome/search?q=ranker%20kind:component&facet=type&limit=1"
    answer = client.get(asked).get_json()
    assert (answer["total"], answer["degraded"], answer["nextCursor"]) == (1, False, "")
    assert answer["facets"] == {"type": [{"value": "service", "count": 1}]}
    assert [chip["text"] for chip in answer["understood"]] == ["ranker", "kind:component"]
    (hit,) = answer["hits"]
    assert hit["entityRef"] == "component:default/ranker"
    assert hit["highlights"]["title"] == ["The <mark>ranker</mark> &lt;of&gt; search"]


def test_our_search_filters_sorts_and_pages(client: FlaskClient) -> None:
    asked = {"filters[kind]": "component", "sort": "-name", "limit": 2}
    first = client.get("/api/mlhome/search", query_string=asked).get_json()
    rest = client.get(
        "/api/mlhome/search", query_string={**asked, "cursor": first["nextCursor"]}
    ).get_json()
    names = [hit["name"] for hit in (*first["hits"], *rest["hits"])]
    assert names == ["ranking-job", "ranking", "ranker"]
