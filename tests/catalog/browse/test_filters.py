"""Filters of both grammars, on stored entities: what they select, and what they refuse."""

from typing import Any

import orjson
import pytest

from catalog.browse.filters.predicate import InvalidFilter
from catalog.browse.listing import all_bodies
from catalog.browse.reader import EVERYONE
from catalog.browse.selection import OrderField, Selection
from catalog.store.database import Database
from tests.catalog.browse.records import a_component, an_entity, keep


@pytest.fixture
def catalog(database: Database) -> Database:
    keep(
        database,
        a_component("api", tags=["python", "gpu"], title="Fraud API"),
        a_component("job", type="Pipeline", lifecycle="experimental", replicas=3, note=None),
        a_component("site", type="website", owner="user:ada", nested={"a": [{"b": True}]}),
        an_entity("Dataset", "events", type="training", empty=""),
    )
    return database


def names(database: Database, *filters: str, query: dict[str, Any] | None = None) -> list[str]:
    found = all_bodies(database, EVERYONE, Selection(filters=filters, query=query))
    return sorted(orjson.loads(body)["metadata"]["name"] for body in found)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ((), ["api", "events", "job", "site"]),
        (("kind=component",), ["api", "job", "site"]),
        (("KIND = Component , spec.type=SERVICE",), ["api"]),
        (("kind=component,kind=dataset,spec.type=training",), ["events"]),
        (("kind=dataset", "spec.type=website"), ["events", "site"]),
        (("spec.owner=platform",), ["api", "job"]),
        (("spec.owner=user:ada",), ["site"]),
        (("metadata.tags=gpu",), ["api"]),
        (("metadata.tags.gpu",), ["api"]),
        (("metadata.tags.gpu=true",), ["api"]),
        (("metadata.tags.gpu=false",), []),
        (("spec.replicas=3",), ["job"]),
        (("spec.note",), ["job"]),
        (("spec.note=null",), []),
        (("spec.nested.a.b=true",), ["site"]),
        (("spec.empty=",), ["events"]),
        (("spec.empty",), ["events"]),
        (("kind=",), []),
        (("spec.nowhere",), []),
        (("kind=dataset,",), ["events"]),
        (("metadata.name=a=b",), []),
        (("metadata.uid",), ["api", "events", "job", "site"]),
        (("spec.lifecycle",), ["api", "job", "site"]),
        ((",",), ["api", "events", "job", "site"]),
    ],
)
def test_a_filter_selects(catalog: Database, filters: tuple[str, ...], found: list[str]) -> None:
    assert names(catalog, *filters) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["api", "events", "job", "site"]),
        ({"kind": "Component", "spec.type": "service"}, ["api"]),
        ({"$all": []}, ["api", "events", "job", "site"]),
        ({"$any": []}, []),
        ({"$any": [{"kind": "dataset"}, {"spec.type": "website"}]}, ["events", "site"]),
        ({"$not": {"kind": "component"}}, ["events"]),
        ({"$all": [{"kind": "component"}, {"$not": {"metadata.tags": "gpu"}}]}, ["job", "site"]),
        ({"spec.type": {"$in": ["service", "TRAINING"]}}, ["api", "events"]),
        ({"spec.type": {"$in": []}}, []),
        ({"spec.type": {"$hasPrefix": "Pipe"}}, ["job"]),
        ({"metadata.name": {"$hasPrefix": "%"}}, []),
        ({"metadata.tags": {"$contains": "gpu"}}, ["api"]),
        ({"spec.note": {"$exists": True}}, ["job"]),
        ({"spec.lifecycle": {"$exists": False}}, ["events"]),
        ({"spec.replicas": 3}, ["job"]),
        ({"spec.replicas": 3.0}, ["job"]),
        ({"spec.nested.a.b": True}, ["site"]),
    ],
)
def test_a_predicate_selects(catalog: Database, query: dict[str, Any], found: list[str]) -> None:
    assert names(catalog, query=query) == found


def test_filters_and_a_predicate_must_both_hold(catalog: Database) -> None:
    assert names(catalog, "kind=component", query={"spec.lifecycle": "production"}) == [
        "api",
        "site",
    ]


@pytest.mark.parametrize("text", ["=x", "kind=component,=x", " = "])
def test_a_condition_without_a_key_is_refused(catalog: Database, text: str) -> None:
    with pytest.raises(InvalidFilter, match="not a valid statement"):
        names(catalog, text)


@pytest.mark.parametrize(
    "query",
    [
        {"$all": {}},
        {"$any": "x"},
        {"$not": []},
        {"$or": []},
        {"kind": ["component"]},
        {"kind": None},
        {"kind": {}},
        {"kind": {"$in": "component"}},
        {"kind": {"$exists": "yes"}},
        {"kind": {"$hasPrefix": 3}},
        {"kind": {"$like": "x"}},
        {"kind": {"$in": ["a"], "$exists": True}},
        {"metadata.links": {"$contains": {"url": "x"}}},
        {"relations": {"$contains": {"targetRef": "a:b/c"}}},
        {"spec.type": {"$in": [{"a": 1}]}},
    ],
)
def test_a_predicate_that_means_nothing_is_refused(
    catalog: Database, query: dict[str, Any]
) -> None:
    with pytest.raises(InvalidFilter):
        names(catalog, query=query)


def test_a_predicate_nested_too_deep_is_refused(catalog: Database) -> None:
    query: dict[str, Any] = {"kind": "component"}
    for _ in range(200):
        query = {"$not": query}
    with pytest.raises(InvalidFilter, match="deep"):
        names(catalog, query=query)


def test_a_value_too_long_to_be_kept_exists_but_equals_nothing(database: Database) -> None:
    keep(database, a_component("long", definition="x" * 1000))
    assert names(database, "spec.definition") == ["long"]
    assert names(database, f"spec.definition={'x' * 1000}") == []
    assert names(database, "spec.definition=\uffff") == []


@pytest.mark.parametrize(
    "selection",
    [
        Selection(filters=tuple(f"kind=k{number}" for number in range(301))),
        Selection(filters=(",".join(f"kind=k{number}" for number in range(5_001)),)),
        Selection(query={"$any": [{"$not": {"kind": "a"}}] * 301}),
        Selection(order=tuple(OrderField(f"spec.x{number}") for number in range(17))),
        Selection(term="x", term_fields=("kind",) * 17),
        Selection(term="x" * 1_001),
    ],
    ids=["alternatives", "values", "predicates", "order", "fields", "term"],
)
def test_more_than_a_database_can_be_asked_is_refused(
    database: Database, selection: Selection
) -> None:
    with pytest.raises(InvalidFilter, match="at most"):
        all_bodies(database, EVERYONE, selection)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(filters=tuple(f"metadata.tags.k{number}" for number in range(300))),
        Selection(filters=(",".join(f"spec.x{number}=true" for number in range(300)),)),
        Selection(filters=(",".join(f"kind=k{number}" for number in range(5_000)),)),
        Selection(filters=(".".join("a" * 100),)),
        Selection(filters=(".".join("a" * 5_000),)),
        Selection(order=tuple(OrderField(f"spec.x{number}") for number in range(16))),
        Selection(term="%" * 1_000, term_fields=("spec.a.b",) * 16),
    ],
    ids=["alternatives", "conditions", "values", "parts", "long key", "order", "term"],
)
def test_as_much_as_may_be_asked_is_answered(database: Database, selection: Selection) -> None:
    assert all_bodies(database, EVERYONE, selection) == []
