"""The one gate through which every location is read, whoever named it."""

from catalog.locations.folder import open_file, open_folder
from catalog.locations.git import open_git
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable, unreadable
from catalog.locations.snapshot import Snapshot
from catalog.locations.spec import LocationSpec
from catalog.locations.targets import pattern_problem
from catalog.locations.url import open_url


def open_snapshot(spec: LocationSpec, policy: ReadPolicy, known_token: str = "") -> Snapshot:
    """Open a location for reading; raise `LocationUnreadable` if that can't be done now.

    `known_token` is the token of the last good reading: servers that support it are asked for
    changes since then only.
    """
    if spec.is_local and not policy.allow_local:
        message = f"{spec.target} is a path of this machine; none may be read here"
        raise unreadable("local-not-allowed", message, "give a Git or https address")
    if wrong := pattern_problem(spec.patterns):
        raise LocationUnreadable(wrong)
    if spec.type == "file":
        return open_file(spec, policy)
    if spec.type == "folder":
        return open_folder(spec, policy)
    if spec.type == "git":
        return open_git(spec, policy)
    if spec.type == "url":
        return open_url(spec, policy, known_token)
    raise unreadable("bad-target", f"there is no location type {spec.type!r}")
