"""What people type, and what it is taken for."""

from pathlib import Path

import pytest

from catalog.locations import LocationSpec, parse_target
from catalog.locations.targets import MAX_PATTERNS, pattern_problem
from descriptors.problems import Problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://git.example/org/repo.git", ("https://git.example/org/repo.git", "", ())),
        ("git+https://git.example/org/repo", ("https://git.example/org/repo", "", ())),
        ("https://git.example/repo.git #v1", ("https://git.example/repo.git", "v1", ())),
        ("git+https://git.example/repo#v1", ("https://git.example/repo", "v1", ())),
        ("git@github.com:org/repo.git", ("git@github.com:org/repo.git", "", ())),
        (
            "ssh://git@git.example:7999/a/b.git#dev",
            ("ssh://git@git.example:7999/a/b.git", "dev", ()),
        ),
        (
            "https://git.example/org/repo.git#main:ml/*/mlhome.yaml",
            ("https://git.example/org/repo.git", "main", ("ml/*/mlhome.yaml",)),
        ),
        ("https://github.com/org/repo", ("https://github.com/org/repo", "", ())),
        ("https://gitlab.com/a/b/c/", ("https://gitlab.com/a/b/c", "", ())),
        (
            "https://github.com/org/repo/blob/main/a/catalog-info.yaml",
            ("https://github.com/org/repo", "main", ("/a/catalog-info.yaml",)),
        ),
        (
            "https://github.com/org/repo/tree/v1/models",
            ("https://github.com/org/repo", "v1", ("/models/",)),
        ),
        (
            "https://gitlab.com/g/sub/repo/-/blob/main/catalog-info.yaml",
            ("https://gitlab.com/g/sub/repo", "main", ("/catalog-info.yaml",)),
        ),
        (
            "https://dev.azure.com/o/p/_git/r?path=/a/b.yaml&version=GBdev",
            ("https://dev.azure.com/o/p/_git/r", "dev", ("/a/b.yaml",)),
        ),
        (
            "https://codeberg.org/o/r/src/branch/main/b.yaml",
            ("https://codeberg.org/o/r", "main", ("/b.yaml",)),
        ),
    ],
)
def test_a_git_address_becomes_a_git_location(
    text: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    assert parse_target(text) == LocationSpec("git", *expected)


def test_a_host_of_ones_own_is_known_when_it_is_named() -> None:
    url = "https://code.corp/org/repo/blob/main/catalog-info.yaml"
    assert parse_target(url) == LocationSpec("url", url)
    named = parse_target(url, git_hosts={"code.corp": "github"})
    assert named == LocationSpec(
        "git", "https://code.corp/org/repo", "main", ("/catalog-info.yaml",)
    )


def test_any_other_address_is_a_file_to_fetch() -> None:
    url = "https://raw.githubusercontent.com/org/repo/main/catalog-info.yaml"
    assert parse_target(url + "#top") == LocationSpec("url", url)


def test_an_ipv6_address_is_an_address_like_any_other() -> None:
    url = "http://[::1]:8080/x.yaml"
    assert parse_target(url) == LocationSpec("url", url)
    assert parse_target("https://[2001:db8::7]/org/repo.git#main") == LocationSpec(
        "git", "https://[2001:db8::7]/org/repo.git", "main"
    )


def test_paths_are_told_apart_by_looking_at_them(tmp_path: Path) -> None:
    file = tmp_path / "mlhome.yaml"
    file.touch()
    assert parse_target(str(file)) == LocationSpec("file", str(file))
    assert parse_target(f"file://{file}") == LocationSpec("file", str(file))
    assert parse_target(str(tmp_path)) == LocationSpec("folder", str(tmp_path))
    (tmp_path / ".git").mkdir()
    assert parse_target(str(tmp_path)) == LocationSpec("folder", str(tmp_path))
    assert parse_target(f"git+file://{tmp_path}") == LocationSpec("git", str(tmp_path))
    assert parse_target(f"{tmp_path}#dev:*.yaml") == LocationSpec(
        "git", str(tmp_path), "dev", ("*.yaml",)
    )


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_target(".") == LocationSpec("folder", str(tmp_path))


def test_a_bare_repository_is_git(tmp_path: Path) -> None:
    bare = tmp_path / "repo.git"
    for folder in ("objects", "refs"):
        (bare / folder).mkdir(parents=True)
    (bare / "HEAD").touch()
    assert parse_target(str(bare)) == LocationSpec("git", str(bare))
    assert parse_target(f"{bare}#v1") == LocationSpec("git", str(bare), "v1")


def test_ref_and_patterns_given_beside_the_text_win() -> None:
    spec = parse_target("https://git.example/a.git#main:x.yaml", "v2", ("y.yaml",))
    assert spec == LocationSpec("git", "https://git.example/a.git", "v2", ("y.yaml",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-target"),
        ("--upload-pack=touch /tmp/x", "bad-target"),
        ("ext::sh -c 'id >&2'", "bad-target"),
        ("git+ext::sh -c id", "bad-target"),
        ("https://git.example/a.git\n--upload-pack", "bad-target"),
        ("git://git.example/a.git", "bad-target"),
        ("ftp://git.example/a.yaml", "bad-target"),
        ("javascript://x/%0aalert(1)", "bad-target"),
        ("https:///a.yaml", "bad-target"),
        ("HTTP:// #", "bad-target"),
        ("https://git.example /a.yaml", "bad-target"),
        ("https://[::1/a.yaml", "bad-target"),
        ("https://git.example/a::b.yaml", "bad-target"),
        ("ext::https://[::1]/a.yaml", "bad-target"),
        ("ext::sh -c //[::1]", "bad-target"),
        ("git@host:--upload-pack=x", "bad-target"),
        ("ssh://-oProxyCommand=id/x.git", "bad-target"),
        ("git+ssh://-oProxyCommand=id/x.git", "bad-target"),
        ("https://ann:secret@git.example/a.git", "secret-in-target"),
        ("https://token@git.example/a.yaml", "secret-in-target"),
        ("ssh://git:secret@git.example/a.git", "secret-in-target"),
        ("https://git.example/a.git#--upload-pack=x", "bad-ref"),
        ("https://git.example/a.git#a..b", "bad-ref"),
        ("https://git.example/a.git#a b", "bad-ref"),
        ("https://git.example/a.git#main:../x.yaml", "bad-pattern"),
        ("/no/such/folder", "not-found"),
        ("no/such/*.yaml", "not-found"),
    ],
)
def test_what_is_wrong_or_dangerous_is_a_problem_with_a_hint(text: str, code: str) -> None:
    found = parse_target(text)
    assert isinstance(found, Problem)
    assert found.code == f"location/{code}"
    assert found.hint
    assert "secret" not in found.message.removesuffix("holds a secret")


def test_a_ref_of_a_path_that_is_no_repository_is_a_problem(tmp_path: Path) -> None:
    found = parse_target(str(tmp_path), ref="main")
    assert isinstance(found, Problem)
    assert found.code == "location/bad-ref"


def test_over_http_the_disks_are_not_even_looked_at(tmp_path: Path) -> None:
    there, absent = (parse_target(str(tmp_path / name), local=False) for name in ("", "x"))
    assert isinstance(there, Problem)
    assert isinstance(absent, Problem)
    assert there.code == absent.code == "location/local-not-allowed"


@pytest.mark.parametrize("pattern", ["", "/", "../x", "a/./b", "a//b", "a\nb", "x" * 300])
def test_a_malformed_pattern_is_a_problem(pattern: str) -> None:
    found = pattern_problem((pattern,))
    assert found
    assert found.code == "location/bad-pattern"


def test_too_many_patterns_are_a_problem() -> None:
    assert pattern_problem(["a.yaml"] * (MAX_PATTERNS + 1))
    assert pattern_problem(["a.yaml"] * MAX_PATTERNS) is None


@pytest.mark.parametrize(
    ("spec", "location_ref", "name"),
    [
        (LocationSpec("folder", "/ml"), "file:/ml/a.yaml", "/ml/a.yaml"),
        (
            LocationSpec("url", "https://x.org/a.yaml"),
            "url:https://x.org/a.yaml",
            "https://x.org/a.yaml",
        ),
        (LocationSpec("git", "https://x.org/r.git"), "url:…", "https://x.org/r.git/a.yaml"),
        (LocationSpec("git", "git@x.org:r.git"), "url:…", "git@x.org:r.git/a.yaml"),
        (
            LocationSpec("git", "https://x.org/r.git/", "v2"),
            "url:…",
            "https://x.org/r.git#v2:a.yaml",
        ),
    ],
)
def test_a_file_is_called_by_what_leads_to_it(
    spec: LocationSpec, location_ref: str, name: str
) -> None:
    assert spec.name_of("a.yaml", location_ref) == name
