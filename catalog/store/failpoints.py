"""Named points at which a process can be told to die, to prove that nothing is lost there.

`MLHOME_FAILPOINT=before-commit` kills the process with SIGKILL when it first comes to that
point, `before-commit:3` when it comes there for the third time. Unset, a point does nothing.
"""

import os
import signal
from collections.abc import Callable, Mapping

At = Callable[[str], None]

NAMES = (
    "before-commit",
    "after-commit",
    "before-stitch-commit",
    "after-stitch-commit",
    "before-index-commit",
    "after-index-commit",
    "before-settle",
    "after-settle",
)
PLUGIN_NAMES = (
    "after-lease",
    "before-apply-commit",
    "after-apply-commit",
    "before-describe-commit",
    "after-describe-commit",
)


def nowhere(_name: str) -> None:
    """The failpoints of a process that is not told to die."""


def from_environment(environment: Mapping[str, str] = os.environ) -> At:
    """What to call at each point; an unknown name is a ValueError, so that no test is idle."""
    name, _, count = environment.get("MLHOME_FAILPOINT", "").partition(":")
    if not name:
        return nowhere
    known = NAMES + PLUGIN_NAMES
    if name not in known:
        raise ValueError(f"MLHOME_FAILPOINT names {name!r}, which is none of {', '.join(known)}.")
    left = int(count or 1)

    def at(reached: str) -> None:
        nonlocal left
        left -= reached == name
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return at
