"""Writes batches of changes: one writer, one commit a batch."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence

import tantivy

from search.document import Change, Removal
from search.embedded.documents import to_tantivy, tombstone
from search.embedded.edge import edge
from search.errors import IndexLocked, IndexUnavailable

_HEAP = 50_000_000  # bytes the writer holds before it writes a segment


class Writer:
    """The one writer of an index. The engine kills a writer at its first error, so after one the
    next batch begins with a new writer, from the last commit."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema, at: Callable[[str], None]):
        self.index = index
        self.schema = schema
        self.at = at
        self.writer: tantivy.IndexWriter | None = None
        with edge(IndexUnavailable, "the index can't be written"):
            self._opened().garbage_collect_files()  # what a killed writer left

    def write(self, changes: Sequence[Change], searcher: tantivy.Searcher) -> bool:
        """Commits what is newer than what the searcher sees; False if nothing was."""
        try:
            held = _held(searcher, self.schema, changes)
            newer = _newer(changes, held)
            if newer:
                self._commit(newer, held)
            return bool(newer)
        except BaseException:
            self.writer = None
            raise

    def close(self) -> None:
        writer, self.writer = self.writer, None
        if writer is not None:
            writer.wait_merging_threads()

    def _commit(self, changes: Iterable[Change], held: Container[int]) -> None:
        writer = self._opened()
        for change in changes:
            if change.id in held:
                writer.delete_documents_by_term("id", change.id)
            if isinstance(change, Removal):
                writer.add_document(tombstone(change, self.schema))
            else:
                writer.add_document(to_tantivy(change, self.schema))
        self.at("before-commit")
        writer.commit()
        self.at("after-commit")

    def _opened(self) -> tantivy.IndexWriter:
        if self.writer is None:
            try:
                self.writer = self.index.writer(_HEAP, 1)
            except ValueError as problem:
                if "LockBusy" in str(problem):
                    raise IndexLocked("another process is writing to this index") from problem
                raise
        return self.writer


def _newer(changes: Sequence[Change], held: Mapping[int, int]) -> Collection[Change]:
    """One change an id, the newest, where it is newer than what is held."""
    newest: dict[int, Change] = {}
    for change in changes:
        rival = newest.get(change.id)
        known = rival.revision if rival else held.get(change.id, -1)
        if change.revision > known:
            newest[change.id] = change
    return newest.values()


def _held(
    searcher: tantivy.Searcher, schema: tantivy.Schema, changes: Sequence[Change]
) -> dict[int, int]:
    """The revisions held of these ids, those of removed documents among them."""
    ids = list({change.id for change in changes})
    if not ids or not searcher.num_docs:
        return {}
    query = tantivy.Query.term_set_query(schema, "id", ids)
    found = searcher.search(query, len(ids), False, order_by_field="id")
    addresses = [address for _, address in found.hits]
    revisions = searcher.fast_field_values("revision", addresses)
    return {int(id): int(rev or 0) for (id, _), rev in zip(found.hits, revisions, strict=True)}
