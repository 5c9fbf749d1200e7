"""Files and folders of this machine."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.locations import (
    LocationSpec,
    LocationUnreadable,
    ReadPolicy,
    open_snapshot,
)
from descriptors.check import expand
from descriptors.problems import Problem

DAY = 86_400


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two descriptors and things that are none."""
    root = tmp_path / "root"
    for name in ("mlhome.yaml", "b/catalog-info.yaml", "b/api.json", ".hidden/mlhome.yaml"):
        write(root / name, f"kind: {name}")
    write(root / "node_modules/x/mlhome.yaml", "kind: Foreign")
    return root


def write(path: Path, text: str, age: float = DAY) -> Path:
    """Write a file that looks as if it had been there for a day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    at = path.stat().st_mtime - age
    os.utime(path, (at, at))
    return path


def folder(root: Path, *patterns: str) -> LocationSpec:
    return LocationSpec("folder", str(root), patterns=patterns)


def code(found: object) -> str:
    assert isinstance(found, Problem)
    return found.code


def test_a_folder_gives_its_descriptors_in_order(root: Path, policy: ReadPolicy) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        assert snapshot.paths() == ["b/catalog-info.yaml", "mlhome.yaml"]
        assert snapshot.read("mlhome.yaml") == b"kind: mlhome.yaml"
        assert snapshot.location_ref("mlhome.yaml") == f"file:{root}/mlhome.yaml"
        assert snapshot.view_url("mlhome.yaml", 3) == snapshot.edit_url("mlhome.yaml") == ""
        assert snapshot.commit == ""


def test_patterns_choose_other_files(root: Path, policy: ReadPolicy) -> None:
    with open_snapshot(folder(root, ".hidden/*.yaml", "*.json"), policy) as snapshot:
        assert snapshot.paths() == [".hidden/mlhome.yaml", "b/api.json"]


def test_a_file_gives_itself_and_what_lies_beside_it(root: Path, policy: ReadPolicy) -> None:
    spec = LocationSpec("file", str(root / "b/catalog-info.yaml"))
    with open_snapshot(spec, policy) as snapshot:
        assert snapshot.paths() == ["catalog-info.yaml"]
        assert snapshot.expand("catalog-info.yaml", "./api.json") == ["api.json"]
        assert snapshot.read("api.json") == b"kind: b/api.json"
        assert code(snapshot.expand("catalog-info.yaml", "../mlhome.yaml")) == "location/outside"


def test_the_time_of_the_last_change_is_the_file_s(root: Path, policy: ReadPolicy) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        change = snapshot.last_changes(["mlhome.yaml", "absent.yaml"])["mlhome.yaml"]
        assert change.at == (root / "mlhome.yaml").stat().st_mtime
        assert change.exact


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root / "mlhome.yaml", "kind: Other!"),
        lambda root: write(root / "b/api.json", "included elsewhere"),
        lambda root: write(root / "new/mlhome.yaml", "kind: New"),
        lambda root: (root / "b/catalog-info.yaml").unlink(),
        lambda root: (root / "b").rename(root / "c"),
    ],
)
def test_the_token_changes_with_any_file(
    root: Path, policy: ReadPolicy, change: Callable[[Path], object]
) -> None:
    def token() -> str:
        return open_snapshot(folder(root), policy).token

    before = token()
    assert token() == before
    change(root)
    assert token() != before


def test_a_file_changed_just_now_makes_no_lasting_token(root: Path, policy: ReadPolicy) -> None:
    write(root / "mlhome.yaml", "kind: New", age=0)
    tokens = {open_snapshot(folder(root), policy).token for _ in range(2)}
    assert len(tokens) == 2


def test_following_a_target_into_a_hidden_folder_makes_no_lasting_token(
    root: Path, policy: ReadPolicy
) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        before = snapshot.token
        assert snapshot.expand("mlhome.yaml", ".hidden/mlhome.yaml") == [".hidden/mlhome.yaml"]
        assert snapshot.token != before


def test_links_are_named_but_never_followed(root: Path, policy: ReadPolicy, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.yaml", "password: x")
    (root / "a").mkdir()
    (root / "a/mlhome.yaml").symlink_to(secret)
    (root / "linked").symlink_to(root / "b")
    (root / "up").symlink_to(tmp_path)
    with open_snapshot(folder(root), policy) as snapshot:
        assert snapshot.paths() == ["a/mlhome.yaml", "b/catalog-info.yaml", "mlhome.yaml"]
        refused = snapshot.read("a/mlhome.yaml")
        assert code(refused) == "location/symlink"
        assert isinstance(refused, Problem)
        assert refused.file == "a/mlhome.yaml"
        assert code(snapshot.read("linked/catalog-info.yaml")) == "location/symlink"
        assert code(snapshot.read("up/secret.yaml")) == "location/symlink"


@pytest.mark.parametrize("path", ["../secret.yaml", "/etc/passwd", "b/../../x", "a\0b", "", "."])
def test_reading_stays_below_the_root(root: Path, policy: ReadPolicy, path: str) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        assert code(snapshot.read(path)) == "location/outside"


def test_named_pipes_and_folders_are_no_descriptors(root: Path, policy: ReadPolicy) -> None:
    os.mkfifo(root / "b/mlhome.yaml")
    with open_snapshot(folder(root), policy) as snapshot:
        assert "b/mlhome.yaml" in snapshot.paths()
        assert code(snapshot.read("b/mlhome.yaml")) == "location/unreadable"
        assert code(snapshot.read("b")) == "location/unreadable"


def test_a_large_file_is_a_problem_of_its_own(root: Path, policy: ReadPolicy) -> None:
    small = replace(policy, file_bytes=10)
    write(root / "b/mlhome.yaml", "x" * 10)
    with open_snapshot(folder(root), small) as snapshot:
        assert code(snapshot.read("mlhome.yaml")) == "location/too-large"
        assert snapshot.read("b/mlhome.yaml") == b"x" * 10


def test_an_lfs_pointer_is_no_descriptor(root: Path, policy: ReadPolicy) -> None:
    write(root / "mlhome.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    with open_snapshot(folder(root), policy) as snapshot:
        assert code(snapshot.read("mlhome.yaml")) == "location/lfs-pointer"


def test_a_name_that_is_not_utf8_is_a_problem_that_can_be_shown(
    root: Path, policy: ReadPolicy
) -> None:
    (root / os.fsdecode(b"caf\xe9")).mkdir()
    (root / os.fsdecode(b"caf\xe9") / "mlhome.yaml").touch()
    with open_snapshot(folder(root), policy) as snapshot:
        assert "caf\\xe9/mlhome.yaml" in snapshot.paths()
        assert code(snapshot.read("caf\\xe9/mlhome.yaml")) == "location/name-not-utf8"


def test_a_file_that_goes_while_it_is_read_is_a_problem(root: Path, policy: ReadPolicy) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        (root / "mlhome.yaml").unlink()
        assert code(snapshot.read("mlhome.yaml")) == "location/not-found"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../mlhome.yaml", ["mlhome.yaml"]),
        ("api.json", ["b/api.json"]),
        ("*.json", ["b/api.json"]),
        ("../**/*.yaml", ["b/catalog-info.yaml", "mlhome.yaml"]),
        ("*.toml", []),
        ("{root}/b/api.json", ["b/api.json"]),
    ],
)
def test_targets_name_files_of_the_same_folder(
    root: Path, policy: ReadPolicy, target: str, expected: list[str]
) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        assert snapshot.expand("b/catalog-info.yaml", target.format(root=root)) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../../x.yaml", "outside"),
        ("/etc/passwd", "outside"),
        ("{root}/../x", "outside"),
        ("{root}-other/x", "outside"),
        ("../.git/config", "outside"),
        ("https://example.com/x.yaml", "outside"),
        ("file:///etc/passwd", "outside"),
        ("..\\..\\x", "bad-target"),
        ("a\nb", "bad-target"),
        ("", "bad-target"),
        ("absent.yaml", "not-found"),
    ],
)
def test_targets_that_lead_elsewhere_are_problems_of_their_file(
    root: Path, policy: ReadPolicy, target: str, expected: str
) -> None:
    with open_snapshot(folder(root), policy) as snapshot:
        found = snapshot.expand("b/catalog-info.yaml", target.format(root=root))
        assert code(found) == f"location/{expected}"
        assert isinstance(found, Problem)
        assert found.hint
        assert found.file == "b/catalog-info.yaml"


def test_a_glob_that_names_too_many_files_is_a_problem(root: Path, policy: ReadPolicy) -> None:
    with open_snapshot(folder(root), replace(policy, matches=1)) as snapshot:
        assert code(snapshot.expand("mlhome.yaml", "**")) == "location/too-many-files"


@pytest.mark.parametrize("bounds", [{"files": 1}, {"names": 3}])
def test_too_many_files_make_the_folder_unreadable(
    root: Path, policy: ReadPolicy, bounds: dict[str, int]
) -> None:
    with pytest.raises(LocationUnreadable) as caught:
        open_snapshot(folder(root), replace(policy, **bounds))
    assert caught.value.problem.code == "location/too-many-files"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_not_there_is_unreadable(tmp_path: Path, policy: ReadPolicy, kind: str) -> None:
    with pytest.raises(LocationUnreadable) as caught:
        open_snapshot(LocationSpec(kind, str(tmp_path / "absent")), policy)
    assert caught.value.problem.code == "location/not-found"


def test_paths_are_refused_where_none_are_allowed(root: Path, policy: ReadPolicy) -> None:
    remote_only = replace(policy, allow_local=False)
    for spec in (folder(root), LocationSpec("git", str(root))):
        with pytest.raises(LocationUnreadable) as caught:
            open_snapshot(spec, remote_only)
        assert caught.value.problem.code == "location/local-not-allowed"


@pytest.mark.parametrize("patterns", [(), ("/b/*.yaml",), ("b/",), (".hidden/*.yaml", "*.json")])
def test_a_location_reads_the_files_that_would_be_checked_before_a_commit(
    root: Path, policy: ReadPolicy, patterns: tuple[str, ...]
) -> None:
    checked = {Path(file).relative_to(root).as_posix() for file in expand([str(root)], patterns)}
    with open_snapshot(folder(root, *patterns), policy) as snapshot:
        assert set(snapshot.paths()) == checked
    assert checked


def test_a_pattern_finds_files_below_the_folder_of_the_file_only(
    root: Path, policy: ReadPolicy
) -> None:
    for name in ("b/m/1", "b/m/2", "b/m/x/3", "c/m/1", "b/.hidden/m/1", "b-side/m/1"):
        write(root / name, name)
    with open_snapshot(folder(root), policy) as snapshot:
        assert snapshot.find("b/catalog-info.yaml", "m/**", 2) == (["b/m/1", "b/m/2"], 3)
        assert snapshot.find("b/catalog-info.yaml", "**/1", 9) == (["b/m/1"], 1)
        assert snapshot.find("mlhome.yaml", "*/m/1", 9) == (["b-side/m/1", "b/m/1", "c/m/1"], 3)
        assert snapshot.find("mlhome.yaml", "none/*", 9) == ([], 0)
        assert code(snapshot.find("b/catalog-info.yaml", "../c/*", 9)) == "location/outside"
