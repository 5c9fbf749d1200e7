"""Which words are marked, and how texts are cut around them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlight import FRAGMENT, FRAGMENTS, Marker
from search.plan import make_plan
from search.request import SearchRequest

_EMPTY = {"name": "", "title": "", "tags": [], "description": "", "text": ""}


def marks(query: str, **row: object) -> dict[str, tuple[str, ...]]:
    return Marker(make_plan(SearchRequest(query))).marks({**_EMPTY, **row})


def test_all_forms_of_a_word_are_marked() -> None:
    found = marks("ranking ", title="Ranks, ranked: ranking")
    assert found == {"title": ("<mark>Ranks</mark>, <mark>ranked</mark>: <mark>ranking</mark>",)}


def test_words_that_must_not_be_there_are_not_marked() -> None:
    assert marks("-fraud ", title="fraud") == {}


def test_only_tags_that_match_are_given() -> None:
    assert marks("gold ", tags=["gold", "silver"]) == {"tags": ("<mark>gold</mark>",)}


def test_a_word_of_one_field_is_marked_there_only() -> None:
    assert marks("title:fraud ", title="fraud", description="fraud") == {
        "title": ("<mark>fraud</mark>",)
    }


def test_a_long_text_is_cut_between_words_around_what_matched() -> None:
    text = "before " * 100 + "needle " + "after " * 100 + "needle " + "end " * 100
    first, second = marks("needle ", text=text)["text"]
    assert first.startswith("…before ")
    assert " <mark>needle</mark> after" in first
    assert first.endswith("after…")
    assert "<mark>needle</mark>" in second


_TEXTS = st.text(st.sampled_from('ab<>&"é \n'), max_size=600)


@settings(deadline=None)
@given(_TEXTS, st.text("abé", min_size=1, max_size=2))
def test_marked_text_is_the_text_escaped_whatever_it_holds(text: str, word: str) -> None:
    for fragment in marks(f"{word} ", description=text).get("description", ()):
        bare = re.sub("</?mark>", "", fragment).strip("…")
        assert "<" not in bare
        assert ">" not in bare
        assert len(fragment) < 10 * FRAGMENT
    assert len(marks(word, description=text).get("description", ())) <= FRAGMENTS


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("die ", "Dying discs"),
        ("dying ", "It dies"),
        ("3d ", "A 3D view"),
        ("Été ", "ete"),
        ("ete ", "Été"),
    ],
)
def test_a_word_is_marked_whatever_its_form(query: str, title: str) -> None:
    assert "<mark>" in marks(query, title=title)["title"][0]
