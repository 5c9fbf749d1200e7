"""The search engine in use: which one, and where its builds are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from catalog.store.failpoints import At, nowhere
from search.index import SearchIndex
from search.open import create_build, drop_build, list_builds, open_index


@dataclass(frozen=True)
class Engine:
    """Opens builds. `search_url` is empty for the embedded engine, whose builds are in `folder`."""

    search_url: str
    folder: Path
    at: At = nowhere

    @property
    def name(self) -> str:
        """What `index_build.engine` calls it."""
        return self.search_url or "embedded"

    def open(self, build: str, *, writable: bool) -> SearchIndex:
        """Raises IndexCorrupt, IndexLocked or IndexUnavailable, as `search.open_index` does."""
        return open_index(
            self.search_url, self.folder, build, writable=writable, at=self._in_engine
        )

    @contextmanager
    def writing(self, build: str) -> Iterator[SearchIndex]:
        """The build, to be written for the length of the block."""
        index = self.open(build, writable=True)
        try:
            yield index
        finally:
            index.close()

    def create(self, build: str) -> None:
        create_build(self.search_url, self.folder, build)

    def drop(self, build: str) -> None:
        drop_build(self.search_url, self.folder, build)

    def builds(self) -> list[str]:
        return list_builds(self.search_url, self.folder)

    def _in_engine(self, point: str) -> None:
        # The engine's `before-commit` is our `before-index-commit`.
        moment, _, what = point.partition("-")
        self.at(f"{moment}-index-{what}")
