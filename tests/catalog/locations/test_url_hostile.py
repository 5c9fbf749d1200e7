"""Web servers that are slow, broken or out to do harm."""

import gzip
import socket
from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_address
from threading import Event

import pytest

from catalog.locations import (
    LocationSpec,
    LocationUnreadable,
    ReadPolicy,
    open_snapshot,
)
from catalog.locations.addresses import is_public
from descriptors.problems import Problem
from tests.catalog.locations.servers import (
    CERTIFICATE,
    Request,
    http_site,
    silence,
    tcp_server,
    unused_port,
)

Talk = Callable[[socket.socket, Event], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/yaml\r\n"


@pytest.fixture
def here(policy: ReadPolicy) -> ReadPolicy:
    """A policy that allows this machine, and small files only."""
    networks = ("127.0.0.0/8", "::1/128")
    return replace(policy, allowed_networks=networks, file_bytes=100_000)


def failure(url: str, policy: ReadPolicy) -> Problem:
    with pytest.raises(LocationUnreadable) as caught:
        open_snapshot(LocationSpec("url", url), policy)
    assert caught.value.problem.message
    assert caught.value.problem.hint
    return caught.value.problem


def code(url: str, policy: ReadPolicy) -> str:
    return failure(url, policy).code.removeprefix("location/")


def drip(*parts: bytes) -> Talk:
    """Send the parts at once, then one byte every 20 ms for ever."""

    def talk(connection: socket.socket, ended: Event) -> None:
        connection.recv(4096)
        connection.sendall(b"".join(parts))
        while not ended.wait(0.02):
            connection.sendall(b"x")

    return talk


def endless(head: bytes, body: bytes) -> Talk:
    def talk(connection: socket.socket, ended: Event) -> None:
        connection.recv(4096)
        connection.sendall(head)
        while not ended.is_set():
            connection.sendall(body)

    return talk


@pytest.mark.parametrize(
    "talk",
    [
        silence,
        drip(),
        drip(HEAD),
        drip(HEAD, b"Content-Length: 100000\r\n\r\n"),
        drip(HEAD, b"\r\n"),
    ],
    ids=["silence", "status", "headers", "body", "endless body"],
)
def test_a_slow_answer_is_cut_off(here: ReadPolicy, talk: Talk) -> None:
    with tcp_server(talk) as server:
        assert code(f"{server.url}/a.yaml", replace(here, url_seconds=0.4)) == "time-out"


def test_files_that_are_named_are_not_asked_for_when_time_is_up(here: ReadPolicy) -> None:
    with http_site(lambda request: request.send(b"a: 1")) as site:
        spec = LocationSpec("url", f"{site.url}/a.yaml")
        with open_snapshot(spec, replace(here, url_all_seconds=0.0)) as snapshot:
            assert snapshot.read("a.yaml") == b"a: 1"
            late = snapshot.read("b.yaml")
    assert isinstance(late, Problem)
    assert (late.code, late.file) == ("location/time-out", "b.yaml")
    assert len(site.seen) == 1


@pytest.mark.slow
def test_a_slow_handshake_is_cut_off(here: ReadPolicy) -> None:
    for talk in (silence, drip(b"\x16\x03\x03\x40\x00")):
        with tcp_server(talk) as server:
            url = f"https://127.0.0.1:{server.port}/a.yaml"
            assert code(url, replace(here, url_seconds=0.4)) == "time-out"


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (endless(HEAD + b"\r\n", b"x" * 10_000), "too-large"),
        (
            endless(
                HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"3e8\r\n" + b"x" * 1000 + b"\r\n"
            ),
            "too-large",
        ),
        (endless(HEAD, b"X-A: b\r\n"), "bad-response"),
        (endless(HEAD, b"x" * 10_000), "bad-response"),
        (endless(b"", b"\0\xff" * 5_000), "bad-response"),
    ],
    ids=["body", "chunks", "headers", "one header", "noise"],
)
def test_an_endless_answer_is_cut_off(here: ReadPolicy, talk: Talk, expected: str) -> None:
    with tcp_server(talk) as server:
        assert code(f"{server.url}/a.yaml", here) == expected


def once(answer: bytes) -> Talk:
    def talk(connection: socket.socket, ended: Event) -> None:
        connection.recv(4096)
        connection.sendall(answer)

    return talk


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 100\r\n\r\nkind: Cut off",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nkind: Cut off",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"kind: Cut off")[:-9],
        HEAD + b"Content-Encoding: gzip\r\n\r\nnot gzip",
        HEAD + b"Content-Encoding: br\r\n\r\n?",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
    ids=["length", "chunk", "gzip", "no gzip", "unasked", "no http", "nothing"],
)
def test_half_an_answer_is_none(here: ReadPolicy, answer: bytes) -> None:
    with tcp_server(once(answer)) as server:
        assert code(f"{server.url}/a.yaml", here) in ("bad-response", "unreachable")


def test_a_gzip_bomb_is_not_unpacked(here: ReadPolicy) -> None:
    bomb = gzip.compress(bytes(50_000_000))

    def answer(request: Request) -> None:
        request.send(bomb, Content_Encoding="gzip")

    with http_site(answer) as site:
        assert code(f"{site.url}/a.yaml", here) == "too-large"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "forbidden"),
        (403, "forbidden"),
        (404, "not-found"),
        (410, "not-found"),
        (500, "http-status"),
        (204, "http-status"),
        (302, "http-status"),
    ],
)
def test_a_status_becomes_a_code(here: ReadPolicy, status: int, expected: str) -> None:
    with http_site(lambda request: request.send(status=status)) as site:
        assert code(f"{site.url}/a.yaml", here) == expected


@pytest.mark.parametrize(
    ("body", "content_type"), [(b"kind: A", "text/html"), (b"\n<!DOCTYPE html>", "text/plain")]
)
def test_a_web_page_is_no_descriptor(here: ReadPolicy, body: bytes, content_type: str) -> None:
    with http_site(lambda request: request.send(body, Content_Type=content_type)) as site:
        assert code(f"{site.url}/a.yaml", here) == "web-page"


@pytest.mark.parametrize("path", ["org/repo", "org/repo/"])
def test_where_a_page_may_be_a_repository_s_the_hint_says_how_to_name_one(
    here: ReadPolicy, path: str
) -> None:
    with http_site(lambda request: request.send(b"<html>", Content_Type="text/html")) as site:
        assert f"`git+{site.url}/{path}`" in failure(f"{site.url}/{path}", here).hint
        assert "git+" not in failure(f"{site.url}/a/mlhome.yaml", here).hint


def test_nobody_listening_and_no_such_host_are_unreachable(here: ReadPolicy) -> None:
    assert code(f"http://127.0.0.1:{unused_port()}/a.yaml", here) == "unreachable"
    assert code("https://no-such-host.invalid/a.yaml", here) in (
        "unreachable",
        "time-out",
    )


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[::ffff:7f00:1]",
        "0",
    ],
)
def test_an_address_of_this_machine_is_not_even_connected_to(policy: ReadPolicy, host: str) -> None:
    with http_site(lambda request: request.send()) as site:
        url = f"http://{host}:{site.server_port}/a.yaml"
        assert code(url, policy) in ("not-allowed", "bad-target", "unreachable")
        assert not site.seen


def test_a_redirect_to_a_private_address_is_refused(here: ReadPolicy) -> None:
    with http_site(lambda request: request.send(b"kind: Secret")) as inner:

        def moved(request: Request) -> None:
            request.send(status=302, Location=f"{inner.url}/latest/meta-data")

        with http_site(moved) as outer:
            allowed = outer.url.removeprefix("http://")
            policy = replace(here, allowed_networks=(), allowed_hosts=(allowed,))
            assert code(f"{outer.url}/a.yaml", policy) == "not-allowed"
            assert not inner.seen


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x.org/a", "http://a:b@x.org/"])
def test_a_redirect_to_something_else_is_refused(here: ReadPolicy, target: str) -> None:
    with http_site(lambda request: request.send(status=302, Location=target)) as site:
        assert code(f"{site.url}/a.yaml", here) in ("bad-target", "secret-in-target")


def test_redirects_in_a_circle_end(here: ReadPolicy) -> None:
    with http_site(lambda request: request.send(status=302, Location=request.path)) as site:
        assert code(f"{site.url}/a.yaml", here) == "too-many-redirects"
        assert len(site.seen) == 4


def test_a_certificate_must_be_valid_for_the_name(
    here: ReadPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_site(lambda request: request.send(), tls=True) as site:
        assert code(f"https://localhost:{site.server_port}/a.yaml", here) == "tls"
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert code(f"https://127.0.0.1:{site.server_port}/a.yaml", here) == "tls"


def test_only_the_allowed_addresses_are_fetched(here: ReadPolicy) -> None:
    with http_site(lambda request: request.send(b"kind: A")) as site:
        policy = replace(here, url_prefixes=(f"{site.url}/ml",))
        assert open_snapshot(LocationSpec("url", f"{site.url}/ml/a.yaml"), policy).paths()
        for path in ("/a.yaml", "/mlx/a.yaml", "/ml/../a.yaml", "/ml/%2e%2e/a.yaml"):
            assert code(f"{site.url}{path}", policy) == "not-allowed"
        assert len(site.seen) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"),
        *("192.168.1.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "0::", "::1", "fe80::1"),
        *("fc00::1", "fec0::1", "ff02::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::"),
        *("2001:0:808:808::", "2001:db8::1"),
    ],
)
def test_private_and_disguised_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "140.82.121.4", "2606:50c0:8000::153"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))
