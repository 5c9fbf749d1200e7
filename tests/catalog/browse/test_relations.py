"""Relations hold in both directions, though each is stored once."""

import orjson
import pytest

from catalog.browse.facets import facets
from catalog.browse.listing import all_bodies
from catalog.browse.reader import EVERYONE
from catalog.browse.selection import Selection
from catalog.browse.views import Facet
from catalog.store.database import Database
from tests.catalog.browse.records import a_component, an_entity, keep


@pytest.fixture
def catalog(database: Database) -> Database:
    keep(database, an_entity("Group", "platform", type="team"))
    keep(
        database,
        a_component("api"),
        relations=(
            ("ownedBy", "ownerOf", "group:default/platform"),
            ("dependsOn", "dependencyOf", "component:default/model"),
            ("dependsOn", "dependencyOf", "resource:default/gone"),
        ),
    )
    keep(database, a_component("model", owner=None), owner="group:default/platform")
    return database


def names(database: Database, *filters: str, query: dict[str, object] | None = None) -> list[str]:
    found = all_bodies(database, EVERYONE, Selection(filters=filters, query=query))
    return sorted(orjson.loads(body)["metadata"]["name"] for body in found)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("relations.dependsOn=component:default/model", ["api"]),
        ("relations.dependson=resource:default/gone", ["api"]),
        ("relations.dependencyOf=component:default/api", ["model"]),
        ("relations.dependencyOf", ["model"]),
        ("relations.dependsOn", ["api"]),
        ("relations.dependsOn=component:default/api", []),
        ("relations.ownerOf=component:default/api", ["platform"]),
        ("relations.nothing", []),
    ],
)
def test_a_relation_is_found_from_both_ends(
    catalog: Database, condition: str, found: list[str]
) -> None:
    assert names(catalog, condition) == found


def test_an_inherited_owner_counts_as_an_owner(catalog: Database) -> None:
    assert names(catalog, "relations.ownedBy=group:default/platform") == ["api", "model"]
    assert names(catalog, "relations.ownerOf=component:default/model") == ["platform"]


def test_a_predicate_names_a_relation_by_type_and_target(catalog: Database) -> None:
    wanted = {"type": "dependsOn", "targetRef": "component:default/model"}
    assert names(catalog, query={"relations": {"$contains": wanted}}) == ["api"]
    assert names(catalog, query={"relations": {"$contains": {"type": "dependencyOf"}}}) == ["model"]


def test_facets_count_relations_from_both_ends(catalog: Database) -> None:
    asked = ["relations.ownedBy", "relations.dependencyOf", "relations.dependsOn"]
    assert facets(catalog, EVERYONE, asked, Selection()) == {
        "relations.ownedBy": [Facet("group:default/platform", 2)],
        "relations.dependencyOf": [Facet("component:default/api", 1)],
        "relations.dependsOn": [
            Facet("component:default/model", 1),
            Facet("resource:default/gone", 1),
        ],
    }
