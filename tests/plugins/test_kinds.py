"""Kinds of plugins are made from what is their own."""

import pytest

from descriptors.format import Format, make_format, make_kind, shipped_format
from descriptors.read import read
from plugins.kinds import kind

WORKFLOW = kind(
    "Workflow",
    about="Steps of a tool.",
    api_version="example.org/v1",
    fields={
        "owner": {"$ref": "fields.json#/$defs/owner"},
        "models": {"title": "Models", "type": "array", "items": {"type": "string"}},
    },
    required=("models",),
    relations=(
        {"path": "spec.owner", "type": "ownedBy", "inverse": "ownerOf", "kind": "Group"},
        {"path": "spec.models[]", "type": "makes", "inverse": "madeBy", "kind": "Model"},
    ),
)
GOOD = b"""
apiVersion: example.org/v1
kind: Workflow
metadata: {name: nightly}
spec: {owner: payments, models: [ranker]}
"""


@pytest.fixture
def format() -> Format:
    shipped = shipped_format()
    return make_format([*shipped.kinds.values(), make_kind(WORKFLOW)], shipped.envelope)


def test_its_entities_are_read_with_their_relations(format: Format) -> None:
    (entity,) = read(GOOD, "mlhome.yaml", format).entities
    assert {(it.type, it.target) for it in entity.relations} == {
        ("ownedBy", "group:default/payments"),
        ("makes", "model:default/ranker"),
    }


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        (b"models: [ranker]", b"model: [ranker]", "schema/required"),
        (b"models: [ranker]", b"models: ranker", "schema/type"),
        (b"example.org/v1", b"example.org/v2", "envelope/api-version"),
        (b"nightly", b"-nightly", "envelope/name"),
        (b"owner", b"ower", "schema/unknown-field"),
    ],
)
def test_what_is_wrong_is_told_as_of_all_kinds(
    format: Format, good: bytes, bad: bytes, code: str
) -> None:
    reading = read(GOOD.replace(good, bad), "mlhome.yaml", format)
    found = [*reading.problems, *(it for each in reading.entities for it in each.warnings)]
    assert code in {problem.code for problem in found}


def test_it_needs_no_other_file() -> None:
    assert "$ref" not in str(WORKFLOW)
