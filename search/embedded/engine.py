"""The embedded engine: an index in a folder, written by one process and read by many."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import tantivy

from search.document import Change
from search.embedded.builds import check_build, index_folder
from search.embedded.edge import edge
from search.embedded.find import find
from search.embedded.schema import register, schema
from search.embedded.writing import Writer
from search.errors import IndexCorrupt, IndexUnavailable
from search.index import Health
from search.plan import make_plan
from search.request import SearchRequest, SearchResult


class EmbeddedIndex:
    """One build, opened. Safe for many threads; `apply` takes its turn."""

    def __init__(self, folder: Path, writable: bool, at: Callable[[str], None]) -> None:
        check_build(folder)
        self.schema = schema()
        self._meta = index_folder(folder) / "meta.json"
        self._writing = threading.Lock()
        self._reloading = threading.Lock()
        with edge(IndexCorrupt, f"the index in {folder} can't be read"):
            self._index = tantivy.Index(self.schema, path=str(index_folder(folder)))
            register(self._index)
            self._index.config_reader("manual")
            self._seen = self._commit_seen()
            self._index.reload()
            self._index.searcher()
        self._writer = Writer(self._index, self.schema, at) if writable else None

    def apply(self, changes: Sequence[Change]) -> None:
        if self._writer is None:
            raise IndexUnavailable("this index was opened for reading only")
        with self._writing, edge(IndexUnavailable, "the index can't be written"):
            if self._writer.write(changes, self._searcher()):
                self._searcher()

    def find(self, request: SearchRequest) -> SearchResult:
        plan = make_plan(request)
        with edge(IndexCorrupt, "the index can't be read"):
            return find(self._searcher(), self.schema, plan)

    def revisions(self) -> Iterator[tuple[int, int]]:
        with edge(IndexCorrupt, "the index can't be read"):
            searcher = self._searcher()
            held = tantivy.Query.term_query(self.schema, "removed", False)
            found = searcher.search(held, max(searcher.num_docs, 1), False, order_by_field="id")
            revisions = searcher.fast_field_values("revision", [addr for _, addr in found.hits])
        for (id, _), revision in zip(found.hits, revisions, strict=True):
            yield int(id), int(revision or 0)

    def count(self) -> int:
        with edge(IndexCorrupt, "the index can't be read"):
            held = tantivy.Query.term_query(self.schema, "removed", False)
            return int(self._searcher().search(held, 1).count or 0)  # type: ignore[attr-defined]

    def health(self) -> Health:
        try:
            return Health(ok=True, engine="embedded", documents=self.count())
        except IndexUnavailable as problem:
            return Health(ok=False, engine="embedded", detail=str(problem))

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with edge(IndexUnavailable, "the index can't be closed"):
                writer.close()

    def _searcher(self) -> tantivy.Searcher:
        """A view of the last commit, whichever process made it."""
        with self._reloading:
            committed = self._commit_seen()
            if committed != self._seen:
                self._index.reload()
                self._seen = committed
            return self._index.searcher()

    def _commit_seen(self) -> tuple[int, int]:
        """Changes with every commit: the engine replaces this file."""
        status = self._meta.stat()
        return status.st_mtime_ns, status.st_ino
