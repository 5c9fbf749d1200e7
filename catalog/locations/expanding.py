"""Targets that are written inside descriptors: within the same location, or nowhere.

`Location` entities and `$text` placeholders name other files relative to their own; what leads out
of the location is a problem, since it could be anything that this machine or network can reach.
"""

import posixpath
import re
from collections.abc import Iterable

from catalog.locations.problems import problem
from descriptors.patterns import GLOB, PathGlob
from descriptors.problems import Problem

HAS_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
MAX_TARGET = 2_000


def inside(base_path: str, target: str, root: str = "") -> str | Problem:
    """The path from the location's root that `target`, written in `base_path`, stands for.

    `root` is where the location lies on disk, if it does; absolute paths below it are fine.
    """
    malformed = not target.strip() or len(target) > MAX_TARGET or not target.isprintable()
    if malformed or "\\" in target:
        message = f"{target[:80]!r} is not a relative path"
        return problem(
            "bad-target", message, "write it like `./models/mlhome.yaml`", file=base_path
        )
    if HAS_SCHEME.match(target):
        return _outside(base_path, target)
    if target.startswith("/"):
        return _below_root(base_path, target, root)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base_path), target))
    if joined == ".." or joined.startswith("../") or ".git" in joined.split("/"):
        return _outside(base_path, target)
    return joined


def matching(names: Iterable[str], pattern: str, most: int, base_path: str) -> list[str] | Problem:
    """The names, sorted, that a path or glob stands for; at most `most`."""
    if not GLOB.search(pattern):
        return [pattern]
    glob = PathGlob("/" + pattern)
    found = sorted(name for name in names if glob.match(name))
    if len(found) <= most:
        return found
    message = f"`{pattern}` names {len(found)} files; {most} are allowed"
    return problem("too-many-files", message, "name fewer files", file=base_path)


def not_found(base_path: str, target: str) -> Problem:
    """The problem of a target that is no file of the location."""
    hint = "targets are relative to the file that names them"
    return problem("not-found", f"there is no file `{target}`", hint, file=base_path)


def _below_root(base_path: str, target: str, root: str) -> str | Problem:
    whole = posixpath.normpath(target)
    start = root.rstrip("/") + "/"
    if not root or not whole.startswith(start):
        return _outside(base_path, target)
    return inside("", whole.removeprefix(start))


def _outside(base_path: str, target: str) -> Problem:
    message = f"the target `{target}` is not inside the location of this file"
    hint = "add it as a location of its own, or move it next to the files that name it"
    return problem("outside", message, hint, file=base_path)
