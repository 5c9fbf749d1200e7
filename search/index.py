"""The contract of a search engine; tests/contracts/index says it in full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.document import Change
from search.request import SearchRequest, SearchResult


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the engine answers, and in words what is wrong if it does not."""

    ok: bool
    engine: str  # "embedded" | "elasticsearch"
    documents: int = 0
    detail: str = ""


class SearchIndex(Protocol):
    """One build of the index. Every method may raise IndexUnavailable or its kinds."""

    def apply(self, changes: Sequence[Change]) -> None:
        """Write a batch: durable, and visible to `find`, when it returns.

        A revision lower than or equal to the one held is ignored, a removal's too: late and
        repeated writes are harmless. After an exception any part of the batch may have been
        written; the caller applies it again. Batches of hundreds are quickest.
        """

    def find(self, request: SearchRequest) -> SearchResult:
        """One page of what matches and the reader may see. Any query text is answered.

        Raises InvalidCursor for a cursor that belongs to another sort.
        """

    def revisions(self) -> Iterator[tuple[int, int]]:
        """(id, revision) of every document held, to compare with the record."""

    def count(self) -> int:
        """How many documents are held, whatever their audience."""

    def health(self) -> Health:
        """Never raises."""

    def close(self) -> None:
        """Give up the writer's lock, files and connections; may be called twice."""
