"""The cluster's edge: whatever it or the network does wrong leaves as one of our exceptions."""

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.errors import IndexCorrupt, IndexUnavailable

_PATIENCE = 30.0  # seconds for one request

PREFIX = "mlhome-"


def connect(search_url: str) -> Elasticsearch:
    """A client; nothing is sent yet. A user and password may be part of the address."""
    return Elasticsearch(search_url, request_timeout=_PATIENCE, max_retries=1)


def index_name(build: str) -> str:
    return f"{PREFIX}{build}"


def write_alias(build: str) -> str:
    """What is written to: a write to an alias never makes an index that has been dropped."""
    return f"{PREFIX}{build}.write"


@contextmanager
def edge(doing: str) -> Iterator[None]:
    """A missing index raises IndexCorrupt, all else IndexUnavailable."""
    try:
        yield
    except NotFoundError as problem:
        raise IndexCorrupt(f"{doing}: the index is missing") from problem
    except (ApiError, TransportError) as problem:
        raise IndexUnavailable(f"{doing}: {problem}") from problem
