"""How far words are apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.distance import within


@pytest.mark.parametrize(
    ("asked", "word", "most", "answer"),
    [
        ("fraud", "fraud", 0, True),
        ("fraud", "freud", 1, True),
        ("fraud", "frauds", 1, True),
        ("fraud", "frad", 1, True),
        ("fruad", "fraud", 1, True),
        ("fraud", "fried", 1, False),
        ("ab", "ba", 0, False),
        ("", "", 0, True),
        ("", "ab", 1, False),
    ],
)
def test_letters_left_out_added_changed_or_swapped(
    asked: str, word: str, most: int, answer: bool
) -> None:
    assert within(asked, word, most) is answer


def test_a_beginning_may_be_followed_by_anything() -> None:
    assert within("recomm", "recommendation", 0, beginning=True)
    assert within("recomend", "recommendation", 1, beginning=True)
    assert not within("xecomend", "recommendation", 1, beginning=True)


_WORDS = st.text("abc", max_size=6)


@settings(deadline=None)
@given(_WORDS, _WORDS, st.integers(0, 3))
def test_distance_is_the_same_from_both_sides(one: str, other: str, most: int) -> None:
    assert within(one, other, most) == within(other, one, most)


@settings(deadline=None)
@given(_WORDS, st.integers(0, 5), st.sampled_from("abc"))
def test_one_letter_more_is_one_mistake(word: str, at: int, letter: str) -> None:
    assert within(word[:at] + letter + word[at:], word, 1)
