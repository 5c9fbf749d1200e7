"""What names a location, as people add it and the catalog stores it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocationSpec:
    """A place to read descriptors from.

    `target` is an absolute path, a Git remote or an http(s) URL. `ref` is a branch, tag or commit
    of a Git location; empty means its default branch. Empty `patterns` mean those of the policy;
    what a pattern may say is told in `descriptors/patterns.py`.
    """

    type: str  # file | folder | git | url
    target: str
    ref: str = ""
    patterns: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether it is read from this machine's own disks."""
        return self.type in ("file", "folder") or (
            self.type == "git" and self.target.startswith("/")
        )

    def name_of(self, path: str, location_ref: str) -> str:
        """What people call one of its files: a path of this machine, a URL, or the repository with
        the path in it. `location_ref` is what the snapshot gives for that path."""
        if self.type != "git":
            return location_ref.partition(":")[2]
        between = f"#{self.ref}:" if self.ref else "/"
        return f"{self.target.rstrip('/')}{between}{path}"
