"""No function of the read side shows what the reader may not see, or what is deleted."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.browse import (
    EVERYONE,
    Reader,
    counts_by,
    entry,
    history,
    most_viewed,
    recently_changed,
    search,
    summaries,
)
from catalog.browse.ancestry import ancestry
from catalog.browse.bodies import bodies_by_refs, body, body_by_uid
from catalog.browse.facets import facets
from catalog.browse.listing import all_bodies, first_page
from catalog.browse.selection import Selection
from catalog.store.database import Database
from tests.catalog.browse.records import a_component, keep

REF = "component:default/hidden"
UID = "11111111-1111-1111-1111-111111111111"
INSIDER = Reader(frozenset({0, 7}))
ALL = Selection()

READS: dict[str, Callable[[Database, Reader], Any]] = {
    "body": lambda db, reader: body(db, reader, REF),
    "body_by_uid": lambda db, reader: body_by_uid(db, reader, UID),
    "bodies_by_refs": lambda db, reader: bodies_by_refs(db, reader, [REF], ALL)[0],
    "all_bodies": lambda db, reader: all_bodies(db, reader, ALL),
    "part of all_bodies": lambda db, reader: all_bodies(db, reader, ALL, limit=5),
    "first_page": lambda db, reader: first_page(db, reader, ALL, limit=5).items,
    "total": lambda db, reader: first_page(db, reader, ALL, limit=0).total,
    "facets": lambda db, reader: facets(db, reader, ["kind"], ALL)["kind"],
    "facet of rows": lambda db, reader: facets(db, reader, ["metadata.tags"], ALL)["metadata.tags"],
    "ancestry": lambda db, reader: ancestry(db, reader, REF),
    "entry": lambda db, reader: entry(db, reader, REF),
    "summaries": lambda db, reader: summaries(db, reader, [REF]),
    "recently_changed": lambda db, reader: recently_changed(db, reader),
    "counts_by": lambda db, reader: counts_by(db, reader, "kind"),
    "search": lambda db, reader: search(None, db, reader, "hidden").hits,
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_an_entity_is_read_by_its_audience_alone(
    database: Database, read: Callable[[Database, Reader], Any]
) -> None:
    keep(database, a_component("hidden", tags=["secret"]), audience=7, uid=UID)
    assert read(database, INSIDER)
    assert not read(database, EVERYONE)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_deleted_entity_is_read_by_nobody(
    database: Database, read: Callable[[Database, Reader], Any]
) -> None:
    keep(database, a_component("hidden", tags=["secret"]), audience=7, uid=UID, deleted_at=1.0)
    assert not read(database, INSIDER)


def test_nothing_tells_of_relations_from_what_is_hidden(database: Database) -> None:
    keep(database, a_component("shown"))
    points_at = ("dependsOn", "dependencyOf", "component:default/shown")
    keep(database, a_component("hidden"), audience=7, relations=(points_at,))
    wanted = Selection(filters=(f"relations.dependencyOf={REF}",))
    assert all_bodies(database, INSIDER, wanted)
    assert not all_bodies(database, EVERYONE, wanted)


def test_views_and_history_are_for_the_audience_alone(database: Database) -> None:
    keep(database, a_component("hidden"), audience=7)
    assert history(database, EVERYONE, REF) == []
    assert most_viewed(database, EVERYONE) == []
