"""From documents to entities, or to problems that say where and what to do."""

from typing import Any

import pytest

from descriptors.entity import Entity
from descriptors.format import shipped_format
from descriptors.parse import Document, parse
from descriptors.problems import Problem
from descriptors.validate import validate


def outcome(text: str) -> Entity | list[Problem]:
    (document,), problems = parse(text.encode())
    assert problems == []
    return validate(document, shipped_format(), "f.yaml")


def problems_of(text: str) -> list[Problem]:
    found = outcome(text)
    assert isinstance(found, list)
    return found


def entity_of(text: str) -> Entity:
    found = outcome(text)
    assert isinstance(found, Entity), found
    return found


def component(**spec: Any) -> Document:
    required = {"type": "service", "lifecycle": "production", "owner": "payments"}
    return Document(
        {
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Component",
            "metadata": {"name": "Checkout", "namespace": "shop"},
            "spec": required | spec,
        }
    )


def relations_of(document: Document) -> list[tuple[str, str, str]]:
    entity = validate(document, shipped_format())
    assert isinstance(entity, Entity), entity
    return [(r.type, r.inverse, r.target) for r in entity.relations]


PROJECT = """\
apiVersion: mlhome/v1
kind: Project
metadata: {name: fraud}
spec:
  owner: payments
  lifecycle: production
"""


def test_the_default_namespace_is_written_into_the_document() -> None:
    assert entity_of(PROJECT).document["metadata"] == {"name": "fraud", "namespace": "default"}


def test_the_document_that_was_read_stays_as_it_was() -> None:
    document = component(dependsOn=["resource:b", "resource:a"])

    entity = validate(document, shipped_format())

    assert isinstance(entity, Entity)
    assert document.value["spec"]["dependsOn"] == ["resource:b", "resource:a"]
    assert entity.document["spec"]["dependsOn"] == ["resource:a", "resource:b"]


def test_lists_of_refs_come_out_in_the_order_of_utf16_code_units() -> None:
    entity = validate(component(providesApis=["\uff5e", "😀", "b", "a"]), shipped_format())

    assert isinstance(entity, Entity)
    assert entity.document["spec"]["providesApis"] == ["a", "b", "😀", "\uff5e"]


def test_relations_take_the_default_kind_and_the_namespace_of_the_entity() -> None:
    spec = {
        "system": "shop",
        "subcomponentOf": "default/frontend",
        "providesApis": ["orders", "orders"],
        "consumesApis": ["api:pay/cards"],
        "dependsOn": ["resource:db"],
        "dependencyOf": "component:web",
    }

    assert relations_of(component(**spec)) == [
        ("ownedBy", "ownerOf", "group:shop/payments"),
        ("partOf", "hasPart", "component:default/frontend"),
        ("providesApi", "apiProvidedBy", "api:shop/orders"),
        ("consumesApi", "apiConsumedBy", "api:pay/cards"),
        ("dependsOn", "dependencyOf", "resource:shop/db"),
        ("dependencyOf", "dependsOn", "component:shop/web"),
        ("partOf", "hasPart", "system:shop/shop"),
    ]


@pytest.mark.parametrize(
    ("spec", "at", "words"),
    [
        ({"dependsOn": ["db"]}, "/spec/dependsOn/0", "needs a kind"),
        ({"owner": "group:"}, "/spec/owner", "`group:`"),
        ({"dependencyOf": [{"kind": "x"}]}, "/spec/dependencyOf/0", "must be text"),
    ],
)
def test_a_ref_that_can_not_be_read_is_a_problem(spec: Any, at: str, words: str) -> None:
    found = validate(component(**spec), shipped_format())

    assert isinstance(found, list)
    assert [(p.code, p.path, p.entity_ref) for p in found] == [
        ("ref/invalid", at, "component:shop/checkout")
    ]
    assert words in found[0].message


def test_a_ref_that_no_entity_can_have_is_a_warning() -> None:
    entity = validate(component(owner="Team Payments"), shipped_format())

    assert isinstance(entity, Entity)
    assert [(w.code, w.severity, w.path) for w in entity.warnings] == [
        ("ref/no-such-name", "warning", "/spec/owner")
    ]
    assert entity.relations[0].target == "group:shop/team payments"


def test_a_misspelt_required_field_is_pointed_at() -> None:
    (problem,) = problems_of(PROJECT.replace("lifecycle", "lifecyle"))

    assert problem.code == "schema/required"
    assert (problem.path, problem.line, problem.column) == ("/spec", 6, 3)
    assert "did you mean `lifecycle`?" in problem.hint
    assert problem.entity_ref == "project:default/fraud"


def test_a_missing_field_is_reported_at_its_parent() -> None:
    (problem,) = problems_of(PROJECT.replace("  owner: payments\n", ""))

    assert (problem.message, problem.line, problem.column) == ("`owner` is missing in `spec`", 4, 1)
    assert problem.hint == "add it, as in `owner: group:default/payments`"


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "hint"),
    [
        ("name: fraud", "name: -x", "envelope/name", (3, 18), "A name is"),
        ("name: fraud", "name: 5", "schema/type", (3, 18), "in quotes"),
        ("name: fraud", "name: ''", "schema/empty", (3, 18), "a value"),
        ("name: fraud", "name: x, tags: [A]", "envelope/tag", (3, 28), "A tag is"),
        ("name: fraud", "name: x, tags: a", "schema/type", (3, 27), "a list"),
        ("name: fraud", "name: x, labels: {a b: c}", "envelope/label-key", (3, 30), "key is"),
        ("name: fraud", "name: x, labels: {a: b c}", "envelope/label-value", (3, 33), "value is"),
        ("name: fraud", "name: x, annotations: {-: c}", "envelope/annotation-key", (3, 35), "key"),
        ("name: fraud", "name: x, annotations: {a: 1}", "schema/type", (3, 38), "in quotes"),
        ("name: fraud", "name: x, links: [{url: y}]", "envelope/link-url", (3, 35), "absolute"),
        ("name: fraud", "name: x, namespace: A", "envelope/namespace", (3, 32), "lower-case"),
        ("kind: Project", "kind: Projekt", "envelope/unknown-kind", (2, 7), "`Project`"),
        ("kind: Project", "kind: project", "envelope/unknown-kind", (2, 7), "`Project`"),
        ("kind: Project", "kind: Pr oject", "envelope/kind", (2, 7), "letter"),
        ("mlhome/v1", "mlhome/v9", "envelope/api-version", (1, 13), "`mlhome/v1`"),
        ("mlhome/v1", "a/b/c", "envelope/api-version", (1, 13), "version"),
        ("spec:", "relations: []\nspec:", "envelope/unknown-root", (4, 1), "the catalog writes"),
        ("spec:", "Spec:", "envelope/unknown-root", (4, 1), "`spec`"),
        ("production", "prod", "schema/enum", (6, 14), "did you mean `production`?"),
        ("production", "green", "schema/enum", (6, 14), "one of these, such as `production`"),
        ("payments", "", "schema/type", (5, 9), "remove the line"),
        ("payments", "[a]", "schema/type", (5, 10), "one value"),
    ],
)
def test_problems_name_the_value_and_say_what_to_do(
    old: str, new: str, code: str, place: tuple[int, int], hint: str
) -> None:
    found = problems_of(PROJECT.replace(old, new, 1))

    assert (code, place) in [(p.code, (p.line, p.column)) for p in found]
    assert any(hint in p.hint for p in found if p.code == code)


def test_another_tools_file_of_the_same_kind_gets_one_problem() -> None:
    (problem,) = problems_of(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {replicas: 1}\n"
    )

    assert problem.code == "envelope/api-version"
    assert "another tool" in problem.hint


def test_a_file_of_quite_another_shape_gets_one_problem() -> None:
    (problem,) = problems_of("name: build\non: push\njobs: {}\n")

    assert (problem.code, problem.line, problem.column) == ("envelope/no-descriptor", 1, 1)


def test_every_stranger_at_the_top_is_named() -> None:
    found = problems_of(PROJECT + "relations: []\nSpek: x\nmeta: y\n")

    assert [(p.line, p.path, p.hint) for p in found] == [
        (7, "/relations", "remove it; the catalog writes it"),
        (8, "/Spek", "did you mean `spec`?"),
        (9, "/meta", "did you mean `metadata`?"),
    ]


def test_problems_come_in_the_order_of_the_file() -> None:
    found = problems_of(
        "kind: Model\nmetadata:\n  name: a b\nspec:\n  lifecycle: x\napiVersion: mlhome/v1\n"
    )

    assert [p.line for p in found] == [3, 4, 5]


def test_an_unknown_field_of_an_ml_kind_is_a_warning_with_the_likely_name() -> None:
    entity = entity_of(PROJECT + "  gaol: fewer losses\n")

    (warning,) = entity.warnings
    assert (warning.severity, warning.code, warning.line) == ("warning", "schema/unknown-field", 7)
    assert warning.path == "/spec/gaol"
    assert warning.hint == "did you mean `goal`?"


def test_fields_inside_of_lists_are_known_too() -> None:
    entity = entity_of(
        "apiVersion: mlhome/v1\nkind: Model\nmetadata: {name: m}\nspec:\n  project: p\n"
        "  lifecycle: production\n  versions:\n  - version: a\n    artefact: {uri: x}\n"
        "    params: {anything: goes}\n"
    )

    assert [w.path for w in entity.warnings] == ["/spec/versions/0/artefact"]


def test_backstage_kinds_may_have_any_further_field() -> None:
    entity = validate(component(team="x", nested={"a": [1]}), shipped_format())

    assert isinstance(entity, Entity)
    assert entity.warnings == ()


def test_a_document_that_came_from_no_file_is_explained_without_places() -> None:
    found = validate(Document({"kind": "Component"}), shipped_format())

    assert isinstance(found, list)
    assert {(p.line, p.column) for p in found} == {(0, 0)}


def test_an_mcp_server_has_remotes_instead_of_a_definition() -> None:
    text = (
        "apiVersion: backstage.io/v1beta1\nkind: API\nmetadata: {name: tools}\n"
        "spec: {type: mcp-server, lifecycle: production, owner: me, remotes: %s}\n"
    )

    assert entity_of(text % "[{type: sse, url: https://x.y}]").ref.name == "tools"
    assert [p.code for p in problems_of(text % "[]")] == ["schema/empty"]
    assert (
        "`definition` is missing" in problems_of(text.replace("mcp-server", "x") % "[]")[0].message
    )


@pytest.mark.parametrize("version", ["{a: b}", "[mlhome/v1]", "1", "null"])
def test_an_unknown_kind_is_a_problem_whatever_its_version_is(version: str) -> None:
    codes = [
        p.code
        for p in problems_of(PROJECT.replace("mlhome/v1", version, 1).replace("Project", "Projekt"))
    ]

    assert "envelope/unknown-kind" in codes
