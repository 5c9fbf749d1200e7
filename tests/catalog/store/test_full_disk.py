"""A disk that is full: the write is refused in words, and nothing that was there is lost."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from catalog.errors import DatabaseUnavailable
from catalog.store.database import Database, open_database
from catalog.store.schema import upgrade
from catalog.store.tables import filter_key

SIZE = "4m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") or "mount"
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("needs to be allowed to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(database: Database, start: int, rows: int) -> None:
    with database.write() as connection:
        keys = [{"key": f"{number}-{'x' * 240}"} for number in range(start, start + rows)]
        connection.execute(insert(filter_key), keys)


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(filter_key)) or 0


def test_a_full_disk_is_said_and_survived(small_disk: Path) -> None:
    database = open_database(f"sqlite:///{small_disk / 'catalog.db'}")
    upgrade(database)
    fill(database, 0, 100)
    ballast = small_disk / "ballast"
    room = shutil.disk_usage(small_disk).free
    ballast.write_bytes(b"x" * (room - 64 * 1024))
    with pytest.raises(DatabaseUnavailable, match="full"):
        fill(database, 100, 10_000)
    assert count(database) == 100
    ballast.unlink()
    fill(database, 100, 100)
    assert count(database) == 200
    database.close()
