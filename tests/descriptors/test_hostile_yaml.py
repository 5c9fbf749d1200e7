"""Input made to hurt: a problem, never a crash. The process surviving is part of each test."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.events import CollectionEndEvent, CollectionStartEvent

from descriptors.bombs import refusal
from descriptors.compose import Composer
from descriptors.format import shipped_format
from descriptors.limits import Limits
from descriptors.parse import parse
from descriptors.read import read

GOOD = (
    b"apiVersion: mlhome/v1\nkind: Model\nmetadata: {name: m}\n"
    b"spec:\n  project: p\n  lifecycle: production\n"
)
NINE_LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (i, i, *[i - 1] * 9)
    for i in range(ord("b"), ord("j"))
)


@pytest.mark.parametrize(
    "bomb",
    [
        b"[" * 100_000,
        b"{" * 100_000,
        b"a: " + b"[" * 100_000 + b"]" * 100_000,
        b"[\n" * 100_000,
        b"- " * 50_000 + b"x",
        b"? " * 50_000 + b"x",
        b"- ? " * 30_000 + b"x",
        b"".join(b" " * depth + b"a:\n" for depth in range(400)),
        b"[" * 900 + b"]" * 900,
        b"- " * 900 + b"x",
        b"a: &a [*a]",
        b"a: &a {b: *a}",
    ],
)
def test_endless_nesting_is_a_problem(bomb: bytes) -> None:
    documents, problems = parse(bomb + b"\n---\nsibling: true\n")

    assert [problem.code for problem in problems] == ["limit/depth"]
    assert problems[0].line
    assert [document.value for document in documents] == [{"sibling": True}]


@pytest.mark.parametrize(
    "bomb", [b": " * 50_000, b"a: b: " * 9_999, b"&a " * 50_000, b"!x " * 9_999]
)
def test_endless_indicators_are_a_problem(bomb: bytes) -> None:
    documents, problems = parse(bomb)

    assert documents == []
    assert len(problems) == 1


@pytest.mark.parametrize(
    "bomb", [NINE_LAUGHS, b"a:\n" + b"- b\n" * 30_000, b"a: [" + b"b," * 30_000 + b"]"]
)
def test_too_many_values_are_a_problem(bomb: bytes) -> None:
    documents, problems = parse(bomb)

    assert documents == []
    assert [problem.code for problem in problems] == ["limit/nodes"]


def test_a_file_of_ten_megabytes_is_not_even_parsed() -> None:
    documents, problems = parse(b"a: 1\n---\n" * 1_200_000)

    assert (documents, [problem.code for problem in problems]) == ([], ["limit/bytes"])


def test_after_a_thousand_documents_reading_stops() -> None:
    documents, problems = parse(b"---\na: 1\n" * 1_001)

    assert len(documents) == 1_000
    assert [(problem.code, problem.line) for problem in problems] == [("limit/documents", 2_001)]


def test_a_very_long_value_is_a_problem_and_one_just_short_enough_is_not() -> None:
    limits = Limits(scalar=20_000)

    assert parse(b"a: " + b"x" * 20_000, limits=limits)[1] == []
    assert [p.code for p in parse(b"a: " + b"x" * 20_001, limits=limits)[1]] == ["limit/scalar"]


def test_the_depth_that_is_allowed_is_allowed() -> None:
    assert parse(b"a: " + b"[" * 63 + b"]" * 63)[1] == []
    assert [p.code for p in parse(b"a: " + b"[" * 64 + b"]" * 64)[1]] == ["limit/depth"]


@pytest.mark.parametrize(
    "flood",
    [
        b"a: 1\n" * 9_000,
        b"kind: Model\n" + b"".join(b"x%d: 1\n" % number for number in range(4_000)),
        GOOD.replace(b"{name: m}", b"{name: m, tags: [" + b"A," * 9_000 + b"]}"),
        GOOD + b"".join(b"  x%d: 1\n" % number for number in range(4_000)),
        GOOD + b"  basedOn: ':'\n  trainedOn: [" + b"':'," * 4_000 + b"]\n",
        GOOD + b"  " + b"y" * 20_000 + b": 1\n",
    ],
)
def test_of_a_flood_of_problems_only_the_first_are_told(flood: bytes) -> None:
    problems = read(flood, "f.yaml", shipped_format()).problems

    assert 1 <= len(problems) <= 100


PIECES = ["[", "{", "- ", "? ", ": ", "a: ", "\n", " ", "  ", "&x ", "!t ", "'", '"', ",", "]", "}"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 400)), max_size=12))
def test_what_passes_unsuspected_nests_no_deeper_than_is_safe(runs: list[tuple[str, int]]) -> None:
    data = "".join(piece * count for piece, count in runs).encode() + b"\n"
    limits = Limits(depth=10**6, nodes=10**6, scalar=10**6)
    try:
        suspected = refusal(data, Limits(depth=0, nodes=10**6, scalar=10**6)) is not None
        assert suspected or deepest(data) <= 2_048
        assert refusal(data, limits) is None
    except yaml.YAMLError:
        pass


def deepest(data: bytes) -> int:
    events, depth, most = Composer(data), 0, 0
    while (event := events.get_event()) is not None:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        most = max(most, depth)
    return most


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_documents_and_problems(data: bytes) -> None:
    documents, problems = parse(data)

    assert all(problem.line and problem.hint is not None for problem in problems)
    assert all(isinstance(document.value, dict) for document in documents)
