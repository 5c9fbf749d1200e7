"""Counts of values, as they were written."""

import pytest
from sqlalchemy import delete, insert

from catalog.browse.facets import FacetMemory, facets
from catalog.browse.reader import EVERYONE
from catalog.browse.selection import Selection
from catalog.browse.views import Facet
from catalog.store.database import Database
from catalog.store.due import STITCH
from catalog.store.tables import change, due
from tests.catalog.browse.records import NOW, a_component, an_entity, keep


@pytest.fixture
def catalog(database: Database) -> Database:
    keep(
        database,
        a_component("a", tags=["python", "gpu"]),
        a_component("b", type="Service", tags=["python"], note=None),
        a_component("c", type="library"),
        an_entity("Dataset", "d", type="training"),
    )
    return database


def test_values_come_as_written_and_sorted(catalog: Database) -> None:
    assert facets(catalog, EVERYONE, ["spec.type", "kind"], Selection()) == {
        "spec.type": [
            Facet("Service", 1),
            Facet("library", 1),
            Facet("service", 1),
            Facet("training", 1),
        ],
        "kind": [Facet("Component", 3), Facet("Dataset", 1)],
    }


def test_only_what_is_selected_counts(catalog: Database) -> None:
    selection = Selection(filters=("metadata.tags=python",))
    assert facets(catalog, EVERYONE, ["metadata.tags"], selection) == {
        "metadata.tags": [Facet("gpu", 1), Facet("python", 2)]
    }


def test_what_has_no_value_does_not_count(catalog: Database) -> None:
    asked = ["spec.note", "spec.nowhere", "kind,spec.type"]
    assert facets(catalog, EVERYONE, asked, Selection()) == {key: [] for key in asked}


def test_remembered_counts_are_counted_again_after_a_change(catalog: Database) -> None:
    memory = FacetMemory()

    def libraries() -> list[Facet]:
        selection = Selection(filters=("spec.type=library",))
        return facets(catalog, EVERYONE, ["kind"], selection, memory)["kind"]

    assert libraries() == [Facet("Component", 1)]
    keep(catalog, a_component("e", type="library"))
    assert libraries() == [Facet("Component", 1)]
    _note_a_change(catalog)
    assert libraries() == [Facet("Component", 2)]


def test_nothing_is_remembered_while_something_waits_to_be_stitched(catalog: Database) -> None:
    memory = FacetMemory()
    _wait_for_stitching(catalog)
    assert facets(catalog, EVERYONE, ["spec.type"], Selection(), memory)
    keep(catalog, a_component("e", type="website"))
    counted = facets(catalog, EVERYONE, ["spec.type"], Selection(), memory)
    assert Facet("website", 1) in counted["spec.type"]


def test_memory_forgets_the_oldest_question_when_it_is_full(catalog: Database) -> None:
    memory = FacetMemory(capacity=1)
    facets(catalog, EVERYONE, ["kind"], Selection(), memory)
    facets(catalog, EVERYONE, ["spec.type"], Selection(), memory)
    keep(catalog, an_entity("Model", "m"))
    assert Facet("Model", 1) in facets(catalog, EVERYONE, ["kind"], Selection(), memory)["kind"]


def _note_a_change(database: Database) -> None:
    with database.write() as connection:
        row = {"entity_id": 1, "ref": "component:default/a", "revision": 2, "at": NOW}
        connection.execute(insert(change).values(action="updated", **row))


def _wait_for_stitching(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(due))
        connection.execute(insert(due).values(consumer=STITCH, entity_id=1, revision=2))
