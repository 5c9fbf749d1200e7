"""The README's examples find what they say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import search
from search.index import SearchIndex
from search.open import create_build, open_index
from search.query import DEFAULT_FIELDS
from search.request import SearchRequest
from tests.search.corpus import CORPUS

README = Path(search.__file__ or "").with_name("README.md")
_ROW = re.compile(r"^\| `(?P<query>[^`]+)` \|.*\| (?P<found>[^|]+) \|$", re.MULTILINE)
_EXAMPLES = _ROW.findall(README.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("readme")
    create_build("", folder, "company")
    index = open_index("", folder, "company", writable=True)
    index.apply(CORPUS)
    yield index
    index.close()


@pytest.mark.parametrize(("query", "found"), _EXAMPLES)
def test_an_example_finds_what_the_readme_says(
    company: SearchIndex, query: str, found: str
) -> None:
    hits = company.find(SearchRequest(query, limit=100)).hits
    assert sorted(hit.name for hit in hits) == [name.strip() for name in found.split(",")]


def test_there_are_examples() -> None:
    assert len(_EXAMPLES) > 10


def test_every_field_is_named() -> None:
    text = README.read_text(encoding="utf-8")
    assert [name for name in DEFAULT_FIELDS.fields if f"`{name}`" not in text] == ["tags"]
