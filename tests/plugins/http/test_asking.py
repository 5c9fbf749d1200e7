"""What a plugin may ask, whom, and for how long; on real sockets."""

import gzip
import json
import math
import re
import socket
import zlib
from threading import Event
from typing import Any

import pytest

from plugins.api import Connection, UpstreamFailed
from plugins.http import HostHttp, Refusing
from tests.catalog.locations.servers import (
    CERTIFICATE,
    Answer,
    Request,
    http_site,
    silence,
    tcp_server,
)

REFUSED = re.compile("may not be asked|is no address")
GOOD = b'{"a": 1}'


def asking(url: str, secret: str = "", *addresses: str, deadline: float = 20.0) -> HostHttp:
    return HostHttp.of(Connection(name="c", url=url), secret, addresses, deadline=deadline)


def body(content: bytes, **headers: str) -> Answer:
    return lambda request: request.send(content, **headers)


def refused(http: HostHttp, url: str) -> str:
    with pytest.raises(UpstreamFailed) as failure:
        http.get_json(url)
    return str(failure.value)


def test_json_is_asked_for_with_a_query() -> None:
    with http_site(body(GOOD)) as site:
        assert asking(site.url).get_json(f"{site.url}/x?b=1", {"c": "d e", "f": 2}) == {"a": 1}
        assert site.seen[0][0] == "/x?b=1&c=d+e&f=2"


def test_json_is_posted() -> None:
    got: list[Any] = []

    def answer(request: Request) -> None:
        got.append(json.loads(request.rfile.read(int(request.headers["Content-Length"]))))
        request.send(GOOD)

    with http_site(answer) as site:
        assert asking(site.url).post_json(f"{site.url}/x", {"q": ["é"]}) == {"a": 1}
    assert got == [{"q": ["é"]}]


@pytest.mark.parametrize(
    ("secret", "header"),
    [("t0ken\n", "Bearer t0ken"), ("ada:pass", "Basic YWRhOnBhc3M="), ("", None)],
)
def test_credentials_go_to_the_connection(secret: str, header: str | None) -> None:
    with http_site(body(GOOD)) as site:
        asking(site.url, secret).get_json(site.url)
        assert site.seen[0][1].get("Authorization") == header


def test_credentials_go_to_nobody_else() -> None:
    with http_site(body(GOOD)) as other, http_site(body(GOOD)) as site:
        asking(site.url, "t0ken", other.url).get_json(other.url)
        assert "Authorization" not in other.seen[0][1]


def test_a_secret_that_no_header_can_hold_is_not_shown() -> None:
    with pytest.raises(UpstreamFailed) as failure:
        asking("http://a.test", "se\ncret")
    assert "se" not in str(failure.value).split()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{other}/",
        "http://localhost:{port}/",
        "https://127.0.0.1:{port}/",
        "http://127.0.0.1:{other}\\@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@127.0.0.1:{other}/",
        "http://me:secret@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/",
        "//127.0.0.1:{other}/",
        "/x",
        "",
        "http://[::1",
    ],
)
def test_nobody_else_is_asked(url: str) -> None:
    with http_site(body(GOOD)) as other, http_site(body(GOOD)) as site:
        said = refused(asking(site.url), url.format(port=site.server_port, other=other.server_port))
        assert (site.seen, other.seen) == ([], [])
        assert "secret" not in said


def test_hosts_of_address_settings_are_asked_too() -> None:
    with http_site(body(GOOD)) as site:
        assert HostHttp.of(None, "", [(site.url,), ""], deadline=9.0).get_json(site.url) == {"a": 1}


def test_without_a_connection_nobody_is_asked() -> None:
    with http_site(body(GOOD)) as site:
        said = refused(HostHttp.of(None, "", [], deadline=9.0), site.url)
        assert "this plugin may ask nobody" in said


def test_a_local_function_asks_nobody() -> None:
    for ask in (
        Refusing().get_json,
        Refusing().get_bytes,
        lambda url: Refusing().post_json(url, 1),
    ):
        with pytest.raises(UpstreamFailed, match="this function is local"):
            ask("http://127.0.0.1/")


def test_redirects_within_the_host_are_followed() -> None:
    def answer(request: Request) -> None:
        if request.path == "/old":
            request.send(status=302, Location="/new")
        else:
            request.send(GOOD)

    with http_site(answer) as site:
        assert asking(site.url).get_json(f"{site.url}/old") == {"a": 1}


@pytest.mark.parametrize("target", ["{other}/x", "//{host}/x", "https://127.0.0.1/", "file:///x"])
def test_redirects_elsewhere_are_refused(target: str) -> None:
    with http_site(body(GOOD)) as other:
        to = target.format(other=other.url, host=other.url.removeprefix("http://"))
        with http_site(lambda request: request.send(status=307, Location=to)) as site:
            assert REFUSED.search(refused(asking(site.url), site.url))
        assert other.seen == []


def test_redirects_come_to_an_end() -> None:
    with http_site(lambda request: request.send(status=301, Location="/again")) as site:
        assert "redirects more than 5 times" in refused(asking(site.url), site.url)


def test_what_is_posted_is_not_sent_elsewhere_as_something_else() -> None:
    with (
        http_site(lambda request: request.send(status=302, Location="/other")) as site,
        pytest.raises(UpstreamFailed, match="sends what is posted elsewhere"),
    ):
        asking(site.url).post_json(site.url, {})


@pytest.mark.parametrize("status", [400, 401, 404, 405, 429, 500, 503, 304])
def test_a_status_is_told_with_what_came(status: int) -> None:
    with (
        http_site(lambda request: request.send(b"<b>no\x1b[1m", status=status)) as site,
        pytest.raises(UpstreamFailed, match=f"answers with the status {status}") as failure,
    ):
        asking(site.url).get_json(f"{site.url}/x?token=secret")
    assert failure.value.status == status
    assert "secret" not in str(failure.value)
    assert "\x1b" not in str(failure.value)


@pytest.mark.parametrize("gzipped", [False, True])
def test_more_than_the_limit_is_not_read(gzipped: bool) -> None:
    content = bytes(100 << 20)
    sent = body(gzip.compress(content), Content_Encoding="gzip") if gzipped else body(content)
    with http_site(sent) as site:
        with pytest.raises(UpstreamFailed, match=r"more than 1,048,576 bytes") as failure:
            asking(site.url).get_bytes(site.url)
        assert failure.value.too_large


def test_bytes_up_to_the_limit_are_read() -> None:
    with http_site(body(bytes(5000))) as site:
        assert asking(site.url).get_bytes(site.url, limit=5000) == bytes(5000)
        with pytest.raises(UpstreamFailed):
            asking(site.url).get_bytes(site.url, limit=4999)


@pytest.mark.parametrize(
    ("coding", "content"),
    [("gzip", b"not gzip"), ("gzip", gzip.compress(GOOD, mtime=0)[:14]), ("gzip, gzip", GOOD)],
)
def test_an_encoding_that_is_broken_or_nested_is_a_failure(coding: str, content: bytes) -> None:
    with http_site(body(content, Content_Encoding=coding)) as site:
        refused(asking(site.url), site.url)


def test_a_zlib_stream_is_read() -> None:
    with http_site(body(zlib.compress(GOOD), Content_Encoding="deflate")) as site:
        assert asking(site.url).get_json(site.url) == {"a": 1}


def drip(connection: socket.socket, ended: Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not ended.wait(0.05):
        connection.sendall(b" ")


def test_one_who_never_answers_is_given_up() -> None:
    with tcp_server(silence) as server:
        said = refused(asking(server.url, deadline=0.5), server.url)
        assert "took more than" in said


@pytest.mark.slow
def test_one_who_sends_a_byte_now_and_then_is_given_up() -> None:
    with tcp_server(drip) as server:
        assert "took more than" in refused(asking(server.url, deadline=0.5), server.url)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{",
    ],
)
def test_an_answer_that_is_no_http_is_a_failure(answer: bytes) -> None:
    def talk(connection: socket.socket, ended: Event) -> None:
        connection.recv(10_000)
        connection.sendall(answer)

    with tcp_server(talk) as server:
        said = refused(asking(server.url), server.url)
        assert "valid answer" in said or "instead of JSON" in said


def test_a_server_that_is_not_there_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    assert refused(asking(url), url) == f"{url} can't be reached: Connection refused"


def test_a_host_that_is_not_there_is_a_failure() -> None:
    assert "no such host" in refused(asking("http://nowhere.invalid"), "http://nowhere.invalid/x")


def test_tls_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    with http_site(body(GOOD), tls=True) as site:
        url = f"https://localhost:{site.server_port}"
        assert "self-signed certificate" in refused(asking(url), url)
        assert site.seen == []
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert asking(url).get_json(url) == {"a": 1}


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with http_site(body(b'"proxy"')) as proxy, http_site(body(GOOD)) as site:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert asking(site.url).get_json(site.url) == {"a": 1}


def test_numbers_that_json_does_not_have_are_numbers() -> None:
    with http_site(body(b'{"value": [NaN, Infinity, -Infinity, 1e999]}')) as site:
        value = asking(site.url).get_json(site.url)["value"]
    assert [str(number) for number in value] == ["nan", "inf", "-inf", "inf"]
    assert all(isinstance(number, float) and not math.isfinite(number) for number in value)
