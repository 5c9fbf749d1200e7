"""Git repositories, read by real git from real repositories."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.locations import (
    LocationSpec,
    LocationUnreadable,
    ReadPolicy,
    Snapshot,
    open_snapshot,
)
from descriptors.problems import Problem
from tests.catalog.locations.repositories import PEOPLE, Repository

FILES = {
    "mlhome.yaml": "kind: Project",
    "ml/a/catalog-info.yaml": "kind: Model",
    "ml/a/api.json": "{}",
    "src/code.py": "print()",
    "node_modules/x/mlhome.yaml": "kind: Foreign",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repo.git")
    made.commit(FILES)
    return made


def opened(
    repository: Repository, policy: ReadPolicy, ref: str = "", patterns: tuple[str, ...] = ()
) -> Snapshot:
    return open_snapshot(LocationSpec("git", str(repository.folder), ref, patterns), policy)


def failure(repository: Repository, policy: ReadPolicy, ref: str = "") -> str:
    with pytest.raises(LocationUnreadable) as caught:
        opened(repository, policy, ref)
    assert caught.value.problem.message
    return caught.value.problem.code.removeprefix("location/")


def code(found: object) -> str:
    assert isinstance(found, Problem)
    return found.code


def objects(policy: ReadPolicy, repository: Repository) -> str:
    """Names of the objects that the copy holds."""
    (copy,) = policy.cache.glob("*.git")
    return repository.git(
        *("-C", str(copy), "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"),
        GIT_NO_LAZY_FETCH="1",
    )


def test_a_repository_gives_the_descriptors_of_its_default_branch(
    repository: Repository, policy: ReadPolicy
) -> None:
    commit = repository.git("rev-parse", "main")
    with opened(repository, policy) as snapshot:
        assert snapshot.commit == commit
        assert snapshot.paths() == ["ml/a/catalog-info.yaml", "mlhome.yaml"]
        assert snapshot.read("mlhome.yaml") == b"kind: Project"
        assert snapshot.read("ml/a/catalog-info.yaml") == b"kind: Model"
        assert code(snapshot.read("absent.yaml")) == "location/not-found"
        ref = snapshot.location_ref("mlhome.yaml")
        assert ref == f"git:{repository.folder}#main:mlhome.yaml"
        assert snapshot.view_url("mlhome.yaml") == ""


def test_only_descriptors_are_fetched_and_nothing_is_checked_out(
    repository: Repository, policy: ReadPolicy
) -> None:
    opened(repository, policy)
    held = objects(policy, repository)
    assert repository.git("rev-parse", "main:mlhome.yaml") in held
    assert repository.git("rev-parse", "main:src/code.py") not in held
    assert not list(policy.cache.rglob("*.yaml"))


def test_a_target_outside_the_patterns_is_fetched_when_it_is_read(
    repository: Repository, policy: ReadPolicy
) -> None:
    with opened(repository, policy) as snapshot:
        assert snapshot.expand("ml/a/catalog-info.yaml", "./api.json") == ["ml/a/api.json"]
        assert snapshot.expand("mlhome.yaml", "ml/*/*.json") == ["ml/a/api.json"]
        assert snapshot.read("ml/a/api.json") == b"{}"
        assert snapshot.read("src/code.py") == b"print()"


def test_files_that_a_pattern_finds_are_fetched_when_one_is_read(
    repository: Repository, policy: ReadPolicy
) -> None:
    with opened(repository, policy) as snapshot:
        assert snapshot.find("ml/a/catalog-info.yaml", "*.json", 9) == (["ml/a/api.json"], 1)
        assert snapshot.find("mlhome.yaml", "**/*.json", 9) == (["ml/a/api.json"], 1)
        assert snapshot.read("ml/a/api.json") == b"{}"
        assert code(snapshot.find("ml/a/catalog-info.yaml", "../*", 9)) == "location/outside"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../../../x", "outside"),
        ("/etc/passwd", "outside"),
        ("https://x.org/y", "outside"),
        ("absent.yaml", "not-found"),
    ],
)
def test_a_target_elsewhere_is_a_problem(
    repository: Repository, policy: ReadPolicy, target: str, expected: str
) -> None:
    with opened(repository, policy) as snapshot:
        assert code(snapshot.expand("ml/a/catalog-info.yaml", target)) == f"location/{expected}"


def test_a_ref_is_a_branch_a_tag_or_a_commit(repository: Repository, policy: ReadPolicy) -> None:
    first = repository.git("rev-parse", "main")
    repository.git("tag", "light", first)
    repository.git(
        "tag", "-m", "x", "signed/v1", first, GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a"
    )
    second = repository.commit({"mlhome.yaml": "kind: Two"}, branch="dev/two")
    for ref in ("light", "signed/v1", "refs/tags/light", first):
        assert opened(repository, policy, ref).commit == first
    assert opened(repository, policy, "dev/two").commit == second


def test_a_pattern_chooses_files(repository: Repository, policy: ReadPolicy) -> None:
    assert opened(repository, policy, patterns=("ml/",)).paths() == ["ml/a/catalog-info.yaml"]
    assert opened(repository, policy, patterns=("*.json",)).paths() == ["ml/a/api.json"]


def test_the_token_tells_whether_to_read_again(repository: Repository, policy: ReadPolicy) -> None:
    before = opened(repository, policy).token
    assert opened(repository, policy).token == before
    assert opened(repository, policy, patterns=("*.json",)).token != before
    repository.commit({"mlhome.yaml": "kind: Changed"})
    assert opened(repository, policy).token != before


def test_a_deleted_file_is_gone_and_a_new_one_is_there(
    repository: Repository, policy: ReadPolicy
) -> None:
    opened(repository, policy)
    repository.commit({"mlhome.yaml": None, "new/mlhome.yaml": "kind: New"})
    with opened(repository, policy) as snapshot:
        assert snapshot.paths() == ["ml/a/catalog-info.yaml", "new/mlhome.yaml"]
        assert snapshot.read("new/mlhome.yaml") == b"kind: New"


def test_a_force_pushed_branch_is_followed(repository: Repository, policy: ReadPolicy) -> None:
    opened(repository, policy)
    repository.git("update-ref", "-d", "refs/heads/main")
    repository.commit({"other/mlhome.yaml": "kind: Rewritten"})
    with opened(repository, policy) as snapshot:
        assert snapshot.read(*snapshot.paths()) == b"kind: Rewritten"


def test_the_last_change_of_a_file_is_its_commit(
    repository: Repository, policy: ReadPolicy
) -> None:
    first = repository.git("rev-parse", "main")
    second = repository.commit({"mlhome.yaml": "kind: Two"}, author="Bob Ü")
    repository.commit({"README.md": "unrelated"})
    with opened(repository, policy) as snapshot:
        changes = snapshot.last_changes([*snapshot.paths(), "absent.yaml"])
    assert set(changes) == {"mlhome.yaml", "ml/a/catalog-info.yaml"}
    assert changes["mlhome.yaml"].commit == second
    assert changes["mlhome.yaml"].author == "Bob Ü"
    assert changes["mlhome.yaml"].at == 1_700_000_000 + 2 * 3600
    assert changes["mlhome.yaml"].exact
    assert changes["ml/a/catalog-info.yaml"].commit == first
    assert changes["ml/a/catalog-info.yaml"].exact


def test_a_change_on_a_merged_branch_is_that_of_its_author(
    repository: Repository, policy: ReadPolicy
) -> None:
    repository.git("branch", "side", "main")
    side = repository.commit({"mlhome.yaml": "kind: Side"}, author="Sid", branch="side")
    main = repository.commit({"README.md": "main goes on"})
    tree = repository.git("rev-parse", "side^{tree}")
    merge = repository.git("commit-tree", tree, "-p", main, "-p", side, "-m", "merge", **PEOPLE)
    repository.git("update-ref", "refs/heads/main", merge)
    with opened(repository, policy) as snapshot:
        assert snapshot.last_changes(["mlhome.yaml"])["mlhome.yaml"].author == "Sid"


def test_beyond_the_history_that_is_fetched_a_change_is_not_exact(
    repository: Repository, policy: ReadPolicy
) -> None:
    for number in range(5):
        repository.commit({"README.md": str(number)})
    with opened(repository, replace(policy, git_depth=3)) as snapshot:
        change = snapshot.last_changes(["mlhome.yaml"])["mlhome.yaml"]
    assert not change.exact
    assert change.commit == repository.git("rev-parse", "main~2")


@pytest.mark.slow
def test_five_thousand_descriptors_are_read_in_one_go(tmp_path: Path, policy: ReadPolicy) -> None:
    repository = Repository(tmp_path / "large.git")
    repository.commit({f"d{n % 50}/e{n}/mlhome.yaml": f"name: {n}" for n in range(5_000)})
    with opened(repository, policy) as snapshot:
        paths = snapshot.paths()
        assert len(paths) == 5_000
        assert {snapshot.read(path) for path in paths} == {b"name: %d" % n for n in range(5_000)}
        assert len(snapshot.last_changes(paths)) == 5_000


def test_a_missing_ref_is_named(repository: Repository, policy: ReadPolicy) -> None:
    assert failure(repository, policy, "no-such-branch") == "ref-not-found"
    assert failure(repository, policy, "0123abc") == "ref-not-found"
    assert failure(repository, policy, "0" * 39 + "1") == "ref-not-found"


def test_an_empty_repository_is_said_to_be_empty(tmp_path: Path, policy: ReadPolicy) -> None:
    assert failure(Repository(tmp_path / "empty.git"), policy) == "empty"


def test_what_is_no_repository_is_not_found(tmp_path: Path, policy: ReadPolicy) -> None:
    for name in ("plain", "absent"):
        (tmp_path / "plain").mkdir(exist_ok=True)
        with pytest.raises(LocationUnreadable) as caught:
            open_snapshot(LocationSpec("git", str(tmp_path / name)), policy)
        assert caught.value.problem.code == "location/not-found"


def test_without_git_the_problem_says_so(
    repository: Repository, policy: ReadPolicy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(LocationUnreadable) as caught:
        opened(repository, policy)
    assert caught.value.problem.code == "location/git-missing"


def test_many_may_open_one_repository_at_once(repository: Repository, policy: ReadPolicy) -> None:
    with ThreadPoolExecutor(6) as pool:
        commits = pool.map(lambda _: opened(repository, policy).commit, range(6))
    assert set(commits) == {repository.git("rev-parse", "main")}
