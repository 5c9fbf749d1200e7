"""Where descriptors are read from: files, folders, Git repositories and URLs."""

from catalog.locations.opening import open_snapshot
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable
from catalog.locations.snapshot import FileChange, Snapshot
from catalog.locations.spec import LocationSpec
from catalog.locations.targets import parse_target
from catalog.locations.watching import watch
from descriptors.patterns import DEFAULT_PATTERNS

__all__ = [
    "DEFAULT_PATTERNS",
    "FileChange",
    "LocationSpec",
    "LocationUnreadable",
    "ReadPolicy",
    "Snapshot",
    "open_snapshot",
    "parse_target",
    "watch",
]
