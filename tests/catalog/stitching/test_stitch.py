"""Stitching is a function of its inputs."""

from typing import Any

import orjson

from catalog.stitching import Inherited, Inputs, stitch
from catalog.stitching.stitch import ShownProblem
from catalog.store.origin import Origin

ORIGIN = Origin("file:/a.yaml", "file:/")


def some_inputs(**given: Any) -> Inputs:
    document = {"kind": "Component", "metadata": {"name": "shop", "namespace": "default"}}
    defaults = {
        "ref": "component:default/shop",
        "uid": "u",
        "kind": "component",
        "document": orjson.dumps(document),
        "origin": ORIGIN,
    }
    return Inputs(**{**defaults, **given})


def body(inputs: Inputs) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(stitch(inputs).body)
    return found


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert stitch(some_inputs()) == stitch(some_inputs())


def test_an_etag_is_forty_hex_digits_of_what_is_shown() -> None:
    one, other = stitch(some_inputs()), stitch(some_inputs(uid="v"))
    assert len(bytes.fromhex(one.etag)) == 20
    assert one.etag != other.etag
    assert body(some_inputs())["metadata"]["etag"] == one.etag


def test_relations_of_both_sides_are_distinct_and_sorted() -> None:
    inputs = some_inputs(
        declared=[("partOf", "system:default/b"), ("partOf", "system:default/a")],
        incoming=[("dependencyOf", "component:default/x"), ("partOf", "system:default/a")],
    )
    assert body(inputs)["relations"] == [
        {"type": "dependencyOf", "targetRef": "component:default/x"},
        {"type": "partOf", "targetRef": "system:default/a"},
        {"type": "partOf", "targetRef": "system:default/b"},
    ]


def test_what_a_descriptor_says_of_its_addresses_wins_and_of_its_location_does_not() -> None:
    document = {
        "kind": "Component",
        "metadata": {
            "name": "shop",
            "annotations": {
                "backstage.io/view-url": "https://own",
                "backstage.io/managed-by-location": "file:/elsewhere",
            },
        },
    }
    origin = ORIGIN._replace(view_url="https://view", edit_url="https://edit")
    shown = body(some_inputs(document=orjson.dumps(document), origin=origin))
    assert shown["metadata"]["annotations"] == {
        "backstage.io/view-url": "https://own",
        "backstage.io/edit-url": "https://edit",
        "backstage.io/managed-by-location": "file:/a.yaml",
        "backstage.io/managed-by-origin-location": "file:/",
    }


def test_an_orphan_says_so_and_no_longer_where_it_came_from() -> None:
    shown = body(some_inputs(origin=None))
    assert shown["metadata"]["annotations"] == {"backstage.io/orphan": "true"}


def test_problems_are_shown_as_backstage_shows_them() -> None:
    problem = ShownProblem("owner is missing", "a.yaml", 3, "error")
    (item,) = body(some_inputs(problems=[problem]))["status"]["items"]
    assert item == {
        "type": "backstage.io/catalog-processing",
        "level": "error",
        "message": "InputError: owner is missing (a.yaml:3)",
        "error": {"name": "InputError", "message": "owner is missing (a.yaml:3)"},
    }


def test_a_declared_owner_wins_over_an_inherited_one() -> None:
    inputs = some_inputs(
        parent="project:default/churn",
        declared=[("ownedBy", "group:default/own")],
        inherits=Inherited("group:default/theirs", "", 0),
    )
    assert stitch(inputs).own == Inherited("group:default/own", "project:default/churn", 0)


def test_owner_project_and_audience_are_inherited() -> None:
    inherits = Inherited("group:default/team", "project:default/churn", 7)
    inputs = some_inputs(parent="model:default/scorer", inherits=inherits)
    assert stitch(inputs).own == inherits


def test_what_is_inherited_changes_the_etag() -> None:
    inherits = Inherited("group:default/team", "", 0)
    assert stitch(some_inputs(inherits=inherits)).etag != stitch(some_inputs()).etag
