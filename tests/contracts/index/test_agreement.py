"""Both engines give one answer: what is found on a laptop is found on a cluster."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index import SearchIndex
from search.open import create_build, drop_build, open_index
from search.request import SearchRequest
from tests.parts.elasticsearch.node import Node
from tests.search.corpus import CORPUS

pytestmark = pytest.mark.elasticsearch

_VOCABULARY = sorted(
    {word for d in CORPUS for word in f"{d.name} {d.title} {d.description} {d.text}".split()}
)
_BEFORE = st.sampled_from(["", "", "", "", "-", "title:", "kind:", "tag:", "owner:", "no-field:"])


@st.composite
def words(draw: st.DrawFn) -> str:
    """A word of the corpus: as it is, unfinished, or mistyped."""
    word = draw(st.sampled_from(_VOCABULARY))
    at = draw(st.integers(0, len(word)))
    return draw(st.sampled_from([word, word, word[: at or 1], f"{word[:at]}x{word[at:]}"]))


_PARTS = st.one_of(
    st.builds("{}{}".format, _BEFORE, words()),
    st.builds('"{} {}"'.format, words(), words()),
    st.just("OR"),
)
_QUERIES = st.builds(
    "{}{}".format, st.lists(_PARTS, max_size=4).map(" ".join), st.sampled_from(["", " "])
)


@pytest.fixture(scope="module")
def engines(
    elasticsearch: Node,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[SearchIndex]]:
    folder = tmp_path_factory.mktemp("agreement")
    opened = []
    for search_url in ("", elasticsearch.url):
        create_build(search_url, folder, "agreement")
        opened.append(open_index(search_url, folder, "agreement", writable=True))
        opened[-1].apply(CORPUS)
    yield opened
    for index in opened:
        index.close()
    drop_build(elasticsearch.url, folder, "agreement")


@settings(max_examples=200, deadline=None)
@given(query=_QUERIES)
def test_any_query_finds_and_counts_the_same(engines: list[SearchIndex], query: str) -> None:
    request = SearchRequest(query, limit=100, facets=("kind", "tag"), sort="title")
    embedded, cluster = (index.find(request) for index in engines)
    assert embedded == cluster
