"""What comes first, and page after page."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from search.cursor import Cursor, write_cursor
from search.document import Removal
from search.errors import InvalidCursor
from search.index import SearchIndex
from search.request import SearchRequest
from tests.contracts.index.asking import Ask, names
from tests.search.corpus import CORPUS, LABELLED, a_document


def test_the_right_entry_comes_first(ask: Ask) -> None:
    firsts = {query: names(ask(query))[:1] for query, _ in LABELLED}
    assert firsts == {query: [name] for query, name in LABELLED}


def test_of_two_equal_entries_the_one_people_open_comes_first(index: SearchIndex) -> None:
    index.apply([a_document(id, title="Twin", views=id * 5) for id in (1, 3, 2)])
    assert [hit.id for hit in index.find(SearchRequest("twin")).hits] == [3, 2, 1]


def test_a_project_comes_before_its_model_and_both_before_what_serves_them(
    index: SearchIndex,
) -> None:
    kinds = ("Pipeline", "Model", "Project")
    index.apply([a_document(id, kind=kind, title="High tide") for id, kind in enumerate(kinds)])
    hits = index.find(SearchRequest("tide")).hits
    assert [hit.kind for hit in hits] == ["Project", "Model", "Pipeline"]


def test_what_is_called_as_asked_comes_before_a_project(index: SearchIndex) -> None:
    index.apply([a_document(1, kind="Project", title="Tide tables", views=1e9)])
    index.apply([a_document(2, kind="Metric", title="Tide")])
    assert [hit.kind for hit in index.find(SearchRequest("tide")).hits] == ["Metric", "Project"]


def test_entries_of_equal_weight_come_by_id(index: SearchIndex) -> None:
    index.apply([a_document(id, title="Twin") for id in (5, 3)])
    index.apply([a_document(id, title="Twin") for id in (4, 1, 2)])
    assert [hit.id for hit in index.find(SearchRequest("twin ")).hits] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("title", lambda d: (d.title.lower(), d.id)),
        ("name", lambda d: (d.name.lower(), d.id)),
        ("kind", lambda d: (d.kind.lower(), d.title.lower(), d.id)),
        ("updated", lambda d: (d.updated_at, d.id)),
        ("views", lambda d: (d.views, d.id)),
    ],
)
def test_results_can_be_sorted_both_ways(ask: Ask, sort: str, key: Callable[..., object]) -> None:
    ordered = [document.id for document in sorted(CORPUS, key=key)]
    assert [hit.id for hit in ask(sort=sort).hits] == ordered
    assert [hit.id for hit in ask(sort=f"-{sort}").hits] == ordered[::-1]


def test_without_words_entries_come_by_title(ask: Ask) -> None:
    assert names(ask("kind:project")) == names(ask("kind:project", sort="title"))


def _pages(index: SearchIndex, request: SearchRequest) -> Iterator[list[int]]:
    while True:
        result = index.find(request)
        yield [hit.id for hit in result.hits]
        if not result.next_cursor:
            return
        request = replace(request, cursor=result.next_cursor)


@pytest.mark.parametrize("query", ["", "twin ", "tvin "])
@pytest.mark.parametrize("sort", ["", "title", "-updated", "views"])
def test_pages_hold_everything_once_and_in_order(index: SearchIndex, query: str, sort: str) -> None:
    index.apply([a_document(id, title="Twin", views=id % 3) for id in range(1, 48)])
    whole = index.find(SearchRequest(query, sort=sort, limit=100))
    pages = list(_pages(index, SearchRequest(query, sort=sort, limit=5)))
    assert [id for page in pages for id in page] == [hit.id for hit in whole.hits]
    assert [len(page) for page in pages] == [5] * 9 + [2]
    assert whole.total == 47


@pytest.mark.parametrize("sort", ["title", "-title"])
def test_a_page_goes_on_after_the_last_title_whatever_came_or_went(
    index: SearchIndex, sort: str
) -> None:
    index.apply([a_document(id, title=f"T{id:03d}") for id in range(100, 200)])
    request = SearchRequest(sort=sort, limit=40)
    first = index.find(request)
    before = "T000" if sort == "title" else "T999"
    index.apply([a_document(id, title=before) for id in range(300, 380)])
    second = index.find(replace(request, cursor=first.next_cursor))
    index.apply([Removal(hit.id, 2) for hit in (*first.hits, *second.hits)])
    third = index.find(replace(request, cursor=second.next_cursor))
    seen = [hit.id for result in (first, second, third) for hit in result.hits]
    assert seen == sorted(range(100, 200), reverse=sort != "title")


def test_a_cursor_belongs_to_its_sort(company: SearchIndex) -> None:
    cursor = company.find(SearchRequest(sort="title", limit=2)).next_cursor
    with pytest.raises(InvalidCursor):
        company.find(SearchRequest(sort="-title", cursor=cursor))
    with pytest.raises(InvalidCursor):
        company.find(SearchRequest("model", cursor=cursor))


@pytest.mark.parametrize("cursor", ["x", "é", "bnVsbA", "W10", "WyIiLDEsMiwzLDRd" * 50, "-" * 9])
def test_what_is_no_cursor_is_refused(company: SearchIndex, cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        company.find(SearchRequest("model", cursor=cursor))


@pytest.mark.parametrize(("sort", "key"), [("", 1e-9), ("title", "z"), ("-views", 0)])
def test_a_cursor_that_somebody_made_up_costs_no_more_than_there_is(
    ask: Ask, sort: str, key: str | float
) -> None:
    """However far it claims to have come: an engine that made room for it would end the process."""
    made_up = write_cursor(Cursor(sort, key, 1, 2**62))
    assert ask("fraud", sort=sort, cursor=made_up).hits == ()
