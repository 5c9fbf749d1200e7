"""Only the asked fields of a document."""

from typing import Any

import orjson
import pytest

from catalog.browse.filters.predicate import InvalidFilter
from catalog.browse.projection import parse_fields, project

DOCUMENT: dict[str, Any] = {
    "kind": "Component",
    "metadata": {
        "name": "api",
        "tags": ["gpu"],
        "annotations": {"example.com/repo": "git", "example": {"com/repo": "nested"}},
        "note": None,
    },
    "relations": [{"type": "ownedBy", "targetRef": "group:default/a"}],
}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((), DOCUMENT),
        (("kind",), {"kind": "Component"}),
        (("metadata.name,kind",), {"metadata": {"name": "api"}, "kind": "Component"}),
        (("metadata.tags", "metadata.name"), {"metadata": {"tags": ["gpu"], "name": "api"}}),
        (("metadata.note",), {"metadata": {"note": None}}),
        (("Kind", "metadata.nowhere", "kind.deeper"), {}),
        (("relations",), {"relations": DOCUMENT["relations"]}),
        (
            ("metadata.annotations.example.com/repo",),
            {"metadata": {"annotations": {"example": {"com/repo": "nested"}}}},
        ),
    ],
)
def test_only_the_fields_that_are_asked_for_remain(
    fields: tuple[str, ...], expected: dict[str, Any]
) -> None:
    (picked,) = project([orjson.dumps(DOCUMENT)], parse_fields(fields))
    assert orjson.loads(picked) == expected


def test_keys_may_hold_dots() -> None:
    document = {"metadata": {"annotations": {"a.b/c": 1, "a.d": 2}}}
    (picked,) = project([orjson.dumps(document)], ["metadata.annotations.a.b/c"])
    assert orjson.loads(picked) == {"metadata": {"annotations": {"a.b/c": 1}}}


def test_a_field_may_not_address_a_list_item() -> None:
    with pytest.raises(InvalidFilter, match="array"):
        parse_fields(["metadata.tags[0]"])
