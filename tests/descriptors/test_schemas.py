"""The schemas are written for editors: every field is explained, and each stands alone."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from descriptors.bundle import bundle
from descriptors.format import Kind, make_format, make_kind, shipped_format
from descriptors.schema import UnknownKind, schema_json
from tests.descriptors.valid_documents import valid_document

BACKSTAGE = (
    "Component", "API", "Resource", "System", "Domain", "Group", "User", "Location", "Template",
    "AiResource",
)  # fmt: skip
ML = ("Project", "Model", "Dataset", "FeatureSet", "Pipeline", "Deployment", "Evaluation", "Metric")
KINDS = list(shipped_format().kinds.values())


def fields(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of a field or of a list's items, below this one."""
    branches = [*schema.get("allOf", []), schema.get("then"), schema.get("else")]
    for branch in filter(None, branches):
        yield from fields(branch, path)
    named = [(f"{path}.{name}", field) for name, field in schema.get("properties", {}).items()]
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            named.append((f"{path}[]", schema[word]))
    for name, field in named:
        yield name, field
        yield from fields(field, name)


def test_all_kinds_are_shipped() -> None:
    assert {kind.name for kind in KINDS} == {*BACKSTAGE, *ML}
    assert {kind.name for kind in KINDS if kind.api_versions == ("mlhome/v1",)} == set(ML)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_has_a_title_a_description_and_a_valid_example(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(kind.schema)
    explained = 0
    for path, field in fields(kind.schema):
        if path in (".spec", ".spec.type") and "examples" not in field:
            continue  # said once, in the envelope or outside of the branch
        assert field.get("title"), path
        assert field.get("description"), path
        assert field.get("examples"), path
        for example in field["examples"]:
            jsonschema.Draft202012Validator(field).validate(example)
        explained += 1
    assert explained > 15


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_stands_alone(kind: Kind) -> None:
    text = schema_json(shipped_format(), kind.name.upper())

    assert '"$ref"' not in text
    jsonschema.Draft202012Validator(json.loads(text)).validate(valid_document(kind))


def test_one_schema_serves_files_of_any_kind() -> None:
    schema = json.loads(schema_json(shipped_format(), "any"))
    validator = jsonschema.Draft202012Validator(schema)

    for kind in KINDS:
        document = valid_document(kind)
        validator.validate(document)
        assert not validator.is_valid({**document, "apiVersion": "apps/v1"})
    assert not validator.is_valid({**valid_document(KINDS[0]), "kind": "Nothing"})


def test_an_unknown_kind_is_told_from_the_likely_one() -> None:
    with pytest.raises(UnknownKind, match="did you mean `Model`"):
        schema_json(shipped_format(), "modell")


def test_every_relation_rule_follows_a_field_of_its_schema() -> None:
    for kind in KINDS:
        paths = {path.lstrip(".").replace("][", "]") for path, _ in fields(kind.schema)}
        for rule in kind.relations:
            assert rule.path.removesuffix("[]") in paths, f"{kind.name}: {rule.path}"
            assert rule.target_kind.lower() in {"", *shipped_format().kinds}


def test_the_rules_of_the_kinds_are_those_that_are_documented() -> None:
    pairs = {
        (kind.name, rule.path, rule.type, rule.inverse, rule.target_kind)
        for kind in KINDS
        for rule in kind.relations
    }
    assert ("Group", "spec.members[]", "hasMember", "memberOf", "User") in pairs
    assert ("Group", "spec.children[]", "parentOf", "childOf", "Group") in pairs
    assert ("User", "spec.memberOf[]", "memberOf", "hasMember", "Group") in pairs
    assert ("Domain", "spec.subdomainOf", "partOf", "hasPart", "Domain") in pairs
    assert ("Model", "spec.basedOn", "basedOn", "baseOf", "Model") in pairs
    assert ("Deployment", "spec.model", "serves", "servedBy", "Model") in pairs
    assert ("Evaluation", "spec.dataset", "evaluatedOn", "evaluationSetOf", "Dataset") in pairs
    assert ("Pipeline", "spec.produces[]", "produces", "producedBy", "") in pairs


def test_the_fingerprint_changes_with_any_rule_and_with_nothing_else() -> None:
    shipped = shipped_format()
    again = make_format(reversed(KINDS), shipped.envelope)
    changed = {**KINDS[0].schema, "x-mlhome-relations": []}
    other = make_format([*KINDS, make_kind(changed)], shipped.envelope)

    assert again.fingerprint == shipped.fingerprint
    assert other.fingerprint != shipped.fingerprint
    assert len(other.kinds) == len(KINDS)


def test_refs_between_schema_files_are_replaced_by_what_they_name() -> None:
    files = {
        "a.json": {"allOf": [{"$ref": "b.json"}], "$schema": "s"},
        "b.json": {
            "$schema": "s",
            "items": {"$ref": "#/$defs/c"},
            "$defs": {"c": {"type": "null"}},
        },
    }

    assert bundle(files, "a.json") == {"allOf": [{"items": {"type": "null"}}], "$schema": "s"}


def test_a_kind_whose_schema_is_none_is_refused_before_a_document_comes() -> None:
    model = shipped_format().kinds["model"].schema
    with pytest.raises(ValueError, match="not-a-type"):
        make_kind({**model, "type": "not-a-type"})
