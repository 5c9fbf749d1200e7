"""Servers that are down, slow or up to no good, and a database that somebody else holds."""

import json
import sqlite3
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path
from socket import socket
from threading import Event
from typing import Any

import pytest

from tests.catalog.locations.servers import (
    Request,
    http_site,
    silence,
    tcp_server,
    unused_port,
)
from tests.journeys.repositories import a_project
from tests.journeys.running import Home, wait_until

ALLOWED = {"MLHOME_ALLOWED_PRIVATE_HOSTS": "127.0.0.1"}


def by_target(home: Home, *targets: str, **more: str) -> dict[str, str]:
    """The code of the problem that each target has; one that could be read has none."""
    done = home.run("ingest", *targets, "-o", "json", **more)
    assert done.returncode == 1
    assert done.stderr == ""
    problems: list[dict[str, Any]] = json.loads(done.stdout)["problems"]
    assert all(problem["message"] and problem["hint"] for problem in problems)
    return {problem["file"]: problem["code"].removeprefix("location/") for problem in problems}


def misbehave(request: Request) -> None:
    """Answer by the name of the file that is asked for."""
    name = request.path.rpartition("/")[2]
    if name == "good.yaml":
        request.send(a_project("good").encode())
    elif name == "broken.yaml":
        request.send(status=500)
    elif name == "secret.yaml":
        request.send(status=401)
    elif name == "page.yaml":
        request.send(b"<!doctype html><p>Sign in", Content_Type="text/html")
    elif name == "endless.yaml":
        request.send(b"# " + b"x" * 2_000_000)
    elif name == "bomb.yaml":
        request.send(b"\x1f\x8b\x08" + b"\0" * 100, Content_Encoding="gzip")
    elif name == "round.yaml":
        request.send(status=302, Location="/round.yaml")
    elif name == "metadata.yaml":
        request.send(status=302, Location="http://169.254.169.254/latest/meta-data/")
    elif name == "inward.yaml":
        request.send(status=307, Location="http://127.0.0.2:8642/api/mlhome/locations")
    elif name == "disk.yaml":
        request.send(status=301, Location="file:///etc/passwd")
    else:
        request.send(status=404)


EXPECTED = {
    "broken.yaml": "http-status",
    "secret.yaml": "forbidden",
    "page.yaml": "web-page",
    "endless.yaml": "too-large",
    "bomb.yaml": "bad-response",
    "round.yaml": "too-many-redirects",
    "metadata.yaml": "not-allowed",
    "inward.yaml": "not-allowed",
    "disk.yaml": "bad-target",
    "absent.yaml": "not-found",
}


def test_servers_that_misbehave_are_problems_and_the_others_are_read(home: Home) -> None:
    with http_site(misbehave) as site, tcp_server(talk_nonsense) as nonsense:
        closed = f"http://127.0.0.1:{unused_port()}"
        expected = {f"{site.url}/{name}": code for name, code in EXPECTED.items()}
        expected[f"{nonsense.url}/mlhome.yaml"] = "bad-response"
        expected |= {f"{closed}/mlhome.yaml": "unreachable", f"{closed}/x.git": "unreachable"}
        targets = [*expected, f"{site.url}/good.yaml"]
        assert by_target(home, *targets, **ALLOWED) == expected
    assert home.json("search", "ranks")["total"] == 1


def talk_nonsense(connection: socket, _ended: Event) -> None:
    connection.recv(1_000)
    connection.sendall(b"\0\xff SSH-2.0 nonsense\r\n\r\n" * 100)


def test_private_servers_are_not_even_asked_unless_they_are_allowed(home: Home) -> None:
    with http_site(misbehave) as site:
        targets = [f"{site.url}/good.yaml", f"{site.url}/x.git", "https://10.0.0.1/mlhome.yaml"]
        assert by_target(home, *targets) == dict.fromkeys(targets, "not-allowed")
        assert site.seen == []


@pytest.mark.faults
def test_servers_that_are_slow_are_given_up_and_the_others_are_read(home: Home) -> None:
    with ExitStack() as stack:
        mute, slow = (stack.enter_context(tcp_server(talk)) for talk in (silence, drip))
        site = stack.enter_context(http_site(misbehave))
        lame = [f"{mute.url}/mlhome.yaml", f"{slow.url}/mlhome.yaml", f"{mute.url}/x.git"]
        targets = [*lame, f"{site.url}/good.yaml"]
        assert by_target(home, *targets, **ALLOWED) == dict.fromkeys(lame, "time-out")
    assert home.json("search", "ranks")["total"] == 1


def drip(connection: socket, ended: Event) -> None:
    """A byte now and then, so that no single wait is long."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/yaml\r\n\r\n")
    while not ended.wait(0.5):
        connection.sendall(b"#")


def test_a_slow_server_keeps_nobody_waiting_for_what_is_known(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mlhome.yaml").write_text(a_project("curlew"))
    with tcp_server(silence) as mute, home.serving(**ALLOWED) as site:
        added = site.send("POST", "/api/mlhome/locations", {"target": f"{mute.url}/a.yaml"})
        assert added[0] == 201
        home.json("ingest", str(tmp_path / "mlhome.yaml"))
        wait_until(lambda: site.found("curlew") == ["project:default/curlew"])


def test_a_location_is_found_while_the_hosts_of_others_still_say_nothing(home: Home) -> None:
    with ExitStack() as stack:
        mute = stack.enter_context(tcp_server(silence))
        good = stack.enter_context(http_site(misbehave))
        site = stack.enter_context(home.serving(**ALLOWED))
        late = [f"{mute.url}/x.git", f"{mute.url}/a.yaml"]
        for target in (*late, f"{good.url}/good.yaml"):
            assert site.send("POST", "/api/mlhome/locations", {"target": target})[0] == 201
        wait_until(lambda: site.found("ranks") != [])
        known = site.get("/api/mlhome/locations")["locations"]
    expected = {f"{good.url}/good.yaml": "ok", **dict.fromkeys(late, "new")}
    assert {it["target"]: it["state"] for it in known} == expected


def hold(database: Path, until: Event, held: Event) -> None:
    """Keep the database locked for writing, as another program might."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        held.set()
        until.wait(300)
        connection.execute("ROLLBACK")


def test_a_database_that_is_locked_for_a_while_is_waited_for(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    (tmp_path / "mlhome.yaml").write_text(a_project("a"))
    home.run("db", "upgrade")
    until, held = Event(), Event()
    holder = threading.Thread(target=hold, args=(home.data_dir / "catalog.db", until, held))
    holder.start()
    held.wait()
    threading.Timer(4, until.set).start()
    began = time.monotonic()
    assert home.json("ingest", str(tmp_path / "mlhome.yaml"))["entities"]["created"] == 1
    assert until.is_set(), f"nobody waited: {time.monotonic() - began} s"
    holder.join()
    assert home.json("search", "ranks")["total"] == 1


@pytest.mark.faults
def test_a_database_that_stays_locked_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    file = tmp_path / "mlhome.yaml"
    file.write_text(a_project("a"))
    home.json("ingest", str(file))
    file.write_text(a_project("b") + "---\n" + a_project("a"))
    until, held = Event(), Event()
    holder = threading.Thread(target=hold, args=(home.data_dir / "catalog.db", until, held))
    holder.start()
    held.wait()
    try:
        done = home.run("ingest", str(file), "-o", "json")
        assert (done.returncode, done.stdout) == (1, "")
        assert "locked" in done.stderr
        assert "another program holds it" in done.stderr
        assert "Traceback" not in done.stderr
        assert home.json("search", "ranks")["total"] == 1
    finally:
        until.set()
        holder.join()
    assert home.json("ingest", str(file))["entities"]["total"] == 2
    assert home.json("index", "verify")["differences"] == 0
