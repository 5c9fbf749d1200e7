"""Builds of an index: made, opened, listed, dropped."""

from pathlib import Path

import pytest

from search.errors import IndexCorrupt, IndexUnavailable
from search.index import SearchIndex
from search.open import create_build, drop_build, list_builds, open_index
from search.request import SearchRequest
from tests.search.corpus import a_document


def test_builds_stand_beside_each_other(search_url: str, folder: Path) -> None:
    for build in ("beside-1", "beside-2"):
        create_build(search_url, folder, build)
    first = open_index(search_url, folder, "beside-1", writable=True)
    first.apply([a_document(1)])
    second = open_index(search_url, folder, "beside-2", writable=True)
    assert (first.count(), second.count()) == (1, 0)
    assert {"beside-1", "beside-2"} <= set(list_builds(search_url, folder))
    first.close()
    second.close()
    drop_build(search_url, folder, "beside-1")
    drop_build(search_url, folder, "beside-1")
    assert "beside-1" not in list_builds(search_url, folder)


def test_a_missing_build_is_to_be_made_anew(search_url: str, folder: Path) -> None:
    with pytest.raises(IndexCorrupt):
        open_index(search_url, folder, "never-made", writable=True)


def test_a_build_that_is_dropped_while_open_is_not_made_by_writing(
    search_url: str, folder: Path
) -> None:
    create_build(search_url, folder, "dropped")
    index = open_index(search_url, folder, "dropped", writable=True)
    index.apply([a_document(1)])
    drop_build(search_url, folder, "dropped")
    with pytest.raises(IndexUnavailable):
        index.apply([a_document(2)])
    with pytest.raises(IndexUnavailable):
        index.find(SearchRequest())
    assert not index.health().ok
    assert "dropped" not in list_builds(search_url, folder)


def test_health_tells_how_many_documents_there_are(index: SearchIndex) -> None:
    index.apply([a_document(1)])
    health = index.health()
    assert (health.ok, health.documents) == (True, 1)
