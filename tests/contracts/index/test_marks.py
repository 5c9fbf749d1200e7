"""What is marked in what was found."""

import pytest

from search.index import SearchIndex
from search.request import SearchRequest
from tests.contracts.index.asking import Ask
from tests.search.corpus import a_document


def test_what_matched_is_marked_and_the_rest_escaped(index: SearchIndex) -> None:
    text = "Ranks <b>products</b> & more. " + "Nothing here. " * 40 + "Then it is ranking again."
    index.apply([a_document(1, title="Ranked <i>", description=text, tags=("ranking", "b"))])
    marks = index.find(SearchRequest("ranking ")).hits[0].highlights
    assert marks["title"] == ("<mark>Ranked</mark> &lt;i&gt;",)
    assert marks["tags"] == ("<mark>ranking</mark>",)
    assert marks["description"][0].startswith(
        "<mark>Ranks</mark> &lt;b&gt;products&lt;/b&gt; &amp; more."
    )
    assert marks["description"][1].endswith("it is <mark>ranking</mark> again.")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("photogr", "<mark>Photographs</mark> of shelves"),
        ("photografs ", "<mark>Photographs</mark> of shelves"),
        ('"photographs of"', "<mark>Photographs</mark> <mark>of</mark> shelves"),
        ("title:shelf -gap", "Photographs of <mark>shelves</mark>"),
    ],
)
def test_marks_follow_what_was_typed(ask: Ask, query: str, title: str) -> None:
    hits = {hit.name: hit for hit in ask(query).hits}
    assert hits["shelf-photos"].highlights["title"] == (title,)


def test_marks_can_be_left_out(ask: Ask) -> None:
    assert all(not hit.highlights for hit in ask("shelf", highlight=()).hits)
