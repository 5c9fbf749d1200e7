"""Processes die, files break, disks fill: nothing is lost and lists are still served."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.journeys.repositories import a_project
from tests.journeys.running import Home, wait_until


def children(pid: int) -> list[int]:
    return [
        int(child)
        for tasks in Path(f"/proc/{pid}/task").glob("*/children")
        for child in tasks.read_text().split()
    ]


def descendants(pid: int) -> list[int]:
    return [it for child in children(pid) for it in (child, *descendants(child))]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_worker_is_started_again_and_carries_on(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with home.serving(str(folder)) as site:
        wait_until(lambda: site.get("/api/mlhome/locations")["locations"][0]["state"] == "ok")
        (worker,) = children(site.process.pid)
        os.kill(worker, signal.SIGKILL)
        (folder / "mlhome.yaml").write_text(a_project("curlew"))
        home.run("locations", "refresh", "1")
        wait_until(lambda: site.found("curlew") == ["project:default/curlew"])


def test_nothing_stays_behind_when_the_server_is_killed(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mlhome.yaml").write_text(a_project("a"))
    with home.serving(str(tmp_path / "mlhome.yaml")) as site:
        wait_until(lambda: site.found("ranks") == ["project:default/a"])
        family = descendants(site.process.pid)
        site.process.kill()
        wait_until(lambda: not any(is_alive(pid) for pid in family))


def test_killed_parsers_cost_nothing(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with home.serving(str(folder)) as site:
        (folder / "mlhome.yaml").write_text(a_project("first"))
        wait_until(lambda: site.found("ranks") == ["project:default/first"])
        (worker,) = children(site.process.pid)
        for pid in descendants(worker):
            os.kill(pid, signal.SIGKILL)
        (folder / "mlhome.yaml").write_text(a_project("second"))
        wait_until(lambda: site.found("ranks") == ["project:default/second"])


def test_a_lost_index_is_made_anew_while_lists_are_served(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    (tmp_path / "mlhome.yaml").write_text(a_project("a"))
    home.json("ingest", str(tmp_path / "mlhome.yaml"))
    with home.serving() as site:
        assert site.found("ranks") == ["project:default/a"]
        shutil.rmtree(home.data_dir / "index")
        listed = site.get("/api/catalog/entities?filter=kind=project")
        assert [entity["metadata"]["name"] for entity in listed] == ["a"]
        wait_until(lambda: site.get("/readyz")["search"] == "ok" and site.found("ranks"))
    assert home.run("index", "verify").stdout.strip() == "0 differences"


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs to be allowed to mount a small disk")
    try:
        home = Home(small / "data")
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "mlhome.yaml").write_text(a_project("first"))
        home.json("ingest", str(tmp_path / "a"))
        (small / "ballast").write_bytes(b"x" * (shutil.disk_usage(small).free - 4096))
        (tmp_path / "b").mkdir()
        many = "---\n".join(a_project(f"more-{number}") for number in range(300))
        (tmp_path / "b" / "mlhome.yaml").write_text(many)
        full = home.run("ingest", str(tmp_path / "b"))
        assert full.returncode == 1
        assert "disk" in full.stderr
        assert "Traceback" not in full.stderr
        (small / "ballast").unlink()
        assert home.json("ingest", str(tmp_path / "b"))["entities"]["total"] == 300
        assert home.json("search", "first")["total"] >= 1
        assert home.run("index", "verify").stdout.strip() == "0 differences"
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_serve_refuses_an_address_that_is_open_to_others(tmp_path: Path) -> None:
    done = Home(tmp_path).run("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "no sign-in" in done.stderr
