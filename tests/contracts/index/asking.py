"""What the suite asks of an index, and how it looks at answers."""

from collections.abc import Callable

from search.index import SearchIndex
from search.request import SearchResult

Ask = Callable[..., SearchResult]


def names(result: SearchResult) -> list[str]:
    return [hit.name for hit in result.hits]


def held(index: SearchIndex) -> dict[int, int]:
    return dict(index.revisions())


def counted(result: SearchResult, facet: str) -> dict[str, int]:
    return {count.value: count.count for count in result.facets[facet]}
