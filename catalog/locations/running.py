"""Runs a program within bounds: seconds, bytes, and nothing left behind."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from shutil import which
from tempfile import TemporaryFile
from typing import IO

ERROR_BYTES = 4_096
# A bound that can't be set is one that is tighter already.
BOUNDED = 'ulimit -f "$1" 2>/dev/null; ulimit -c 0; shift; exec "$@"'
ULIMIT_BYTES = 512  # the unit of `ulimit -f` in POSIX


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended. `errors` is the end of what it wrote there."""

    status: int
    output: bytes
    errors: str
    timed_out: bool = False

    @property
    def overflowed(self) -> bool:
        """Whether it, or a program it started, was stopped for writing too large a file."""
        return self.status == -signal.SIGXFSZ or f"signal {int(signal.SIGXFSZ)}" in self.errors


def run(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    seconds: float,
    most_bytes: int,
    stdin: bytes = b"",
) -> Finished:
    """Run the program to its end, or kill it with all that it started.

    No file that it writes, its output among them, grows beyond `most_bytes`. Output goes to
    unnamed files, not pipes: a grandchild that keeps one open can't make us wait.
    """
    with TemporaryFile() as given, TemporaryFile() as output, TemporaryFile() as errors:
        given.write(stdin)
        given.seek(0)
        process = start(command, env, most_bytes, stdin=given, stdout=output, stderr=errors)
        try:
            process.wait(max(seconds, 0.001))
            timed_out = False
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            kill(process)
        return Finished(process.returncode, _all(output), _end(errors), timed_out)


def start(
    command: Sequence[str],
    env: Mapping[str, str],
    most_bytes: int,
    *,
    stdin: int | IO[bytes],
    stdout: int | IO[bytes],
    stderr: int | IO[bytes],
) -> subprocess.Popen[bytes]:
    """Start the program as the head of a process group of its own, with bounded files.

    A shell sets the bounds and becomes the program: set from here, they would come too late for
    what the program starts at once. Raises `FileNotFoundError` if there is no such program.
    """
    if not which(command[0], path=env.get("PATH")):
        raise FileNotFoundError(command[0])
    return subprocess.Popen(
        ["/bin/sh", "-c", BOUNDED, "sh", str(most_bytes // ULIMIT_BYTES), *command],
        env=env,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and everything in its process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _end(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - ERROR_BYTES))
    return file.read().decode(errors="replace").strip()
