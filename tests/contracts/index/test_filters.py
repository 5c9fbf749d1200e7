"""What fields, filters and audiences leave, and what is counted."""

import pytest

from search.index import SearchIndex
from search.query import DEFAULT_FIELDS, QueryField
from search.query.tree import Between, Is
from search.request import SearchRequest
from tests.contracts.index.asking import Ask, counted, names
from tests.search.corpus import CORPUS, a_document


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
    fields = DEFAULT_FIELDS.with_fields(QueryField("framework", "term"))
    asked = SearchRequest("framework:pytorch", fields=fields)
    assert [hit.id for hit in index.find(asked).hits] == [1]
    filters = {"framework": ("pytorch",)}
    assert index.find(SearchRequest(filters=filters, fields=fields)).total == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("metric.auc>0.9", {1, 3}),
        ("metric.auc>0.9 kind:model", {1, 3}),
        ("-metric.auc>0.9", {2, 4}),
        ("metric.auc>0.9 OR name:n4", {1, 3, 4}),
        ("metric.auc:0.5..0.95", {2, 3}),
        ("metric.nobody-knows>1", set()),
        ("dataset:plays-2026", {2}),
    ],
)
def test_what_only_the_record_knows_is_looked_up(
    index: SearchIndex, query: str, found: set[int]
) -> None:
    index.apply([a_document(number, name=f"n{number}") for number in range(1, 5)])
    request = SearchRequest(query, look_up=_look_up)
    result = index.find(request)
    assert {hit.id for hit in result.hits} == found
    assert result.total == len(found)


def _look_up(asked: Is | Between) -> set[int]:
    if isinstance(asked, Is):
        return {2} if asked == Is("dataset", ("plays-2026",)) else set()
    values = {1: 0.97, 2: 0.6, 3: 0.93} if asked.field == "metric.auc" else {}
    low, high = asked.low or 0.0, asked.high or 1.0
    return {id for id, value in values.items() if low <= value <= high}


def test_any_number_of_entries_can_be_looked_up(index: SearchIndex) -> None:
    index.apply([a_document(70_001), a_document(2)])
    request = SearchRequest("metric.auc>0", look_up=lambda _: range(3, 140_000))
    assert [hit.id for hit in index.find(request).hits] == [70_001]


def test_without_a_record_nothing_has_what_only_it_knows(index: SearchIndex) -> None:
    index.apply([a_document(1)])
    assert index.find(SearchRequest("metric.auc>0")).total == 0


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
