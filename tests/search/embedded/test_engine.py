"""What is particular to the embedded engine: its lock, its files, and their loss."""

import json
import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from search.embedded.edge import edge
from search.embedded.engine import EmbeddedIndex
from search.errors import IndexCorrupt, IndexLocked, IndexUnavailable
from search.index import SearchIndex
from search.open import create_build, list_builds, open_index
from search.request import SearchRequest
from tests.search.corpus import CORPUS, a_document


@pytest.fixture
def build(tmp_path: Path) -> Path:
    create_build("", tmp_path, "one")
    return tmp_path / "one"


@pytest.fixture
def index(build: Path) -> Iterator[SearchIndex]:
    index = opened(build)
    yield index
    index.close()


def opened(build: Path, writable: bool = True) -> SearchIndex:
    return open_index("", build.parent, build.name, writable=writable)


def _apply(build: Path, first: int) -> None:
    index = opened(build)
    index.apply([a_document(id) for id in range(first, first + 10)])
    index.close()


def _in_a_process(build: Path, first: int) -> int | None:
    process = multiprocessing.get_context("spawn").Process(target=_apply, args=(build, first))
    process.start()
    process.join()
    return process.exitcode


def test_a_second_writer_is_refused(index: SearchIndex, build: Path) -> None:
    with pytest.raises(IndexLocked):
        opened(build)


def test_the_lock_is_free_once_the_writer_is_closed(build: Path) -> None:
    opened(build).close()
    opened(build).close()


def test_a_reader_cannot_write(index: SearchIndex, build: Path) -> None:
    reader = opened(build, writable=False)
    with pytest.raises(IndexUnavailable):
        reader.apply([a_document(1)])


def test_a_reader_sees_what_another_process_wrote(build: Path) -> None:
    reader = opened(build, writable=False)
    assert reader.count() == 0
    assert _in_a_process(build, 1) == 0
    assert reader.count() == 10
    assert reader.find(SearchRequest("entry ")).total == 10


def test_many_threads_may_read_while_one_writes(index: SearchIndex) -> None:
    seen: list[int] = []

    def read() -> None:
        seen.extend(index.find(SearchRequest("entry ", limit=5)).total for _ in range(20))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for batch in range(10):
        index.apply([a_document(id) for id in range(batch * 10, batch * 10 + 10)])
    for reader in readers:
        reader.join()
    assert len(seen) == 80
    assert index.count() == 100


def test_after_an_error_the_writer_begins_anew(index: SearchIndex) -> None:
    index.apply([a_document(1)])
    with pytest.raises(IndexUnavailable):
        index.apply([a_document(2), a_document(2**70)])
    index.apply([a_document(3)])
    assert dict(index.revisions()) == {1: 1, 3: 1}


def test_an_interrupted_batch_leaves_the_last_commit(build: Path) -> None:
    def interrupt(point: str) -> None:
        raise KeyboardInterrupt

    opened_once = opened(build)
    opened_once.apply([a_document(1)])
    opened_once.close()
    index = open_index("", build.parent, "one", writable=True, at=interrupt)
    with pytest.raises(KeyboardInterrupt):
        index.apply([a_document(2)])
    index.close()
    assert dict(opened(build, writable=False).revisions()) == {1: 1}


def _damaged(build: Path, suffix: str, data: bytes | None) -> None:
    for path in (build / "index").glob(f"*{suffix}"):
        path.write_bytes(data) if data is not None else path.unlink()


@pytest.mark.parametrize("suffix", [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm"])
@pytest.mark.parametrize("data", [None, b"", b"\xff" * 4_096], ids=["lost", "empty", "garbage"])
def test_lost_and_damaged_files_are_told_at_the_latest_when_read(
    build: Path, suffix: str, data: bytes | None
) -> None:
    writer = opened(build)
    writer.apply(CORPUS)
    writer.close()
    _damaged(build, suffix, data)
    with pytest.raises(IndexCorrupt):
        opened(build, writable=False).find(SearchRequest('fraud "card fraud"', facets=("kind",)))


@pytest.mark.parametrize("data", [None, b"", b"{}", b"garbage"])
def test_a_damaged_list_of_segments_is_told_when_opened(build: Path, data: bytes | None) -> None:
    _damaged(build, "meta.json", data)
    with pytest.raises(IndexCorrupt):
        opened(build)


@pytest.mark.parametrize("about", ["", "[]", "{}", json.dumps({"schema": "another"})])
def test_a_build_for_another_schema_is_to_be_made_anew(build: Path, about: str) -> None:
    (build / "build.json").write_text(about)
    with pytest.raises(IndexCorrupt):
        opened(build)


def test_a_half_made_build_is_listed_but_not_opened(build: Path) -> None:
    (build / "build.json").unlink()
    assert list_builds("", build.parent) == ["one"]
    with pytest.raises(IndexCorrupt):
        opened(build)


def test_a_folder_that_is_not_there_has_no_builds(tmp_path: Path) -> None:
    assert list_builds("", tmp_path / "nothing") == []


def test_a_build_is_not_made_twice(build: Path) -> None:
    with pytest.raises(IndexUnavailable):
        create_build("", build.parent, "one")


def test_a_panic_of_the_engine_leaves_as_one_of_our_exceptions() -> None:
    searcher = tantivy.Index(tantivy.SchemaBuilder().build()).searcher()
    with pytest.raises(IndexUnavailable, match="reading"), edge(IndexUnavailable, "reading"):
        searcher.search(tantivy.Query.all_query(), limit=0)


@pytest.mark.parametrize("problem", [KeyboardInterrupt, SystemExit, KeyError])
def test_what_is_not_the_engines_failure_is_let_through(problem: type[BaseException]) -> None:
    with pytest.raises(problem), edge(IndexUnavailable, "reading"):
        raise problem


def test_health_of_a_lost_index_says_what_is_wrong(index: SearchIndex, build: Path) -> None:
    assert isinstance(index, EmbeddedIndex)
    (build / "index" / "meta.json").unlink()
    health = index.health()
    assert not health.ok
    assert "can't be read" in health.detail
