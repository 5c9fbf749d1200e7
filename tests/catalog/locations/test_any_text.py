"""Whatever people or descriptors say, the answer is a location, a path or a problem."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.locations import LocationSpec, parse_target
from catalog.locations.expanding import inside
from catalog.locations.targets import pattern_problem, ref_problem, remote_problem
from descriptors.patterns import PathGlob
from descriptors.problems import Problem

PIECES = st.sampled_from(
    [
        *("https://", "HTTP://", "git+", "ssh://", "git@", "h", ":", "/", "..", ".", "#", "@"),
        *("[", "]", "%2e", "*", "-", "blob", "tree", "github.com", "gitlab.com", ".git", "::"),
        *("dev.azure.com", "?path=", " "),
    ]
)
TEXT = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_any_target_is_a_location_or_a_problem_with_a_hint(text: str) -> None:
    found = parse_target(text, local=False)
    if isinstance(found, Problem):
        assert found.message
    else:
        assert found.type in ("git", "url")
        assert not found.target.startswith("-")
        assert found.type == "url" or remote_problem(found.target) is None
        assert ref_problem(found.ref) is None
        assert pattern_problem(found.patterns) is None
        assert parse_target(found.target, found.ref, found.patterns, local=False) in (
            found,
            LocationSpec("git", found.target, found.ref, found.patterns),
            LocationSpec("url", found.target),
        )


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(TEXT, TEXT, st.sampled_from(["", "/", "/srv/ml"]))
def test_any_target_in_a_descriptor_stays_inside(base: str, target: str, root: str) -> None:
    found = inside("a/b/" + base.replace("/", ""), target, root)
    if isinstance(found, str):
        assert not found.startswith("/")
        assert ".." not in found.split("/")


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_any_glob_can_be_asked_about_any_path(glob: str, path: str) -> None:
    assert PathGlob(glob).match(path) in (True, False)
