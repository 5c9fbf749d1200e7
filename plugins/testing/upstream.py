"""A server that does to its clients whatever real ones have done, by the first part of the path."""

import gzip
import json
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, TypeAlias

from plugins.testing.spoiling import SPOILT, many

Upstream: TypeAlias = Callable[[str, str], Any] | Mapping[str, Any]
"""Good answers: of method and path (with its query), or by the end of the path."""

HTML = b"<!doctype html><title>Sign in</title><p>Please sign in."
MEGABYTE = b" " * (1 << 20)
BODY_LIMIT = 1 << 24


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request that is to be answered, and the good answer to it (None where nobody knows).

    `is_first` at its path: what takes long is done once.
    """

    handler: BaseHTTPRequestHandler
    good: Any
    is_first: bool
    ended: Event

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        handler = self.handler
        handler.send_response(status)
        headers = {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    def send_json(self, value: Any, charset: str = "utf-8") -> None:
        kind = f"application/json; charset={charset}"
        self.send(json.dumps(value).encode(charset), 200, Content_Type=kind)

    def send_beginning(self, body: bytes, length: int) -> None:
        """An answer that promises more than it has."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Length", str(length))
        self.handler.end_headers()
        self.handler.wfile.write(body)
        self.handler.wfile.flush()


def _says_nothing(exchange: Exchange) -> None:
    exchange.ended.wait(60)


def _says_a_byte_now_and_then(exchange: Exchange) -> None:
    exchange.send_beginning(b"{", 1 << 20)
    while not exchange.ended.wait(0.1):
        exchange.handler.wfile.write(b" ")


def _hangs_up(exchange: Exchange) -> None:
    connection = exchange.handler.connection
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)


def _sends_100_mb(exchange: Exchange) -> None:
    exchange.send_beginning(b"[", 100 << 20)
    for _ in range(100):
        exchange.handler.wfile.write(MEGABYTE)


def _sends_a_bomb(exchange: Exchange) -> None:
    exchange.send(gzip.compress(MEGABYTE * 100, 9), Content_Encoding="gzip")


def _status(status: int) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.send(HTML, status, Content_Type="text/html")


def _body(body: bytes, **headers: str) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.send(body, 200, **headers)


def _elsewhere(exchange: Exchange) -> None:
    exchange.send(b"", 302, Location="http://169.254.169.254/latest/meta-data/")


def _spoilt(spoil: Callable[[Any], Any]) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.send_json(spoil(exchange.good))


def _many_names(exchange: Exchange) -> None:
    exchange.send_json(many(exchange.good) if exchange.is_first else exchange.good)


def _good(exchange: Exchange) -> None:
    if exchange.good is None:
        exchange.send(HTML, 404, Content_Type="text/html")
    else:
        exchange.send_json(exchange.good)


SLOW: Mapping[str, Callable[[Exchange], None]] = {
    "nothing, for ever": _says_nothing,
    "a byte now and then": _says_a_byte_now_and_then,
}
"""These never end; a plugin's Http gives them up before its deadline."""

ANSWERS: Mapping[str, Callable[[Exchange], None]] = {
    **SLOW,
    "a closed connection": _hangs_up,
    **{f"the status {status}": _status(status) for status in (401, 404, 429, 500, 503)},
    "HTML": _body(HTML, Content_Type="text/html"),
    "an empty body": _body(b""),
    "bytes that are no text": _body(bytes(range(256)) * 4),
    "half a JSON text": _body(b'{"a": [1, 2'),
    "JSON nested too deep": _body(b"[" * 50_000 + b"]" * 50_000),
    "100 MB": _sends_100_mb,
    "100 MB, compressed": _sends_a_bomb,
    "a redirect elsewhere": _elsewhere,
    **{f"just {value}": _body(value.encode()) for value in ("null", "[]", "{}", '"text"', "17")},
    "just a list of lists": _body(b"[[[]], [null], [1]]"),
    "UTF-16": lambda exchange: exchange.send_json(exchange.good, "utf-16"),
    **{name: _spoilt(spoil) for name, spoil in SPOILT.items()},
    "100,000 names": _many_names,
    "what it should": _good,
}
GOOD = "what it should"


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        self.rfile.read(min(int(self.headers.get("Content-Length", 0)), BODY_LIMIT))
        number, _, path = self.path.lstrip("/").partition("/")
        answer = list(ANSWERS.values())[int(number)]
        with suppress(OSError):  # a client that hangs up is right
            good = self.server.good(self.command, "/" + path)
            is_first = self.server.is_first(self.path.partition("?")[0])
            answer(Exchange(self, good, is_first, self.server.ended))

    do_POST = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, upstream: Upstream) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ended, self._upstream = Event(), upstream
        self._lock, self._seen = Lock(), set[str]()

    def is_first(self, path: str) -> bool:
        with self._lock:
            known = len(self._seen)
            self._seen.add(path)
            return len(self._seen) > known

    def good(self, method: str, path: str) -> Any:
        if callable(self._upstream):
            return self._upstream(method, path)
        plain = path.partition("?")[0]
        return next((it for end, it in self._upstream.items() if plain.endswith(end)), None)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is right."""


@contextmanager
def hostile_upstream(upstream: Upstream | None = None) -> Iterator[Mapping[str, str]]:
    """The address of each way to answer; `upstream` has the good answers that are spoilt."""
    with _Server(upstream or {}) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            base = f"http://127.0.0.1:{server.server_port}"
            yield {name: f"{base}/{number}" for number, name in enumerate(ANSWERS)}
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
