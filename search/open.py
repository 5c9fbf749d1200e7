"""Opens, makes and drops builds of the index, in whichever engine the settings name.

`search_url` is "" for the embedded engine, whose builds are folders in `folder`; or the http(s)
address of an Elasticsearch cluster, where a build is an index called `mlhome-<build>`.
"""

from collections.abc import Callable
from pathlib import Path

from search.index import SearchIndex


def _nothing(point: str) -> None:
    """Where nobody waits at any point."""


def open_index(
    search_url: str,
    folder: Path,
    build: str,
    *,
    writable: bool,
    at: Callable[[str], None] = _nothing,
) -> SearchIndex:
    """Opens a build. `at` is told the points that a batch of writes comes by
    ("before-commit", "after-commit").

    Raises IndexCorrupt (missing, damaged, or of another schema: make a new build), IndexLocked
    (another process writes) or IndexUnavailable.
    """
    if search_url:
        from search.elastic.engine import ElasticIndex

        return ElasticIndex(search_url, build, at)
    from search.embedded.engine import EmbeddedIndex

    return EmbeddedIndex(folder / build, writable, at)


def create_build(search_url: str, folder: Path, build: str) -> None:
    """Makes an empty build beside the others; `build` is lower-case letters, digits, - and _."""
    if search_url:
        from search.elastic import builds as elastic

        elastic.create(search_url, build)
    else:
        from search.embedded import builds as embedded

        embedded.create(folder / build)


def drop_build(search_url: str, folder: Path, build: str) -> None:
    """Deletes a build and all in it; one that is not there is no error."""
    if search_url:
        from search.elastic import builds as elastic

        elastic.drop(search_url, build)
    else:
        from search.embedded import builds as embedded

        embedded.drop(folder / build)


def list_builds(search_url: str, folder: Path) -> list[str]:
    """The names of all builds, also of half-made and outdated ones."""
    if search_url:
        from search.elastic import builds as elastic

        return elastic.names(search_url)
    from search.embedded import builds as embedded

    return embedded.names(folder)
