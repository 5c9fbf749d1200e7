"""Search: the index finds, SQL says what is still there; without an index SQL looks itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.browse import EVERYONE, SearchPage, search
from catalog.store.database import Database
from search.document import SearchDocument
from search.errors import IndexUnavailable, InvalidCursor
from search.index import SearchIndex
from search.open import create_build, open_index
from search.request import SearchRequest, SearchResult
from tests.catalog.browse.records import a_component, an_entity, keep


class Unavailable:
    """An index whose engine has gone away."""

    def find(self, _request: SearchRequest) -> SearchResult:
        raise IndexUnavailable("gone")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    create_build("", tmp_path, "one")
    opened = open_index("", tmp_path, "one", writable=True)
    opened.apply(
        [
            _document(1, "component", "ranker", title="Search ranking"),
            _document(2, "dataset", "clicks", title="Ranking clicks"),
            _document(3, "component", "ghost", title="Ranking ghost"),
        ]
    )
    yield opened
    opened.close()


@pytest.fixture
def catalog(database: Database) -> Database:
    keep(
        database,
        a_component("ranker", title="Search ranking", tags=["gpu"], owner="search"),
        a_component("ghost", title="Ranking ghost", type="library"),
        an_entity("Dataset", "clicks"),
    )
    return database


def _document(id: int, kind: str, name: str, title: str) -> SearchDocument:
    return SearchDocument(
        id=id,
        revision=1,
        ref=f"{kind}:default/{name}",
        kind=kind,
        namespace="default",
        name=name,
        title=title,
    )


def refs(page: SearchPage) -> list[str]:
    return sorted(hit.ref.partition("/")[2] for hit in page.hits)


def test_the_index_answers_with_counts_and_highlights(
    index: SearchIndex, catalog: Database
) -> None:
    page = search(index, catalog, EVERYONE, "ranking", facets=("kind",))
    assert (page.degraded, page.total) == (False, 3)
    assert {facet.value: facet.count for facet in page.facets["kind"]} == {
        "component": 2,
        "dataset": 1,
    }
    (hit,) = [hit for hit in page.hits if hit.name == "ranker"]
    assert hit.tags == ("gpu",)
    assert "<mark>" in hit.highlights["title"][0]


def test_what_the_index_still_holds_of_a_deleted_entity_is_not_shown(
    index: SearchIndex, database: Database
) -> None:
    keep(database, a_component("ghost"), deleted_at=1.0)
    keep(database, a_component("ranker"))
    assert refs(search(index, database, EVERYONE, "ranking")) == ["ranker"]


@pytest.mark.parametrize("index_now", [None, Unavailable()], ids=["none", "unavailable"])
def test_without_an_index_names_and_titles_are_searched(
    catalog: Database, index_now: SearchIndex | None
) -> None:
    page = search(index_now, catalog, EVERYONE, "rank", facets=("kind", "tag"))
    assert page.degraded
    assert refs(page) == ["ghost", "ranker"]
    assert [(facet.value, facet.count) for facet in page.facets["kind"]] == [("component", 2)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["clicks", "ghost", "ranker"]),
        ("ranking -ghost", ["ranker"]),
        ("clicks OR ghost", ["clicks", "ghost"]),
        ("kind:dataset", ["clicks"]),
        ("owner:search", ["ranker"]),
        ("owner:group:default/search", ["ranker"]),
        ("tag:gpu", ["ranker"]),
        ("title:ranking type:library", ["ghost"]),
        ("updated>2020", ["clicks", "ghost", "ranker"]),
        ("updated<2020", []),
        ("100%", []),
    ],
)
def test_without_an_index_the_query_language_still_means_what_it_says(
    catalog: Database, query: str, found: list[str]
) -> None:
    assert refs(search(None, catalog, EVERYONE, query)) == found


def test_without_an_index_filters_narrow(catalog: Database) -> None:
    filters = {"kind": ("component",), "type": ("library", "website")}
    assert refs(search(None, catalog, EVERYONE, filters=filters)) == ["ghost"]


def test_without_an_index_pages_follow_each_other(catalog: Database) -> None:
    first = search(None, catalog, EVERYONE, sort="-name", limit=2)
    rest = search(None, catalog, EVERYONE, sort="-name", limit=2, cursor=first.next_cursor)
    assert [hit.name for hit in (*first.hits, *rest.hits)] == ["ranker", "ghost", "clicks"]
    assert rest.next_cursor == ""


def test_a_page_of_the_index_cannot_be_continued_without_it(catalog: Database) -> None:
    with pytest.raises(InvalidCursor):
        search(None, catalog, EVERYONE, cursor="bm90IG91cnM=")
