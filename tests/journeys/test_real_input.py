"""Real files, many of them wrong in ways that people are wrong, and catalogs of ten thousand."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.real_files import indexed, lay_out, target
from tests.journeys.running import Home, Site

# Some of the descriptors name repositories elsewhere: those are none of a test's business.
OFFLINE = {"MLHOME_ALLOWED_URLS": "https://nowhere.invalid/"}
# What is wrong with their files as descriptors.
OTHER_SYSTEMS = {
    "hubdocs": {"envelope/no-descriptor": 1551},
    "klio": {"envelope/no-descriptor": 14, "yaml/duplicate-key": 1},
    "kfp": {
        "envelope/no-descriptor": 220,
        "envelope/unknown-kind": 152,
        "envelope/unknown-root": 143,
        "schema/required": 154,
    },
    "kserve": {
        "envelope/namespace": 2,
        "envelope/unknown-kind": 597,
        "yaml/complex-key": 8,
        "yaml/syntax": 24,
    },
}
MANAGED_BY = "backstage.io/managed-by-location"


@pytest.fixture(scope="module")
def repositories(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return lay_out(shared, tmp_path_factory.mktemp("repositories"))


@pytest.fixture(scope="module")
def targets(shared: Path, repositories: dict[str, Path]) -> list[str]:
    paths = indexed(shared, "backstage")
    return [target(repository, paths[name]) for name, repository in repositories.items()]


@pytest.fixture(scope="module")
def site(targets: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that holds the real descriptors."""
    home = Home(tmp_path_factory.mktemp("site"), OFFLINE)
    home.json("ingest", *targets)
    with home.serving("--no-worker") as serving:
        yield serving


def codes(report: dict[str, Any]) -> Counter[str]:
    return Counter(problem["code"] for problem in report["problems"])


def test_real_descriptors_become_entities_or_problems_with_a_line(
    home: Home, targets: list[str]
) -> None:
    done = home.run("ingest", *targets, "-o", "json", **OFFLINE)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["entities"]["total"] == report["entities"]["created"] == 504
    assert codes(report) == {
        "conflict/declared-twice": 2 * 41,
        "envelope/api-version": 8,
        "envelope/label-value": 4,
        "envelope/name": 12,
        "envelope/unknown-kind": 1,
        "envelope/unknown-root": 1,
        "location/not-allowed": 82,
        "location/not-found": 1,
        "placeholder/unresolved": 10,
        "ref/no-such-name": 15,
        "schema/required": 8,
        "schema/type": 13,
        "yaml/complex-key": 5,
        "yaml/syntax": 5,
    }
    for problem in report["problems"]:
        assert problem["message"]
        assert problem["hint"], problem
        assert problem["file"]
        assert problem["line"] > 0 or problem["code"] == "location/not-allowed"
    assert home.json("index", "verify")["differences"] == 0
    assert home.json("search", "petstore")["total"] >= 1


def test_reading_real_descriptors_again_changes_nothing(home: Home, targets: list[str]) -> None:
    first = home.run("ingest", *targets, "-o", "json", **OFFLINE)
    again = home.run("ingest", *targets, "-o", "json", **OFFLINE)
    before, after = json.loads(first.stdout), json.loads(again.stdout)
    assert after["problems"] == before["problems"]
    assert (after["entities"]["unchanged"], after["entities"]["total"]) == (504, 504)


def test_no_real_file_is_passed_over(
    site: Site, shared: Path, repositories: dict[str, Path]
) -> None:
    names = {str(folder): name for name, folder in repositories.items()}
    seen = {(name, path) for name, path, _ in declared(site, repositories)}
    for location in site.get("/api/mlhome/locations")["locations"]:
        if location["target"] in names:
            page = site.get(f"/api/mlhome/problems?limit=1000&location={location['id']}")
            assert page["total"] == len(page["problems"])
            for problem in page["problems"]:
                place, _, path = problem["file"].partition("#main:")
                seen.add((names[place], path))
    files = indexed(shared, "backstage")
    assert seen == {(name, path) for name, paths in files.items() for path in paths}
    assert len(seen) == 552


def test_what_the_reference_accepts_is_found_in_the_same_file(
    site: Site, shared: Path, repositories: dict[str, Path]
) -> None:
    """Except where a ref is declared in several files: which of them wins is anybody's choice."""
    ours = {
        ref: f"{name.replace('/', '__')}/{path}" for name, path, ref in declared(site, repositories)
    }
    problems = site.get("/api/mlhome/problems?limit=1000")["problems"]
    twice = {p["entityRef"] for p in problems if p["code"] == "conflict/declared-twice"}
    theirs = dict(accepted_by_the_reference(shared))
    once = {ref: file for ref, file in theirs.items() if ref not in twice}
    assert len(once) == 456
    assert {ref: ours[ref] for ref in once} == once


def declared(site: Site, repositories: dict[str, Path]) -> Iterator[tuple[str, str, str]]:
    """Repository, path and ref of everything that was accepted."""
    names = {f"git:{folder}#main": name for name, folder in repositories.items()}
    for entity in site.get("/api/catalog/entities"):
        metadata = entity["metadata"]
        repository, _, path = metadata["annotations"][MANAGED_BY].partition("#main:")
        ref = f"{entity['kind']}:{metadata['namespace']}/{metadata['name']}".lower()
        yield names[f"{repository}#main"], path, ref


def accepted_by_the_reference(shared: Path) -> Iterator[tuple[str, str]]:
    oracle = shared / "backstage-golden" / "corpus-oracle.jsonl"
    for line in oracle.read_text("utf-8").splitlines():
        answer = json.loads(line)
        answer |= {**answer.get("extended", {}), **answer.get("extended_ai", {})}
        for theirs in answer["accepted"]:
            place = theirs["entity"]["metadata"]["annotations"][MANAGED_BY]
            yield theirs["ref"], place.removeprefix("file:FILE:")


def test_files_of_other_systems_are_not_taken_for_descriptors(home: Home, shared: Path) -> None:
    folders = [str(shared / "corpus" / category) for category in OTHER_SYSTEMS]
    report = home.json("ingest", *folders)
    assert report["entities"]["total"] == 0
    assert report["problems"] == []


def test_files_of_other_systems_are_problems_where_every_yaml_file_is_asked_for(
    home: Home, shared: Path
) -> None:
    corpus = shared / "corpus"
    folders = [str(corpus / category) for category in OTHER_SYSTEMS]
    done = home.run("ingest", *folders, "-o", "json", MLHOME_PATTERNS="*.yaml")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["entities"]["total"] == 0
    found: dict[str, Counter[str]] = {category: Counter() for category in OTHER_SYSTEMS}
    for problem in report["problems"]:
        assert problem["line"] > 0, problem
        assert problem["hint"], problem
        found[Path(problem["file"]).relative_to(corpus).parts[0]][problem["code"]] += 1
    assert found == OTHER_SYSTEMS


@pytest.mark.faults
@pytest.mark.parametrize("per_file", [100, 1])
def test_ten_thousand_generated_entities_are_all_found(
    home: Home, shared: Path, tmp_path: Path, per_file: int
) -> None:
    generator = shared / "benchmark" / "gen.py"
    command = [sys.executable, generator, "10000", tmp_path / "g", "--per-file", str(per_file)]
    subprocess.run(command, check=True, capture_output=True)
    report = home.json("ingest", str(tmp_path / "g" / "all.yaml"))
    assert report["entities"]["total"] == report["entities"]["created"] == 10_001
    assert report["problems"] == []
    assert home.json("index", "verify")["differences"] == 0
    assert home.json("search", "name:component-04684")["hits"][0]["entityRef"] == (
        "component:default/component-04684"
    )
    assert home.json("search", "kind:component")["total"] == 5_350
