"""Elasticsearch 9: an index in a cluster, written and read by any number of processes.

A document's revision is its external version: the cluster itself refuses older writes. It
remembers a deletion's revision for `gc_deletes` (an hour) and not across a restart, so that a
write which is late by more could bring a deleted document back; whoever applies changes reads
the current state when it does, and `revisions` shows what is left over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from search.document import Change
from search.elastic.documents import to_lines
from search.elastic.edge import connect, edge, index_name, write_alias
from search.elastic.find import find
from search.elastic.mapping import fingerprint
from search.errors import IndexCorrupt, IndexUnavailable
from search.index import Health
from search.plan import make_plan
from search.request import SearchRequest, SearchResult

_BULK = 8 * 1024 * 1024  # bytes of one bulk request; clusters refuse more than 100 MB
_PAGE = 10_000
_KEEP = "1m"
_CONFLICT = 409


class ElasticIndex:
    """One build, opened. Safe for many threads."""

    def __init__(self, search_url: str, build: str, at: Callable[[str], None]) -> None:
        self.name = index_name(build)
        self.alias = write_alias(build)
        self.at = at
        self.client = connect(search_url)
        self._check_schema()

    def apply(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        with edge("the index can't be written"):
            for lines in _batches(changes):
                self.at("before-commit")
                answer = self.client.bulk(operations=lines, index=self.alias, require_alias=True)
                _check(answer.body)
            self.client.indices.refresh(index=self.name)
            self.at("after-commit")

    def find(self, request: SearchRequest) -> SearchResult:
        plan = make_plan(request)
        with edge("the index can't be read"):
            return find(self.client, self.name, plan)

    def revisions(self) -> Iterator[tuple[int, int]]:
        with edge("the index can't be read"):
            view = self.client.open_point_in_time(index=self.name, keep_alive=_KEEP)["id"]
        try:
            yield from self._revisions(view)
        finally:
            with edge("the index can't be read"):
                self.client.close_point_in_time(id=view)

    def count(self) -> int:
        with edge("the index can't be read"):
            return int(self.client.count(index=self.name)["count"])

    def health(self) -> Health:
        try:
            return Health(ok=True, engine="elasticsearch", documents=self.count())
        except IndexUnavailable as problem:
            return Health(ok=False, engine="elasticsearch", detail=str(problem))

    def close(self) -> None:
        self.client.close()

    def _check_schema(self) -> None:
        with edge(f"the index {self.name} can't be opened"):
            about = self.client.indices.get_mapping(index=self.name)[self.name]["mappings"]
        if about.get("_meta", {}).get("schema") != fingerprint():
            raise IndexCorrupt(f"the index {self.name} was made for another schema")

    def _revisions(self, view: str) -> Iterator[tuple[int, int]]:
        after: Any = None
        while True:
            with edge("the index can't be read"):
                found = self.client.search(
                    pit={"id": view, "keep_alive": _KEEP},
                    sort=[{"id": "asc"}],
                    search_after=after,
                    size=_PAGE,
                    source=False,
                    docvalue_fields=[{"field": "revision"}],
                    track_total_hits=False,
                )["hits"]["hits"]
            for hit in found:
                yield hit["sort"][0], hit["fields"]["revision"][0]
            if len(found) < _PAGE:
                return
            after = [found[-1]["sort"][0]]


def _batches(changes: Sequence[Change]) -> Iterator[list[Any]]:
    """The changes as bulk requests of a bounded size."""
    batch: list[Any] = []  # encoded lines, which the client sends as they are
    size = 0
    for change in changes:
        lines = to_lines(change)
        batch += lines
        size += sum(map(len, lines))
        if size > _BULK:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _check(answer: Mapping[str, Any]) -> None:
    """A conflict means that a newer revision is there; what can't be found can't be removed."""
    if not answer["errors"]:
        return
    for item in answer["items"]:
        result = next(iter(item.values()))
        if "error" in result and result["status"] != _CONFLICT:
            missing = result["error"].get("type") == "index_not_found_exception"
            error = IndexCorrupt if missing else IndexUnavailable
            raise error(f"the index can't be written: {result['error'].get('reason')}")
