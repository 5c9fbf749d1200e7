"""Real files from public repositories, and what the reference backend made of them."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from descriptors.check import check
from descriptors.entity import Entity
from descriptors.format import shipped_format
from descriptors.parse import Document
from descriptors.read import Reading, read
from descriptors.targets import location_targets
from descriptors.validate import validate

pytestmark = pytest.mark.slow


class Found(NamedTuple):
    """An entity, and the Locations that were followed to it."""

    entity: Entity
    through: tuple[str, ...]


def read_file(path: Path) -> Reading:
    return read(path.read_bytes(), str(path), shipped_format())


def gather(path: Path, seen: set[Path], through: tuple[str, ...] = ()) -> list[Found]:
    """The entities of a file and of the files that its Locations name beside it."""
    if path in seen or not path.is_file():
        return []
    seen.add(path)
    found = []
    for entity in read_file(path).entities:
        found.append(Found(entity, through))
        for target in location_targets(entity):
            if "://" not in target:
                for file in _targets(path.parent, target):
                    found += gather(file, seen, (*through, str(entity.ref)))
    return found


def _targets(folder: Path, target: str) -> list[Path]:
    files = sorted(folder.glob(target)) if "*" in target else [folder / target]
    return [Path(os.path.normpath(file)) for file in files]


def relations(found: list[Found]) -> dict[str, set[tuple[str, str]]]:
    """All relations among what one file declares, in both directions."""
    both: dict[str, set[tuple[str, str]]] = {}
    for entity, _ in found:
        for relation in entity.relations:
            both.setdefault(str(entity.ref), set()).add((relation.type, relation.target))
            both.setdefault(relation.target, set()).add((relation.inverse, str(entity.ref)))
    return both


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    """Without what a server adds: its ids, relations, and annotations of where it was read."""
    metadata = {k: v for k, v in document["metadata"].items() if k not in ("uid", "etag")}
    annotations = {
        key: value
        for key, value in metadata.pop("annotations", {}).items()
        if not key.startswith("backstage.io/") or key == "backstage.io/techdocs-ref"
    }
    rest = {k: v for k, v in document.items() if k not in ("relations", "metadata")}
    return {**rest, "metadata": metadata, "annotations": annotations}


@pytest.fixture(scope="module")
def answers(shared: Path) -> list[dict[str, Any]]:
    """What the reference backend made of each file, with its Template and AiResource kinds."""
    lines = (shared / "backstage-golden" / "corpus-oracle.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [{**row, **row.get("extended", {}), **row.get("extended_ai", {})} for row in rows]


def test_whatever_the_reference_accepts_is_the_same_entity_here(
    shared: Path, answers: list[dict[str, Any]]
) -> None:
    compared = 0
    for answer in answers:
        found = gather(shared / "corpus" / "backstage" / answer["path"], set())
        ours = {str(entity.ref): entity for entity, _ in found}
        edges = relations(found)
        for theirs in answer["accepted"]:
            document, ref = theirs["entity"], theirs["ref"]
            expected = {(r["type"], r["targetRef"]) for r in document.get("relations", [])}
            assert comparable(ours[ref].document) == comparable(document), answer["path"]
            assert edges.get(ref, set()) == expected, answer["path"]
            compared += 1
    assert compared == 720


def test_what_is_accepted_only_here_is_so_for_a_reason(
    shared: Path, answers: list[dict[str, Any]]
) -> None:
    reasons: Counter[str] = Counter()
    for answer in answers:
        accepted = {theirs["ref"] for theirs in answer["accepted"]}
        failed = {error["ref"] for error in answer["entity_errors"]}
        for entity, through in gather(shared / "corpus" / "backstage" / answer["path"], set()):
            if str(entity.ref) not in accepted:
                reasons[_reason(entity, through, answer, failed)] += 1
    assert reasons == {
        "a Location whose targets could not be read there": 13,
        "behind a Location that failed there": 27,
        "beside a document that is not YAML": 2,
        "an MCP server, which has no definition": 1,
    }


def _reason(
    entity: Entity, through: tuple[str, ...], answer: dict[str, Any], failed: set[str]
) -> str:
    if entity.ref.kind == "Location" and str(entity.ref) in failed:
        return "a Location whose targets could not be read there"
    if failed.intersection(through):
        return "behind a Location that failed there"
    if "YAML error" in str(answer["location_error"]):
        return "beside a document that is not YAML"
    if entity.document["spec"].get("type") == "mcp-server":
        return "an MCP server, which has no definition"
    return f"no reason: {answer['path']} {entity.ref}"


def test_every_document_of_the_corpus_is_an_entity_or_has_a_problem_with_its_line(
    shared: Path, answers: list[dict[str, Any]]
) -> None:
    documents = entities = 0
    for answer in answers:
        reading = read_file(shared / "corpus" / "backstage" / answer["path"])
        errors = [problem for problem in reading.problems if problem.is_error]
        assert all(problem.line and problem.column for problem in reading.problems)
        assert len(reading.entities) + len(errors) >= reading.documents
        documents, entities = documents + reading.documents, entities + len(reading.entities)
    assert (documents, entities) == (608, 545)


@pytest.mark.parametrize("folder", ["hubdocs", "klio", "kfp", "kserve"])
def test_files_that_are_no_descriptors_are_problems_or_nothing(shared: Path, folder: str) -> None:
    root = shared / "corpus" / folder
    files = [str(file) for file in sorted(root.rglob("*")) if file.is_file()]

    checked = check(files, shipped_format())

    assert files
    assert all(problem.code and problem.message for problem in checked.problems)
    assert check([str(root)], shipped_format()).problems == []


def test_the_reference_and_we_give_the_same_verdict_on_single_entities(shared: Path) -> None:
    verdicts: Counter[bool] = Counter()
    for file in sorted((shared / "backstage-golden" / "golden-dev").glob("*-validate-*.json")):
        pair = json.loads(file.read_text("utf-8"))
        body, status = pair["request"].get("body") or {}, pair["response"]["status"]
        if not str(body.get("location")).startswith("url:") or "entity" not in body:
            continue  # refused for what is around the entity
        if body["entity"].get("kind") == "AiResource":
            continue  # a kind that the reference knows only when it is told to
        valid = isinstance(validate(Document(body["entity"]), shipped_format()), Entity)
        assert valid is (status == 200), file.name
        verdicts[valid] += 1
    assert verdicts[True] >= 25
    assert verdicts[False] >= 45
