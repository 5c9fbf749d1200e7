"""Whatever people type is answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.index.asking import Ask, names
from tests.search.corpus import CORPUS


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        '"',
        "(",
        ")",
        "-",
        "*",
        "OR",
        "NOT",
        "kind:",
        "a:b:c",
        "views>x",
        "\x00",
        "()" * 200,
        "x" * 300,
        "title:" + "x" * 300,
    ],
)
def test_odd_queries_are_answered(ask: Ask, query: str) -> None:
    assert ask(query).total >= 0


_PIECES = st.sampled_from(
    [*'()"-:,<>=.*?~^[]{}/\\', " ", " OR ", " NOT ", "kind:", "views>", "updated:", "fraud", "mo"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
def test_any_text_is_answered(ask: Ask, query: str) -> None:
    result = ask(query, facets=("kind",), limit=3)
    assert 0 <= len(result.hits) <= result.total <= len(CORPUS)


def test_a_very_long_query_is_answered_and_says_what_was_left_out(ask: Ask) -> None:
    result = ask("fraud " * 500)
    assert names(result)[0] == "fraud-detection"
    assert result.understood[-1].kind == "cut"
