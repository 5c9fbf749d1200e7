"""Of a Git repository the catalog knows who changed what, in which commit."""

import os
import subprocess
from pathlib import Path

import pytest

from catalog.locations.spec import LocationSpec
from tests.builders import Workshop, a_descriptor

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.com",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words],
        env={**os.environ, **IDENTITY},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder: Path, at: int) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--date", f"{at} +0000", "-m", "Change")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(workshop: Workshop) -> LocationSpec:
    git(workshop.folder, "init", "-q", "-b", "main")
    return LocationSpec("git", str(workshop.folder))


def test_each_version_has_its_commit_and_author(
    workshop: Workshop, repository: LocationSpec
) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    first = commit(workshop.folder, 1_000_000_000)
    workshop.ingest(repository)
    workshop.write("a.yaml", a_descriptor("shop", title="Store"))
    second = commit(workshop.folder, 1_000_000_100)
    workshop.ingest(repository)
    versions = workshop.versions("component:default/shop")
    assert [version.commit for version in versions] == [first, second]
    assert {version.author for version in versions} == {"Ann"}
    assert [version.path for version in versions] == ["a.yaml", "a.yaml"]


def test_a_repository_without_a_new_commit_is_not_read_file_by_file(
    workshop: Workshop, repository: LocationSpec
) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    commit(workshop.folder, 1_000_000_000)
    workshop.ingest(repository)
    report = workshop.ingest(repository)
    assert report.entities.unchanged == 1
    assert workshop.locations()[0].commit == git(workshop.folder, "rev-parse", "HEAD")


def test_a_problem_names_the_repository_and_the_path_in_it(
    workshop: Workshop, repository: LocationSpec
) -> None:
    workshop.write("ml/a.yaml", "kind: [\n")
    commit(workshop.folder, 1_000_000_000)
    branch = LocationSpec("git", repository.target, ref="main")
    (here,) = workshop.ingest(repository).problems
    (there,) = workshop.ingest(branch).problems
    assert here.file == f"{workshop.folder}/ml/a.yaml"
    assert there.file == f"{workshop.folder}#main:ml/a.yaml"


def test_two_repositories_that_declare_one_ref_are_told_apart(
    workshop: Workshop, repository: LocationSpec
) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    commit(workshop.folder, 1_000_000_000)
    copy = workshop.folder.with_name("copy")
    git(workshop.folder, "clone", "-q", ".", str(copy))
    report = workshop.ingest(repository, LocationSpec("git", str(copy)))
    first, second = sorted(report.problems, key=lambda problem: problem.severity)
    assert (first.file, second.file) == (f"{copy}/a.yaml", f"{workshop.folder}/a.yaml")
    assert f"{workshop.folder}/a.yaml:1" in first.message
