"""Files of a folder that lies in somebody's Git work tree."""

import subprocess
from pathlib import Path

import pytest

from catalog.locations import FileChange, LocationSpec, ReadPolicy, open_snapshot
from tests.catalog.locations.repositories import ENV, PEOPLE


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**ENV, **PEOPLE, "GIT_COMMITTER_DATE": "1700000000 +0000"},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    (work / "ml").mkdir(parents=True)
    (work / "mlhome.yaml").write_text("kind: A")
    (work / "ml/mlhome.yaml").write_text("kind: B")
    git(work, "init", "--quiet")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "x")
    return work


def changes(folder: Path, policy: ReadPolicy) -> dict[str, FileChange]:
    with open_snapshot(LocationSpec("folder", str(folder)), policy) as snapshot:
        for path in snapshot.paths():
            snapshot.read(path)
        return snapshot.last_changes(snapshot.paths())


def test_a_committed_file_was_changed_by_its_commit(work: Path, policy: ReadPolicy) -> None:
    expected = FileChange(git(work, "rev-parse", "HEAD"), "ann", 1_700_000_000)
    assert changes(work, policy) == {"mlhome.yaml": expected, "ml/mlhome.yaml": expected}
    assert changes(work / "ml", policy) == {"mlhome.yaml": expected}


def test_a_file_that_was_not_read_is_not_known_to_be_as_committed(
    work: Path, policy: ReadPolicy
) -> None:
    with open_snapshot(LocationSpec("folder", str(work)), policy) as snapshot:
        assert snapshot.last_changes(["mlhome.yaml"])["mlhome.yaml"].commit == ""
        snapshot.read("mlhome.yaml")
        assert snapshot.last_changes(["mlhome.yaml"])["mlhome.yaml"].commit


def test_a_file_edited_since_was_changed_when_it_was_saved(work: Path, policy: ReadPolicy) -> None:
    (work / "mlhome.yaml").write_text("kind: Edited")
    change = changes(work, policy)["mlhome.yaml"]
    assert change == FileChange("", "", (work / "mlhome.yaml").stat().st_mtime)


def test_a_repository_without_commits_or_that_is_none_leaves_the_time(
    tmp_path: Path, policy: ReadPolicy
) -> None:
    (tmp_path / "mlhome.yaml").touch()
    (tmp_path / ".git").mkdir()
    assert changes(tmp_path, policy)["mlhome.yaml"].commit == ""
    git(tmp_path, "init", "--quiet")
    assert changes(tmp_path, policy)["mlhome.yaml"].commit == ""


def test_programs_named_in_the_repository_s_configuration_are_not_run(
    work: Path, policy: ReadPolicy, tmp_path: Path
) -> None:
    program, witness = tmp_path / "program", tmp_path / "witness"
    program.write_text(f"#!/bin/sh\ntouch {witness}\n")
    program.chmod(0o755)
    for name in ("gpg.program", "core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"):
        git(work, "config", name, str(program))
    git(work, "config", "filter.x.clean", str(program))
    git(work, "config", "log.showSignature", "true")
    (work / ".git/info/attributes").write_text("*.yaml filter=x\n")
    assert changes(work, policy)["mlhome.yaml"].commit
    assert not witness.exists()
