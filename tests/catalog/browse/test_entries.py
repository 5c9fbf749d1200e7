"""One entity with everything its page shows, its history, and short views of many."""

from typing import Any

import orjson
import pytest
import yaml
from sqlalchemy import insert

from catalog.browse import (
    EVERYONE,
    Entry,
    FieldChange,
    Origin,
    RelatedEntry,
    counts_by,
    entry,
    history,
    most_viewed,
    recently_changed,
    summaries,
)
from catalog.browse.ancestry import ancestry
from catalog.browse.descriptor_yaml import as_yaml
from catalog.store.database import Database
from catalog.store.tables import location, problem, source, version, view
from descriptors.parse import parse
from tests.catalog.browse.records import NOW, a_component, an_entity, keep

REF = "component:default/api"
OWNED = ("ownedBy", "ownerOf", "group:default/platform")
DEPENDS = ("dependsOn", "dependencyOf", "resource:default/gone")


@pytest.fixture
def catalog(database: Database) -> Database:
    _keep_source(database)
    document = a_component("API", title="Fraud API", tags=["gpu"], description="Scores")
    keep(database, document, relations=(OWNED, DEPENDS), source_id=1, line=3, orphan_since=None)
    keep(database, {**an_entity("Group", "platform"), "spec": {"type": "team"}}, title="Platform")
    _keep_history(database, document)
    _keep_problem(database)
    return database


def _keep_source(database: Database) -> None:
    with database.write() as connection:
        place = {"id": 1, "type": "git", "target": "https://git.example.com/a.git"}
        connection.execute(insert(location).values(added_by="cli", created_at=NOW, **place))
        file = {"id": 1, "location_id": 1, "path": "mlhome.yaml", "digest": "d", "read_at": NOW}
        more = {"fingerprint": "f", "location_ref": "url:https://x", "view_url": "https://view"}
        who = {"commit": "c0ffee", "author": "Ada", "changed_at": NOW, "exact": False}
        connection.execute(insert(source).values(via="location:default/all", **file, **more, **who))


def _keep_history(database: Database, document: dict[str, Any]) -> None:
    step = {"op": "replace", "path": "/spec/type", "before": "library", "after": "service"}
    common = {"entity_id": 1, "location": "url:https://x", "path": "mlhome.yaml", "digest": "d"}
    with database.write() as connection:
        for number, action, diff in ((0, "created", []), (1, "updated", [step])):
            connection.execute(
                insert(version).values(
                    number=number,
                    action=action,
                    at=NOW + number,
                    line=3,
                    document=orjson.dumps(document),
                    diff=orjson.dumps(diff).decode(),
                    **common,
                )
            )


def _keep_problem(database: Database) -> None:
    where = {"file": "mlhome.yaml", "line": 5, "column": 2, "path": "/spec/owner", "since": NOW}
    with database.write() as connection:
        connection.execute(
            insert(problem).values(entity_ref=REF, code="a/b", message="No.", hint="Yes.", **where)
        )


def _entry(database: Database) -> Entry:
    found = entry(database, EVERYONE, REF)
    assert found is not None
    return found


def test_an_entry_shows_names_as_written_and_refs_as_resolved(catalog: Database) -> None:
    found = _entry(catalog)
    assert (found.ref, found.name, found.kind, found.title) == (
        REF,
        "API",
        "Component",
        "Fraud API",
    )
    assert (found.owner, found.tags) == ("group:default/platform", ("gpu",))


def test_an_entry_says_which_relations_lead_somewhere(catalog: Database) -> None:
    assert _entry(catalog).relations == (
        RelatedEntry("ownedBy", "group:default/platform", "Platform", "group", True),
        RelatedEntry("dependsOn", "resource:default/gone", "gone", "resource", False),
    )


def test_an_entry_tells_its_origin_and_who_changed_it(catalog: Database) -> None:
    assert _entry(catalog).origin == Origin(
        location_id=1,
        location="https://git.example.com/a.git",
        path="mlhome.yaml",
        line=3,
        commit="c0ffee",
        author="Ada",
        changed_at=NOW,
        exact=False,
        view_url="https://view",
    )


def test_an_entry_carries_its_problems(catalog: Database) -> None:
    (found,) = _entry(catalog).problems
    assert (found.code, found.line, found.hint, found.entity_ref) == ("a/b", 5, "Yes.", REF)


def test_an_entry_gives_its_descriptor_back_as_it_was_declared(catalog: Database) -> None:
    written = yaml.safe_load(_entry(catalog).descriptor_yaml)
    assert written["metadata"]["tags"] == ["gpu"]
    assert "relations" not in written
    assert "uid" not in written["metadata"]


def test_an_entity_that_no_file_declares_has_no_origin(database: Database) -> None:
    keep(database, a_component("api"), orphan_since=NOW)
    found = _entry(database)
    assert found.origin is None
    assert found.orphan


def test_there_is_no_entry_for_an_unknown_ref(database: Database) -> None:
    assert entry(database, EVERYONE, "component:default/none") is None


def test_history_comes_newest_first_with_what_changed(catalog: Database) -> None:
    newest, oldest = history(catalog, EVERYONE, REF)
    assert (newest.number, newest.action, oldest.action) == (1, "updated", "created")
    assert newest.changes == (FieldChange("/spec/type", "library", "service", "replace"),)


def test_history_goes_on_before_a_version(catalog: Database) -> None:
    assert [one.number for one in history(catalog, EVERYONE, REF, limit=1)] == [1]
    assert [one.number for one in history(catalog, EVERYONE, REF, before=1)] == [0]


def test_summaries_are_given_for_those_that_exist(catalog: Database) -> None:
    found = summaries(catalog, EVERYONE, [REF, "component:default/none"])
    assert list(found) == [REF]
    assert found[REF].description == "Scores"
    assert summaries(catalog, EVERYONE, []) == {}


def test_the_latest_change_comes_first(database: Database) -> None:
    keep(database, a_component("old"), updated_at=NOW)
    keep(database, a_component("new"), updated_at=NOW + 1)
    assert [one.name for one in recently_changed(database, EVERYONE, limit=2)] == ["new", "old"]
    assert recently_changed(database, EVERYONE, without=("component",)) == []


def test_the_most_viewed_comes_first_and_old_views_do_not_count(database: Database) -> None:
    keep(database, a_component("a"), a_component("b"), a_component("c"))
    today = 40_000  # days since 1970: after any day this test runs on
    with database.write() as connection:
        for entity_id, day, count in ((1, today, 1), (2, today, 5), (3, 10, 99)):
            connection.execute(insert(view).values(entity_id=entity_id, day=day, count=count))
    assert [one.name for one in most_viewed(database, EVERYONE)] == ["b", "a"]


def test_values_are_counted_most_frequent_first(database: Database) -> None:
    keep(database, a_component("a"), a_component("b"), a_component("c", type="library"))
    assert counts_by(database, EVERYONE, "type") == [("service", 2), ("library", 1)]


def test_ancestry_leads_from_an_entity_to_the_location_that_names_its_file(
    catalog: Database,
) -> None:
    assert [one.ref for one in ancestry(catalog, EVERYONE, REF)] == [REF]
    keep(catalog, an_entity("Location", "all"))
    entity, parent = ancestry(catalog, EVERYONE, REF)
    assert (entity.parent, parent.ref, parent.parent) == ("location:default/all",) * 2 + ("",)


def test_locations_that_name_each_other_are_listed_once(catalog: Database) -> None:
    keep(catalog, an_entity("Location", "all"), source_id=1)
    assert [one.ref for one in ancestry(catalog, EVERYONE, REF)] == [REF, "location:default/all"]


@pytest.mark.parametrize(
    "value",
    [
        "0o14",
        "1e3",
        "012",
        "yes",
        "2024-01-01",
        "1:30",
        "null",
        "~",
        "a\nb\n",
        " x",
        "é",
        "",
        "+.5",
    ],
)
def test_a_descriptor_written_as_yaml_reads_the_same(value: str) -> None:
    document = {"b": {"text": value, "list": [1, 1.5, True, None, value]}, "a": {}}
    (read,), problems = parse(as_yaml(document).encode())
    assert problems == []
    assert read.value == document
    assert list(read.value) == ["b", "a"]
