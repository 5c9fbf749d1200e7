"""What every kind of location gives to those who read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from catalog.locations.below import Found
from descriptors.problems import Problem


@dataclass(frozen=True, slots=True)
class FileChange:
    """The last change of one file.

    `at` is in seconds since 1970. Where the history that was read does not reach back to the
    change, `exact` is False: it happened then or before.
    """

    commit: str
    author: str
    at: float
    exact: bool = True


class Snapshot(Protocol):
    """One view of a location; a context manager, since it may hold files and processes.

    Paths are relative to the location's root, with `/`. Methods raise `LocationUnreadable` when
    the world breaks; what is wrong with one file only is returned as a `Problem`.
    """

    @property
    def commit(self) -> str:
        """The commit that is read; empty if the location is no Git repository."""

    @property
    def token(self) -> str:
        """Equal tokens of two openings mean that nothing changed in between.

        Ask again when everything is read: targets followed meanwhile may widen what it covers.
        """

    def paths(self) -> list[str]:
        """Files that match the patterns, sorted."""

    def read(self, path: str, most: int = 0) -> bytes | Problem:
        """The content of a file of at most `most` bytes; 0: as many as a descriptor may have."""

    def expand(self, base_path: str, target: str) -> list[str] | Problem:
        """Files that `target`, written in the file `base_path`, names inside this location."""

    def find(self, base_path: str, pattern: str, most: int) -> Found | Problem:
        """At most `most` files that `pattern` names in the folder of `base_path` and below."""

    def last_changes(self, paths: Sequence[str]) -> dict[str, FileChange]:
        """The last change of those of `paths` of which it is known. Read the files before."""

    def location_ref(self, path: str) -> str:
        """Backstage's `<type>:<target>` of a file, the same at every reading."""

    def view_url(self, path: str, line: int = 0) -> str:
        """Where people see the file; empty if nowhere."""

    def edit_url(self, path: str) -> str:
        """Where people edit the file; empty if nowhere."""

    def source_url(self, path: str) -> str:
        """Where people see the folder of the file; empty if nowhere."""

    def __enter__(self) -> Self:
        """Nothing more is opened."""

    def __exit__(self, *error: object) -> None:
        """Let go of files and processes."""
