"""Requests that no well-meaning client makes, sent byte for byte."""

import base64
import json
import socket
from collections.abc import Iterator
from urllib.parse import quote, quote_from_bytes, urlsplit

LONG = 100_000
QUERIES = (
    "' OR 1=1 --",
    '"; DROP TABLE entity; --',
    "%' AND name LIKE '%",
    "(a+)+$",
    "/.*.*.*.*/",
    "[a-",
    "\\",
    "*",
    "?",
    "~",
    "name:",
    ":",
    ":x",
    "a:b:c:d",
    'name:"',
    "-",
    "--",
    "- -x",
    "OR",
    "OR OR AND NOT",
    "()",
    "(" * 1_000,
    ")" * 1_000,
    "(a OR " * 500,
    "-" * 1_000 + "x",
    '"' * 1_001,
    "updated:>9999999999999999999999",
    "updated:<not-a-date",
    "views:>1e999",
    "views:-1..",
    "kind:" + "x" * 10_000,
    "_id:1 OR _exists_:x",
    "\0",
    "\u202ea",
    "\U0001f600",
    "e\u0301" * 1_000,
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/a}",
    "<script>alert(1)</script>",
    "a" * LONG,
    "a " * (LONG // 2),
    "(a)" * (LONG // 3),
    "a OR " * (LONG // 5),
    "title:a " * (LONG // 8),
)
BYTES = (b"\xff\xfe", b"\xed\xa0\x80", b"%", b"a%00b")


def _cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


CURSORS = (
    "x",
    "%00",
    "=" * 1_000,
    "A" * LONG,
    _cursor(None),
    _cursor(5),
    _cursor([]),
    _cursor([None, {}, "x"]),
    _cursor({}),
    _cursor({"after": [[]], "limit": -1, "sort": {"a": 1}}),
    _cursor([10**40, -1]),
    _cursor(["a"] * 10_000),
    quote("[" * 10_000),
)
PATHS = (
    "/static/ui/../../../../../../etc/passwd",
    "/static/ui/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/static/ui/%2e%2e/%2e%2e/%2e%2e/settings.py",
    "/static/ui//etc/passwd",
    "/static/ui/..%5c..%5csettings.py",
    "/static/ui/%00",
    "/static/ui/",
    "/schemas/..%2f..%2fkinds.json",
    "/schemas/%2e%2e%2f%2e%2e%2fetc%2fpasswd.json",
    "/catalog/default/..%2f..%2f..%2fetc/passwd",
    "/catalog/%2e%2e/%2e%2e/%2e%2e",
    "/catalog/default/project/%00",
    "/catalog/default/project/" + "a" * 10_000,
    "/catalog/" + "a/" * 1_000,
    "/catalog/%ff/%ff/%ff",
    "/catalog/default/project/a/history?before=99999999999999999999",
    "/theme/..%2f..%2fetc",
    "/theme/dark?back=https://example.com/%0d%0aSet-Cookie:%20x=1",
    "//example.com/%2f..",
    "/health/locations/99999999999999999999",
    "/health/locations/-1",
    "/search?cursor=x",
    "/search?sort=x&kind=" + "y" * 1_000,
    "/search?" + "&".join(f"tag={number}" for number in range(3_000)),
    "/palette?q=%ff",
    "/api/catalog/entities/by-name/a/b/%2e%2e",
    "/api/catalog/entities/by-name/%00/%00/%00",
    "/api/catalog/entities/by-uid/%27%20OR%201=1",
    "/api/catalog/entities/by-uid/" + "a" * 10_000,
    "/api/catalog/entities?" + "&".join(["filter=a=b"] * 2_000),
    "/api/catalog/entities?filter=" + "kind=a," * 10_000,
    "/api/catalog/entities?filter=metadata.name=%00",
    "/api/catalog/entities?fields=" + "a.b.c," * 10_000,
    "/api/catalog/entities?order=asc:metadata.name;drop",
    "/api/catalog/entities?offset=99999999999999999999",
    "/api/catalog/entities?limit=1e309",
    "/api/catalog/entities/by-query?orderField=metadata.name,asc;drop",
    "/api/catalog/entities/by-query?fullTextFilterTerm=%25&fullTextFilterFields=__proto__",
    "/api/catalog/entities/by-query?fullTextFilterTerm=" + "%25" * 10_000,
    "/api/catalog/entity-facets?facet=" + "a" * 10_000,
    "/api/catalog/entity-facets?" + "&".join(["facet=kind"] * 2_000),
    "/api/mlhome/locations/99999999999999999999",
    "/api/mlhome/problems?location=99999999999999999999",
    "/api/mlhome/search?limit=99999999999999999999",
    "/api/mlhome/search?filters[kind]=" + "a" * LONG,
    "/api/search/query?term=" + "(" * 10_000,
    "/api/nothing/at/all",
)
BODIES = (
    b"",
    b"{",
    b"nul",
    b"null",
    b"5",
    b'"x"',
    b"[]",
    b"[" * LONG,
    b'{"a":' * LONG,
    b"{}",
    b'{"target": 5}',
    b'{"target": null}',
    b'{"target": ""}',
    b'{"target": {"$ne": 1}}',
    b'{"target": "https://a.example/x", "patterns": "y"}',
    b'{"target": "https://a.example/x", "patterns": ["../x"]}',
    b'{"target": "https://a.example/x.git", "ref": "--upload-pack=touch"}',
    b'{"target": "https://a.example/x", "more": 1}',
    b'{"target": "https://a.example/\\u0000"}',
    b'{"target": "https://a.example/\\ud800"}',
    b'{"target": "https://a.example/\\r\\nHost: b"}',
    b'{"target": "https://user:secret@a.example/x"}',
    b'{"target": "javascript:alert(1)"}',
    b'{"target": "' + b"a" * LONG + b'"}',
    b'{"target": NaN}',
    b"\xff\xfe{",
    b'{"query": {"$all": [' * 5_000,
    b'{"query": ' + b'{"$not": ' * 200 + b'{"kind": "a"}' + b"}" * 200 + b"}",
    b'{"query": {"$all": []}}',
    b'{"query": {"": {"$in": [[]]}}}',
    b'{"query": {"kind": {"$regex": "(a+)+"}}}',
    b'{"entityRefs": ' + json.dumps(["a:b/c"] * 20_000).encode() + b"}",
    b'{"entityRefs": ["' + b"a" * LONG + b'"]}',
    b'{"entityRefs": [null, 1, {}]}',
    b'{"entityRefs": ["\\u0000"]}',
    b'{"facets": [1]}',
    b'{"cursor": {}}',
)
WRITES = (
    "/api/mlhome/locations",
    "/api/catalog/entities/by-query",
    "/api/catalog/entities/by-refs",
    "/api/catalog/entity-facets",
)
CONTENT_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/json; charset=utf-7",
    "a" * 1_000,
)


def get(path: str, *headers: str, host: str = "127.0.0.1") -> bytes:
    """A GET request; only what HTTP's first line can't hold is escaped."""
    return _request("GET", path, b"", (f"Host: {host}", *headers))


def post(path: str, body: bytes, content_type: str, *headers: str) -> bytes:
    about = (f"Content-Length: {len(body)}", f"Content-Type: {content_type}", "Host: 127.0.0.1")
    return _request("POST", path, body, (*about, "X-MLHome-Request: 1", *headers))


def asked(path: str, name: str, value: str | bytes) -> bytes:
    """A GET request with one parameter."""
    said = quote_from_bytes(value) if isinstance(value, bytes) else quote(value)
    return get(f"{path}{'&' if '?' in path else '?'}{name}={said}")


def malformed() -> Iterator[bytes]:
    """Requests that are wrong as HTTP."""
    plain = "Host: 127.0.0.1"
    yield b"\0\1\2\3\r\n\r\n"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"
    yield b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n"
    yield b"GET /\r\n\r\n"
    yield b"FOO / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    yield get("/", "Bad Header: x", "Folded: a\r\n b")
    yield get("/", "X: " + "a" * 300_000)
    yield get("/", *(f"X-{number}: a" for number in range(5_000)))
    yield get("/", "Cookie: mlhome_csrf=\xff\xfe; theme=../../x; =; ;;;")
    yield get("/", "Accept-Language: " + "a," * 10_000)
    yield get("/", "If-None-Match: " + '"' * 1_000, "If-Modified-Since: yesterday")
    yield get("/static/ui/x", "Range: bytes=" + "0-1," * 10_000)
    yield get("/", host="evil.example")
    yield get("/", host="127.0.0.1@evil.example")
    yield get("/", host="[::1")
    yield get("/", host="")
    yield get("/", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: javascript")
    yield get("/" + "a" * 200_000)
    yield post("/api/mlhome/locations", b"x" * 2_000_000, "application/json")
    yield post("/health/locations", b"a=b&" * 50_000, "application/x-www-form-urlencoded")
    yield _request("POST", "/api/mlhome/locations", b"{}", (plain, "Content-Length: -1"))
    yield _request("POST", "/api/mlhome/locations", b"{}", (plain, "Content-Length: x"))
    both = (plain, "Content-Length: 5", "Transfer-Encoding: chunked")
    yield _request("POST", "/api/mlhome/locations", b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n", both)
    chunked = (plain, "Transfer-Encoding: chunked")
    yield _request("POST", "/api/mlhome/locations", b"zzz\r\n", chunked)


def answer(address: str, request: bytes) -> tuple[int, bytes]:
    """Status and the whole answer; 0 where the server hangs up without one."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as sender:
        try:
            sender.sendall(request)
            sender.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it has heard enough
        received = _received(sender)
    head = received.split(b" ", 2)
    return (int(head[1]) if received.startswith(b"HTTP/") else 0), received


def _received(sender: socket.socket) -> bytes:
    parts = []
    try:
        while part := sender.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass  # what came before is the answer
    return b"".join(parts)


def _request(method: str, path: str, body: bytes, headers: tuple[str, ...]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace") + body
