"""How much a plugin may take: of memory, time, answers and patience."""

import math
import os
import resource
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """For each plugin by itself; bytes and seconds.

    `memory` is what a child may hold beyond what it starts with, `file` the size of a file it may
    write, `answer` that of what a function returns. After `failures` in a row a function rests
    for `first_rest`, then twice as long each time up to `longest_rest`.
    """

    processes: int = 2
    per_connection: int = 1
    memory: int = 1024 * MIB
    file: int = 256 * MIB
    answer: int = 32 * MIB
    start_seconds: float = 60.0
    idle_seconds: float = 60.0
    calls_per_child: int = 1000
    requests_per_second: float = 50.0
    failures: int = 5
    first_rest: float = 10.0
    longest_rest: float = 600.0


def take_limits(limits: Limits) -> None:
    """Bind the calling process, and all it forks, to the limits; there is no way back.

    RLIMIT_DATA counts what is written to, private memory. RLIMIT_AS would count what is reserved
    as well, of which a new thread or a library for numbers takes gigabytes that it never touches.
    """
    _lower(resource.RLIMIT_DATA, _held() + limits.memory)
    _lower(resource.RLIMIT_FSIZE, limits.file)
    _lower(resource.RLIMIT_CORE, 0)
    _offer_to_the_kernel()


def allow_seconds(deadline: float) -> None:
    """Let the calling process use its processors for so long from now. It is killed by the kernel
    even where no other thread of it gets a turn, as when nobody is left to kill it."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    seconds = math.ceil(used + deadline * (os.cpu_count() or 1)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _lower(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _held() -> int:
    """Bytes that RLIMIT_DATA counts of this process; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmData:")), "VmData: 0")
    return int(line.split()[1]) * 1024


def _offer_to_the_kernel() -> None:
    """Where memory runs out all the same, the kernel takes this process first (Linux)."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000")
    except OSError:
        return
