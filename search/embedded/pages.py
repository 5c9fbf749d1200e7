"""One page of an ordered result, after where the page before ended.

The engine knows offsets only. A page starts after the last hit's *key*, so that entries that were
added or removed in between neither repeat nor hide others; the offset is where to look first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import tantivy

from search.plan import Plan

_SLACK = 32
_Key = TypeVar("_Key", str, float)


@dataclass(frozen=True, slots=True)
class Found:
    key: str | int | float
    id: int
    address: tantivy.DocAddress


@dataclass(frozen=True, slots=True)
class Page:
    """`found` may hold one more than the limit: then there is a next page."""

    total: int
    found: list[Found]


_Fetch = Callable[[int, int], tuple[int, list[Found], bool]]


def read_page(searcher: tantivy.Searcher, query: tantivy.Query, plan: Plan) -> Page:
    fetch = _by_key(searcher, query, plan) if plan.sort else _by_score(searcher, query)
    wanted = plan.limit + 1
    most = searcher.num_docs + 1  # the engine makes room for as many hits as it is asked for
    seen = min(plan.cursor.seen, most) if plan.cursor else 0
    start = max(0, seen - _SLACK) if plan.sort else 0
    size = seen - start + wanted + (0 if plan.sort else _SLACK)
    while True:
        total, found, complete = fetch(start, min(size, most))
        fresh = [hit for hit in found if _is_after(hit, plan)]
        if start and len(fresh) == len(found):  # entries before it are gone: look from the top
            start, size = 0, seen + wanted
        elif len(fresh) >= wanted or complete:
            return Page(total, fresh[:wanted])
        else:
            size *= 2


def _by_key(searcher: tantivy.Searcher, query: tantivy.Query, plan: Plan) -> _Fetch:
    order = tantivy.Order.Desc if plan.descending else tantivy.Order.Asc

    def fetch(start: int, size: int) -> tuple[int, list[Found], bool]:
        field = f"by_{plan.sort}"
        result = searcher.search(query, size, True, field, offset=start, order=order)
        hits = [(key, address) for key, address in result.hits if key is not None]
        return _total(result), _with_ids(searcher, hits), len(result.hits) < size

    return fetch


def _by_score(searcher: tantivy.Searcher, query: tantivy.Query) -> _Fetch:
    """Best first; equal scores by id. Hits that tie with the last are left for a larger fetch,
    as others that tie with them were cut off."""

    def fetch(start: int, size: int) -> tuple[int, list[Found], bool]:
        result = searcher.search(query, size, True, offset=start, weight_by_field="weight")
        complete = len(result.hits) < size
        last = result.hits[-1][0] if result.hits else 0.0
        hits = [hit for hit in result.hits if complete or hit[0] > last]
        found = _with_ids(searcher, hits)
        return _total(result), sorted(found, key=lambda hit: (-float(hit.key), hit.id)), complete

    return fetch


def _with_ids(
    searcher: tantivy.Searcher, hits: list[tuple[str | int | float, tantivy.DocAddress]]
) -> list[Found]:
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    return [Found(key, int(id or 0), addr) for (key, addr), id in zip(hits, ids, strict=True)]


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count or 0)  # type: ignore[attr-defined]  # missing in the stubs


def _is_after(hit: Found, plan: Plan) -> bool:
    cursor = plan.cursor
    if cursor is None:
        return True
    if not plan.sort:
        return (-float(hit.key), hit.id) > (-float(cursor.key), cursor.id)
    if isinstance(hit.key, str) or isinstance(cursor.key, str):
        return _comes_after(str(hit.key), str(cursor.key), plan)
    return _comes_after(hit.key, cursor.key, plan)


def _comes_after(key: _Key, last: _Key, plan: Plan) -> bool:
    return key < last if plan.descending else key > last
