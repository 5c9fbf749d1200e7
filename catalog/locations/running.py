"""Runs a program within bounds: seconds, bytes, and nothing left behind."""

import os
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

ERROR_BYTES = 4_096


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
    """Start the program as the head of a process group of its own, with bounded files."""
    process = subprocess.Popen(
        command, env=env, stdin=stdin, stdout=stdout, stderr=stderr, start_new_session=True
    )
    if hasattr(resource, "prlimit"):  # Linux
        with suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
            resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
    return process


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
