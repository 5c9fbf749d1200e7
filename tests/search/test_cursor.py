"""Cursors that come back as they were given out, or are refused."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.cursor import Cursor, read_cursor, write_cursor
from search.errors import InvalidCursor

_SCORES = st.floats(0, 1e9, width=32)


@settings(deadline=None)
@given(st.text(max_size=50), st.integers(0, 2**60), st.integers(0, 10**6), st.booleans())
def test_a_cursor_of_a_sort_comes_back(key: str, id: int, seen: int, near: bool) -> None:
    cursor = Cursor("-title", key, id, seen, near)
    assert read_cursor(write_cursor(cursor), "-title") == cursor


@settings(deadline=None)
@given(st.integers(0, 2**62), st.integers(0, 2**60))
def test_a_cursor_of_a_number_comes_back(key: int, id: int) -> None:
    cursor = Cursor("views", key, id, 20)
    assert read_cursor(write_cursor(cursor), "views") == cursor


@settings(deadline=None)
@given(_SCORES, st.integers(0, 2**60))
def test_a_cursor_of_relevance_comes_back_with_its_exact_score(score: float, id: int) -> None:
    cursor = Cursor("", score, id, 20)
    assert read_cursor(write_cursor(cursor), "") == cursor


def test_no_cursor_is_the_first_page() -> None:
    assert read_cursor("", "title") is None


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        read_cursor(text, "title")


def test_a_cursor_of_another_sort_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        read_cursor(write_cursor(Cursor("title", "a", 1, 1)), "")


@pytest.mark.parametrize(
    ("sort", "key", "id", "seen"),
    [
        ("", math.nan, 1, 1),
        ("", math.inf, 1, 1),
        ("", 1e300, 1, 1),
        ("", 1.5, -1, 1),
        ("", 1.5, 1, -1),
        ("", 1.5, 1, 10**40),
        ("", 1.5, 10**40, 1),
        ("", 1.5, math.inf, 1),
        ("views", 2**63, 1, 1),
        ("views", -1, 1, 1),
        ("title", "half \ud800", 1, 1),
    ],
)
def test_what_no_engine_can_compare_with_is_refused(
    sort: str, key: str | float, id: int, seen: int
) -> None:
    with pytest.raises(InvalidCursor):
        read_cursor(write_cursor(Cursor(sort, key, id, seen)), sort)
