"""What reading may touch, and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from descriptors.patterns import DEFAULT_PATTERNS, Patterns

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """The bounds of every read: hosts, seconds, bytes, files.

    Only public addresses over TLS are read, unless a host (`git.example`, `localhost:8080`) or a
    network (`10.0.0.0/8`) is allowed by name; those may be plain `http` as well.
    """

    cache: Path  # bare copies of Git repositories; may be deleted at any time
    patterns: tuple[str, ...] = DEFAULT_PATTERNS
    further: tuple[str, ...] = ()  # files that are read as well, whatever a location's patterns
    allow_local: bool = True  # files, folders and Git repositories by path
    allowed_hosts: tuple[str, ...] = ()
    allowed_networks: tuple[str, ...] = ()
    url_prefixes: tuple[str, ...] = ()  # if any: nothing else is fetched
    authorization: Mapping[str, str] = field(default_factory=dict, repr=False)  # host -> header
    git_credentials: Path | None = None  # in the format of git-credential-store
    git_hosts: Mapping[str, str] = field(default_factory=dict)  # host -> github | gitlab | gitea …
    connect_seconds: float = 5.0
    url_seconds: float = 15.0  # for one URL with all its redirects
    url_all_seconds: float = 120.0  # for all files that one URL names
    git_answer_seconds: float = 20.0  # until a Git server has told its refs
    git_seconds: float = 120.0  # for everything a Git location does when it is opened
    file_bytes: int = MIB  # of one descriptor, decompressed
    git_bytes: int = 1024 * MIB  # of one repository's cached copy
    git_depth: int = 200  # commits of history that are fetched
    files: int = 250_000  # descriptors of one location
    names: int = 2_000_000  # files and folders looked at to find them
    matches: int = 1_000  # files that one glob of a `Location` entity may name

    def patterns_for(self, own: tuple[str, ...]) -> Patterns:
        """Which files of a location are looked at that has patterns of its `own`, or none."""
        return Patterns(own, self.patterns, self.further)
