"""What every search engine has to do, said once and run on each."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.document import Change, Removal
from search.errors import IndexCorrupt, IndexUnavailable, InvalidCursor
from search.index import SearchIndex
from search.open import create_build, drop_build, list_builds, open_index
from search.query import DEFAULT_FIELDS, QueryField
from search.request import SearchRequest, SearchResult
from tests.parts.elasticsearch.fixture import elasticsearch  # noqa: F401
from tests.search.corpus import CORPUS, LABELLED, a_document

FIELDS = DEFAULT_FIELDS.with_fields(QueryField("framework", "term"))
_NUMBERS = itertools.count(1)

Ask = Callable[..., SearchResult]


@pytest.fixture(
    scope="session",
    params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)],
)
def search_url(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, as the settings name it."""
    if request.param == "embedded":
        return ""
    return str(request.getfixturevalue("elasticsearch").url)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("builds")


def _opened(search_url: str, folder: Path) -> Iterator[SearchIndex]:
    build = f"build-{next(_NUMBERS)}"
    create_build(search_url, folder, build)
    index = open_index(search_url, folder, build, writable=True, fields=FIELDS)
    yield index
    index.close()
    drop_build(search_url, folder, build)


@pytest.fixture
def index(search_url: str, folder: Path) -> Iterator[SearchIndex]:
    """An empty index."""
    yield from _opened(search_url, folder)


@pytest.fixture(scope="session")
def company(search_url: str, folder: Path) -> Iterator[SearchIndex]:
    """The corpus, for tests that only read."""
    for index in _opened(search_url, folder):
        index.apply(CORPUS)
        yield index


@pytest.fixture(scope="session")
def ask(company: SearchIndex) -> Ask:
    def ask(query: str = "", **given: object) -> SearchResult:
        return company.find(SearchRequest(query, **{"limit": 100, **given}))  # type: ignore[arg-type]

    return ask


def names(result: SearchResult) -> list[str]:
    return [hit.name for hit in result.hits]


def held(index: SearchIndex) -> dict[int, int]:
    return dict(index.revisions())


def counted(result: SearchResult, facet: str) -> dict[str, int]:
    return {count.value: count.count for count in result.facets[facet]}


# Writing


def test_what_was_applied_can_be_found_at_once(index: SearchIndex) -> None:
    index.apply([a_document(7, name="fresh", title="Fresh paint")])
    hit = index.find(SearchRequest("paint")).hits[0]
    assert (hit.id, hit.ref, hit.name, hit.title) == (
        7,
        "model:default/fresh",
        "fresh",
        "Fresh paint",
    )
    assert index.count() == 1


def test_a_hit_shows_the_document_as_it_was_written(index: SearchIndex) -> None:
    document = replace(CORPUS[1], updated_at=12.5, domain="domain:default/retail")
    index.apply([document])
    hit = index.find(SearchRequest("ranker")).hits[0]
    shown = {name for name in hit.__dataclass_fields__ if hasattr(document, name)}
    assert {name: getattr(hit, name) for name in shown} == {
        name: getattr(document, name) for name in shown
    }


def test_a_newer_revision_replaces_the_older_one(index: SearchIndex) -> None:
    index.apply([a_document(1, 1, title="Old paint")])
    index.apply([a_document(1, 2, title="New paint")])
    assert [hit.title for hit in index.find(SearchRequest("paint")).hits] == ["New paint"]
    assert held(index) == {1: 2}


@pytest.mark.parametrize("late", [1, 2])
def test_a_revision_that_is_not_higher_is_ignored(index: SearchIndex, late: int) -> None:
    index.apply([a_document(1, 2, title="New paint")])
    index.apply([a_document(1, late, title="Late paint"), a_document(2, 1)])
    assert [hit.title for hit in index.find(SearchRequest("paint")).hits] == ["New paint"]
    assert held(index) == {1: 2, 2: 1}


def test_the_newest_of_one_batch_wins_in_whatever_order(index: SearchIndex) -> None:
    index.apply([a_document(1, 3, title="Third"), a_document(1, 2, title="Second")])
    assert [hit.title for hit in index.find(SearchRequest()).hits] == ["Third"]


def test_a_removed_document_stays_away_when_a_late_write_comes(index: SearchIndex) -> None:
    index.apply([a_document(1, 1), a_document(2, 1)])
    index.apply([Removal(1, 2)])
    index.apply([a_document(1, 1), a_document(1, 2)])
    assert names(index.find(SearchRequest())) == ["entry-2"]
    assert held(index) == {2: 1}
    assert index.count() == 1


def test_a_late_removal_is_ignored(index: SearchIndex) -> None:
    index.apply([a_document(1, 5)])
    index.apply([Removal(1, 5), Removal(1, 4)])
    assert held(index) == {1: 5}


def test_what_was_removed_can_come_back_with_a_higher_revision(index: SearchIndex) -> None:
    index.apply([a_document(1, 1)])
    index.apply([Removal(1, 2)])
    index.apply([a_document(1, 3, title="Back")])
    assert [hit.title for hit in index.find(SearchRequest()).hits] == ["Back"]


def test_removing_what_was_never_there_does_nothing(index: SearchIndex) -> None:
    index.apply([Removal(9, 1)])
    index.apply([])
    assert held(index) == {}
    assert index.find(SearchRequest()).total == 0


_CHANGES = st.lists(
    st.one_of(
        st.builds(a_document, st.integers(1, 4), st.integers(1, 6)),
        st.builds(Removal, st.integers(1, 4), st.integers(1, 6)),
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_CHANGES, max_size=4))
def test_whatever_order_changes_come_in_the_highest_revision_is_held(
    search_url: str, folder: Path, batches: list[list[Change]]
) -> None:
    newest: dict[int, Change] = {}
    for index in _opened(search_url, folder):
        for batch in batches:
            for change in batch:
                if change.id not in newest or change.revision > newest[change.id].revision:
                    newest[change.id] = change
            index.apply(batch)
        expected = {c.id: c.revision for c in newest.values() if not isinstance(c, Removal)}
        assert held(index) == expected
        assert index.count() == len(expected)


def test_another_reader_sees_what_the_writer_wrote(search_url: str, folder: Path) -> None:
    create_build(search_url, folder, "two-readers")
    writer = open_index(search_url, folder, "two-readers", writable=True)
    reader = open_index(search_url, folder, "two-readers", writable=False)
    writer.apply([a_document(1, title="Seen")])
    assert reader.find(SearchRequest("seen")).total == 1
    writer.apply([Removal(1, 2)])
    assert reader.find(SearchRequest("seen")).total == 0
    reader.close()
    writer.close()


def test_odd_text_is_stored_and_found(index: SearchIndex) -> None:
    odd = "half \ud800 pair, \x00, <b>, ümläut " + "x" * 70_000
    index.apply([a_document(1, title="Odd", description=odd, text=odd * 3)])
    index.apply([a_document(2, title="", description="", tags=("", "a,b"), updated_at=-1.0)])
    assert index.find(SearchRequest("umlaut half")).total == 1
    assert index.find(SearchRequest('tag:"a,b"')).total == 1
    assert index.count() == 2


def test_revisions_tell_every_document_whoever_may_see_it(index: SearchIndex) -> None:
    index.apply([a_document(id, id, audience=id % 3) for id in range(1, 1_201)])
    assert held(index) == {id: id for id in range(1, 1_201)}


def test_the_points_of_a_batch_are_told(search_url: str, folder: Path) -> None:
    points: list[str] = []
    create_build(search_url, folder, "points")
    index = open_index(search_url, folder, "points", writable=True, at=points.append)
    index.apply([a_document(1)])
    index.close()
    assert points == ["before-commit", "after-commit"]


# Builds


def test_builds_stand_beside_each_other(search_url: str, folder: Path) -> None:
    for build in ("beside-1", "beside-2"):
        create_build(search_url, folder, build)
    first = open_index(search_url, folder, "beside-1", writable=True)
    first.apply([a_document(1)])
    second = open_index(search_url, folder, "beside-2", writable=True)
    assert (first.count(), second.count()) == (1, 0)
    assert {"beside-1", "beside-2"} <= set(list_builds(search_url, folder))
    first.close()
    second.close()
    drop_build(search_url, folder, "beside-1")
    drop_build(search_url, folder, "beside-1")
    assert "beside-1" not in list_builds(search_url, folder)


def test_a_missing_build_is_to_be_made_anew(search_url: str, folder: Path) -> None:
    with pytest.raises(IndexCorrupt):
        open_index(search_url, folder, "never-made", writable=True)


def test_a_build_that_is_dropped_while_open_is_not_made_by_writing(
    search_url: str, folder: Path
) -> None:
    create_build(search_url, folder, "dropped")
    index = open_index(search_url, folder, "dropped", writable=True)
    index.apply([a_document(1)])
    drop_build(search_url, folder, "dropped")
    with pytest.raises(IndexUnavailable):
        index.apply([a_document(2)])
    with pytest.raises(IndexUnavailable):
        index.find(SearchRequest())
    assert not index.health().ok
    assert "dropped" not in list_builds(search_url, folder)


def test_health_tells_how_many_documents_there_are(index: SearchIndex) -> None:
    index.apply([a_document(1)])
    health = index.health()
    assert (health.ok, health.documents) == (True, 1)


# Words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("payments ", {"fraud-detection", "fraud-model", "card-payments", "payment-features"}),
        ("forecasts ", {"churn-forecast", "demand-forecasting", "demand_forecast"}),
        ("FORECAST ", {"churn-forecast", "demand-forecasting", "demand_forecast"}),
        ("creme fraiche ", {"ProduceGrader"}),
        ("crème ", {"ProduceGrader"}),
        ('"fraud model"', {"fraud-model", "fraud-model-next"}),
        ('"model fraud"', set()),
        ("fraud -model ", {"fraud-detection"}),
        ("fraud NOT model ", {"fraud-detection"}),
        ("fraud -(model OR detection) ", set()),
        ("churn OR gap ", {"churn", "churn-forecast", "gap-detector", "shelf-vision"}),
        ("(churn OR fraud) kind:project", {"churn", "fraud-detection"}),
        ("churn OR fraud kind:project", {"churn", "churn-forecast", "fraud-detection"}),
        ("fraud AND spring ", {"fraud-model-next"}),
        ("which of the cameras ", {"shelf-vision"}),
        ("title:card ", {"fraud-model", "fraud-model-next", "card-payments"}),
        ("title:gap,auc ", {"gap-detector", "auc"}),
        ('description:"a person"', {"fraud-model"}),
    ],
)
def test_words_find(ask: Ask, query: str, found: set[str]) -> None:
    assert set(names(ask(query))) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fraud-model-next", "fraud-model-next"),
        ("default/fraud-model", "fraud-model"),
        ("model:fraud-model", "fraud-model"),
        ("model:default/fraud-model", "fraud-model"),
        ("MODEL:default/Fraud-Model", "fraud-model"),
        ("demand_forecast", "demand_forecast"),
        ("grader", "ProduceGrader"),
        ("producegrader", "ProduceGrader"),
        ("ref:model:default/two-tower", "two-tower"),
        ("tower", "two-tower"),
    ],
)
def test_a_name_is_found_by_its_parts_and_as_a_whole(ask: Ask, query: str, found: str) -> None:
    assert names(ask(query))[0] == found


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fraud-mo", "fraud-model"),
        ("gap d", "gap-detector"),
        ("photogr", "shelf-photos"),
        ("recommendati", "recommendations"),
        ("model:default/gap", "gap-detector"),
        ("title:photogr", "shelf-photos"),
    ],
)
def test_the_last_word_may_be_unfinished(ask: Ask, query: str, name: str) -> None:
    assert name in names(ask(query))
    assert ask(f"{query} ").near or name not in names(ask(f"{query} "))
    assert name not in names(ask(query, prefix=False)) or ask(query, prefix=False).near


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fruad ", "fraud-detection"),
        ("froud ", "fraud-detection"),
        ("paymens ", "card-payments"),
        ("clasifer card ", "fraud-model"),
        ("recomendatoins", "recommendations"),
        ("photogarp", "shelf-photos"),
        ("fraud-modle", "fraud-model"),
    ],
)
def test_mistyped_words_find_what_was_meant_and_say_so(ask: Ask, query: str, name: str) -> None:
    result = ask(query)
    assert name in names(result)
    assert result.near


def test_words_that_match_as_typed_find_nothing_else(ask: Ask) -> None:
    assert not ask("payments ").near


@pytest.mark.parametrize("query", ["gep ", '"fruad detection"', "zzzzzz ", "tag:fruad"])
def test_short_words_phrases_and_filters_have_to_be_right(ask: Ask, query: str) -> None:
    assert ask(query).total == 0


# Filters and facets


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind:featureset", {"payment-features"}),
        ("kind:METRIC,FeatureSet", {"auc", "payment-features"}),
        ("owner:vision kind:dataset", {"shelf-photos"}),
        ("owner:default/vision kind:dataset", {"shelf-photos"}),
        ("owner:group:default/vision kind:dataset", {"shelf-photos"}),
        ("project:churn", {"churn", "churn-forecast"}),
        ("tag:gold", {"search-ranker", "fraud-model"}),
        ("tag:gold -type:ranking", {"fraud-model"}),
        ("views>=120", {"search-ranking", "fraud-detection"}),
        ("views>120", {"fraud-detection"}),
        ("views:60..90", {"search-ranker", "recommendations", "fraud-model"}),
        ("views:200", {"fraud-detection"}),
        ("views<1 kind:featureset", {"payment-features"}),
        ("updated<2023-11-16", {"search-ranking"}),
        ("updated:2023-12-04", {"auc"}),
        ("updated>2023-12-02", {"model-registry", "auc"}),
        ("lifecycle:deprecated kind:nothing", set()),
    ],
)
def test_fields_narrow(ask: Ask, query: str, found: set[str]) -> None:
    assert set(names(ask(query))) == found


def test_a_further_field_needs_no_place_of_its_own_in_the_index(index: SearchIndex) -> None:
    index.apply([a_document(1, values={"framework": ("PyTorch",)}), a_document(2)])
    assert [hit.id for hit in index.find(SearchRequest("framework:pytorch")).hits] == [1]
    assert index.find(SearchRequest(filters={"framework": ("pytorch",)})).total == 1


def test_filters_take_any_value_of_a_field_and_all_fields(ask: Ask) -> None:
    filters = {"kind": ("dataset", "metric"), "lifecycle": ("Production",)}
    found = {"search-clicks", "card-payments", "shelf-photos", "auc"}
    assert set(names(ask(filters=filters))) == found
    assert ask(filters={"tags": ("gold",)}).total == 2
    assert ask(filters={**filters, "no-such-field": ("x",)}).total == 0


def test_facets_count_what_was_found(ask: Ask) -> None:
    result = ask("fraud ", facets=("kind", "lifecycle", "tag"))
    assert counted(result, "kind") == {"model": 2, "project": 1}
    assert counted(result, "lifecycle") == {"production": 2, "experimental": 1}
    assert result.facets["tag"][0].value == "fraud"
    assert set(result.facets) == {"kind", "lifecycle", "tag"}


def test_a_facet_counts_as_if_its_own_filter_were_not_set(ask: Ask) -> None:
    filters = {"kind": ("project",), "lifecycle": ("production",)}
    result = ask(filters=filters, facets=("kind", "lifecycle", "owner"))
    assert counted(result, "kind")["model"] == 3
    assert counted(result, "lifecycle") == {"production": 4, "experimental": 1, "deprecated": 1}
    assert counted(result, "owner") == {"group:default/shop-ml": 3, "group:default/risk": 1}
    assert result.total == 4


def test_totals_and_facets_can_be_asked_without_hits(ask: Ask) -> None:
    result = ask(limit=0, facets=("kind",))
    assert (result.total, result.hits, result.next_cursor) == (len(CORPUS), (), "")
    assert sum(counted(result, "kind").values()) == len(CORPUS)


# Audience


def test_only_what_the_reader_may_see_is_found_and_counted(index: SearchIndex) -> None:
    index.apply([a_document(id, audience=id % 3, title="Secret sauce") for id in range(1, 10)])
    request = SearchRequest("sauce", audiences=frozenset({0, 2}), facets=("kind",))
    result = index.find(request)
    assert {hit.id % 3 for hit in result.hits} == {0, 2}
    assert result.total == 6
    assert counted(result, "kind") == {"model": 6}
    assert index.find(SearchRequest("sauce")).total == 3
    assert index.find(SearchRequest("sauce", audiences=frozenset())).total == 0
    assert index.find(SearchRequest("-other OR x", audiences=frozenset({1}))).total == 3


# Order and pages


def test_the_right_entry_comes_first(ask: Ask) -> None:
    firsts = {query: names(ask(query))[:1] for query, _ in LABELLED}
    assert firsts == {query: [name] for query, name in LABELLED}


def test_of_two_equal_entries_the_one_people_open_comes_first(index: SearchIndex) -> None:
    index.apply([a_document(id, title="Twin", views=id * 5) for id in (1, 3, 2)])
    assert [hit.id for hit in index.find(SearchRequest("twin")).hits] == [3, 2, 1]


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


# Marks


def test_what_matched_is_marked_and_the_rest_escaped(index: SearchIndex) -> None:
    text = "Ranks <b>products</b> & more. " + "Nothing here. " * 40 + "Then it is ranking again."
    index.apply([a_document(1, title="Ranked <i>", description=text, tags=("ranking", "b"))])
    marks = index.find(SearchRequest("ranking ")).hits[0].highlights
    assert marks["title"] == ("<mark>Ranked</mark> &lt;i&gt;",)
    assert marks["tags"] == ("<mark>ranking</mark>",)
    assert marks["description"][0].startswith(
        "<mark>Ranks</mark> &lt;b&gt;products&lt;/b&gt; &amp; more."
    )
    assert marks["description"][1].endswith("it is <mark>ranking</mark> again.")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("photogr", "<mark>Photographs</mark> of shelves"),
        ("photografs ", "<mark>Photographs</mark> of shelves"),
        ('"photographs of"', "<mark>Photographs</mark> <mark>of</mark> shelves"),
        ("title:shelf -gap", "Photographs of <mark>shelves</mark>"),
    ],
)
def test_marks_follow_what_was_typed(ask: Ask, query: str, title: str) -> None:
    hits = {hit.name: hit for hit in ask(query).hits}
    assert hits["shelf-photos"].highlights["title"] == (title,)


def test_marks_can_be_left_out(ask: Ask) -> None:
    assert all(not hit.highlights for hit in ask("shelf", highlight=False).hits)


# Anything people type


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        '"',
        "(",
        ")",
        "-",
        "*",
        "OR",
        "NOT",
        "kind:",
        "a:b:c",
        "views>x",
        "\x00",
        "()" * 200,
        "x" * 300,
        "title:" + "x" * 300,
    ],
)
def test_odd_queries_are_answered(ask: Ask, query: str) -> None:
    assert ask(query).total >= 0


_PIECES = st.sampled_from(
    [*'()"-:,<>=.*?~^[]{}/\\', " ", " OR ", " NOT ", "kind:", "views>", "updated:", "fraud", "mo"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
def test_any_text_is_answered(ask: Ask, query: str) -> None:
    result = ask(query, facets=("kind",), limit=3)
    assert 0 <= len(result.hits) <= result.total <= len(CORPUS)


def test_a_very_long_query_is_answered_and_says_what_was_left_out(ask: Ask) -> None:
    result = ask("fraud " * 500)
    assert names(result)[0] == "fraud-detection"
    assert result.understood[-1].kind == "cut"
