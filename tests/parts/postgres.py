"""A real PostgreSQL server for the tests: Debian's package, in a folder of its own.

The server refuses to run as root, so that root starts it as the package's user.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
BINARIES = Path("/usr/lib/postgresql")


def postgres_binaries() -> Path | None:
    """The folder of the newest installed server's programs."""
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_postgres() -> Iterator[str]:
    """A server for the length of the block; gives the URL of its empty database."""
    binaries = postgres_binaries()
    if binaries is None:
        raise FileNotFoundError(f"no PostgreSQL server in {BINARIES}")
    folder = Path(tempfile.mkdtemp(prefix="mlhome-postgres-", dir="/tmp"))
    try:
        _hand_over(folder)
        port = _free_port()
        _create(binaries, folder)
        _start(binaries, folder, port)
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _run(binaries / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(binaries: Path, folder: Path) -> None:
    _run(
        *(binaries / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust"),
        *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
    )


def _start(binaries: Path, folder: Path, port: int) -> None:
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} "
        "-c shared_buffers=64MB -c max_connections=50"
    )
    _run(
        *(binaries / "pg_ctl", "start", "-w", "-t", "60", "-D", folder / "data"),
        *("-o", options, "-l", folder / "log"),
    )


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam(USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _run(*command: object) -> None:
    as_user = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        **as_user,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
