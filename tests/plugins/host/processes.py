"""Looking at processes that should, or should not, be there."""

import time
from collections.abc import Callable
from pathlib import Path

LONGEST = 30.0  # seconds until a test gives up


def is_running(pid: int) -> bool:
    """Whether the process is there and has not ended; a zombie has."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)
