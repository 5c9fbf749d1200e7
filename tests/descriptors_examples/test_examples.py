"""The example company is what people copy from: it must be right in every line."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import descriptors
from descriptors.entity import Entity
from descriptors.format import shipped_format
from descriptors.problems import Problem
from descriptors.read import read
from descriptors.refs import parse_ref
from descriptors.targets import location_targets

EXAMPLES = Path(descriptors.__file__).parent / "examples"
PATTERNS = ("catalog-info.yaml", "mlhome.yaml")
Readings = list[tuple[list[Entity], list[Problem]]]


def read_with_targets(path: Path) -> tuple[list[Entity], list[Problem]]:
    """What a file holds, and what its Location entities pull in."""
    file = path.relative_to(EXAMPLES).as_posix()
    reading = read(path.read_bytes(), file, shipped_format())
    entities, problems = list(reading.entities), list(reading.problems)
    for target in (t for entity in reading.entities for t in location_targets(entity)):
        further_entities, further_problems = read_with_targets(path.parent / target)
        entities += further_entities
        problems += further_problems
    return entities, problems


@pytest.fixture(scope="module")
def readings() -> Readings:
    files = sorted(path for pattern in PATTERNS for path in EXAMPLES.rglob(pattern))
    return [read_with_targets(path) for path in files]


@pytest.fixture(scope="module")
def entities(readings: Readings) -> dict[str, Entity]:
    return {str(entity.ref): entity for found, _ in readings for entity in found}


def specs(entities: dict[str, Entity], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for ref, entity in entities.items():
        if entity.ref.kind == kind:
            yield ref, entity.document["spec"]


def versions_of(entities: dict[str, Entity], model: str) -> tuple[set[str], set[str]]:
    """The declared versions of a model, and the aliases among them."""
    name, _, _ = model.partition("@")
    spec = entities[str(parse_ref(name, default_kind="model"))].document["spec"]
    declared = spec.get("versions", [])
    aliases = {alias for version in declared for alias in version.get("aliases", [])}
    return {version["version"] for version in declared}, aliases


def test_every_example_is_valid_without_a_warning(
    readings: Readings,
) -> None:
    assert [problem for _, problems in readings for problem in problems] == []


def test_every_example_has_a_ref_of_its_own(
    readings: Readings,
) -> None:
    refs = Counter(str(entity.ref) for found, _ in readings for entity in found)
    assert [ref for ref, count in refs.items() if count > 1] == []


def test_every_relation_ends_at_an_example(entities: dict[str, Entity]) -> None:
    dangling = [
        (ref, relation.type, relation.target)
        for ref, entity in entities.items()
        for relation in entity.relations
        if relation.target not in entities
    ]
    assert dangling == []


def test_the_company_is_large_enough_to_explore(entities: dict[str, Entity]) -> None:
    kinds = Counter(entity.ref.kind for entity in entities.values())
    assert kinds["Project"] >= 40
    assert kinds["User"] >= 25
    assert sum(kinds.values()) >= 300


def test_every_entity_is_described_in_its_own_words(entities: dict[str, Entity]) -> None:
    said = Counter(entity.document["metadata"]["description"] for entity in entities.values())
    assert [text for text, count in said.items() if count > 1] == []


def test_evaluations_and_models_name_metrics_that_are_defined(
    entities: dict[str, Entity],
) -> None:
    used = [
        (ref, criterion["metric"])
        for ref, spec in specs(entities, "Evaluation")
        for criterion in spec.get("metrics", [])
    ]
    used += [
        (ref, spec["defaultMetric"])
        for ref, spec in specs(entities, "Model")
        if "defaultMetric" in spec
    ]
    assert [use for use in used if f"metric:default/{use[1]}" not in entities] == []


def test_deployments_serve_versions_that_their_model_declares(
    entities: dict[str, Entity],
) -> None:
    for ref, spec in specs(entities, "Deployment"):
        versions, aliases = versions_of(entities, spec["model"])
        assert ("version" in spec) != ("alias" in spec), ref
        named = {spec[key] for key in ("version", "rollbackTo") if key in spec}
        assert named <= versions, ref
        assert spec.get("alias") in aliases | {None}, ref


def test_evaluations_compare_with_versions_that_their_subject_declares(
    entities: dict[str, Entity],
) -> None:
    for ref, spec in specs(entities, "Evaluation"):
        versions, _ = versions_of(entities, spec["subject"])
        assert spec.get("baseline") in versions | {None}, ref


def test_a_model_and_the_pipeline_that_trains_it_name_each_other(
    entities: dict[str, Entity],
) -> None:
    produced = {
        (relation.target, ref)
        for ref, entity in entities.items()
        if entity.ref.kind == "Pipeline"
        for relation in entity.relations
        if relation.type == "produces" and relation.target.startswith("model:")
    }
    declared = {
        (ref, relation.target)
        for ref, entity in entities.items()
        if entity.ref.kind == "Model"
        for relation in entity.relations
        if relation.type == "producedBy"
    }
    assert produced == declared


def test_sensitive_fields_are_columns_where_the_columns_are_given(
    entities: dict[str, Entity],
) -> None:
    for ref, spec in specs(entities, "Dataset"):
        columns = {column["name"] for column in spec.get("schema", [])}
        assert not columns or set(spec.get("sensitiveFields", [])) <= columns, ref
