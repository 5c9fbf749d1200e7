"""Which files are descriptors."""

import pytest

from descriptors.patterns import PathGlob, Patterns

USUAL = ("catalog-info.yaml", "mlhome.yaml")


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("mlhome.yaml", "a/b/mlhome.yaml", True),
        ("mlhome.yaml", "a/b/my-mlhome.yaml", False),
        ("*.mlhome.yaml", "a/x.mlhome.yaml", True),
        ("/mlhome.yaml", "mlhome.yaml", True),
        ("/mlhome.yaml", "a/mlhome.yaml", False),
        ("a/*/x.yaml", "a/b/x.yaml", True),
        ("a/*/x.yaml", "a/b/c/x.yaml", False),
        ("a/**/x.yaml", "a/x.yaml", True),
        ("a/**/x.yaml", "a/b/c/x.yaml", True),
        ("a/**", "a/b/c", True),
        ("**/x.yaml", "x.yaml", True),
        ("**/a/**/b/x.yaml", "q/a/b/z/b/x.yaml", True),
        ("model-[ab].yaml", "model-b.yaml", True),
        ("model-?.yaml", "c/model-b.yaml", True),
        ("ml/", "ml/a/catalog-info.yaml", True),
        ("ml/", "catalog-info.yaml", False),
        ("ml/", "ml/a/other.yaml", False),
    ],
)
def test_patterns_match_names_anywhere_and_paths_from_the_root(
    pattern: str, path: str, matches: bool
) -> None:
    assert Patterns((pattern,), USUAL).match(path) is matches


def test_without_patterns_the_usual_ones_apply() -> None:
    assert Patterns((), USUAL).match("a/catalog-info.yaml")


def test_hidden_and_foreign_folders_are_entered_only_by_name() -> None:
    assert not Patterns((), USUAL).enters(".cache")
    assert not Patterns((), USUAL).enters("node_modules")
    named = Patterns((".backstage/*.yaml", ".git/x"), USUAL)
    assert named.enters(".backstage")
    assert not named.enters(".git")


def test_a_hostile_glob_takes_no_time() -> None:
    assert not PathGlob("*a" * 60 + "b").match("a" * 255)
    assert not PathGlob("**/a/" * 50 + "b").match("a/" * 120 + "c")
