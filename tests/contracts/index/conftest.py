"""Each engine in turn, with an index in it: the suite in this folder says what each has to do."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.index import SearchIndex
from search.open import create_build, drop_build, open_index
from search.request import SearchRequest, SearchResult
from tests.contracts.index.asking import Ask
from tests.parts.elasticsearch.fixture import elasticsearch
from tests.search.corpus import CORPUS

__all__ = ["elasticsearch"]

MakeIndex = Callable[[], SearchIndex]


@pytest.fixture(
    scope="session",
    params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)],
)
def search_url(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, as the settings name it."""
    if request.param == "embedded":
        return ""
    return str(request.getfixturevalue("elasticsearch").url)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("builds")


@pytest.fixture(scope="session")
def make_index(search_url: str, folder: Path) -> Iterator[MakeIndex]:
    """Makes empty indices, and drops them at the end."""
    builds = (f"build-{number}" for number in itertools.count(1))
    made: list[tuple[str, SearchIndex]] = []

    def make() -> SearchIndex:
        build = next(builds)
        create_build(search_url, folder, build)
        made.append((build, open_index(search_url, folder, build, writable=True)))
        return made[-1][1]

    yield make
    for build, index in made:
        index.close()
        drop_build(search_url, folder, build)


@pytest.fixture
def index(make_index: MakeIndex) -> Iterator[SearchIndex]:
    """An empty index."""
    index = make_index()
    yield index
    index.close()


@pytest.fixture(scope="session")
def company(make_index: MakeIndex) -> SearchIndex:
    """The corpus, for tests that only read."""
    index = make_index()
    index.apply(CORPUS)
    return index


@pytest.fixture(scope="session")
def ask(company: SearchIndex) -> Ask:
    def ask(query: str = "", **given: object) -> SearchResult:
        return company.find(SearchRequest(query, **{"limit": 100, **given}))  # type: ignore[arg-type]

    return ask
