"""Requests of one call of a plugin's function, and their answers.

Nothing of the surroundings has a say: no proxy variables, no `.netrc`, no cookies, no retries.
"""

import base64
import json
import math
import ssl
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Self
from urllib.parse import quote, urlencode, urljoin

import urllib3
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, TimeoutError
from urllib3.util import Url, parse_url

from plugins.api import Connection, UpstreamFailed, Value
from plugins.http.answers import as_value, beginning
from plugins.http.origins import Origin, origin_of, shown_url
from plugins.texts import printable

JSON_LIMIT = 32 << 20  # bytes, decompressed
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
KEEP_METHOD = frozenset({307, 308})
CHUNK = 1 << 16
CONNECT_SECONDS = 10.0
SAFE_IN_TOKEN = "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"
HEADERS = {"Accept-Encoding": "gzip", "User-Agent": "mlhome"}


class HostHttp:
    """The Http of one call of a function. It ends a little before the function's own deadline, so
    that a slow upstream is told as such."""

    def __init__(
        self,
        allowed: Iterable[Origin],
        authorization: Mapping[Origin, str] | None = None,
        *,
        deadline: float,
        requests_per_second: float = math.inf,
    ) -> None:
        self._allowed = frozenset(allowed)
        self._authorization = authorization or {}
        self._seconds = deadline - min(1.0, 0.1 * deadline)
        self._until = time.monotonic() + self._seconds
        self._pause = 1 / requests_per_second
        self._next = 0.0

    @cached_property
    def _pools(self) -> urllib3.PoolManager:
        # Made when first asked for: reading the system's certificates takes 20 ms.
        return urllib3.PoolManager(ssl_context=ssl.create_default_context())

    @classmethod
    def of(
        cls,
        connection: Connection | None,
        secret: str,
        addresses: Iterable[str | tuple[str, ...]],
        *,
        deadline: float,
        requests_per_second: float = math.inf,
    ) -> Self:
        """With a connection's host and credentials, and hosts of settings that are addresses."""
        texts = [text for each in addresses for text in ([each] if isinstance(each, str) else each)]
        home = origin_of(connection.url) if connection else None
        allowed = [origin for text in texts if (origin := origin_of(text))]
        return cls(
            [*allowed, home] if home else allowed,
            {home: authorization(secret)} if home and secret else {},
            deadline=deadline,
            requests_per_second=requests_per_second,
        )

    def get_json(self, url: str, query: Mapping[str, str | int] | None = None) -> Value:
        body, content_type = self._ask("GET", _with_query(url, query), JSON_LIMIT)
        return as_value(url, body, content_type)

    def post_json(self, url: str, body: Value) -> Value:
        answer, content_type = self._ask("POST", url, JSON_LIMIT, json.dumps(body).encode())
        return as_value(url, answer, content_type)

    def get_bytes(
        self, url: str, query: Mapping[str, str | int] | None = None, *, limit: int = 1 << 20
    ) -> bytes:
        return self._ask("GET", _with_query(url, query), limit)[0]

    def _ask(
        self, method: str, url: str, limit: int, body: bytes | None = None
    ) -> tuple[bytes, str]:
        """The body and its content type, after redirects within the allowed hosts."""
        for _ in range(MAX_REDIRECTS + 1):
            place, origin = self._judged(url)
            response = self._request(method, place, origin, body)
            target = response.headers.get("Location", "")
            try:
                if response.status not in REDIRECTS or not target:
                    answer = self._read(url, response, limit)
                    return answer, response.headers.get("Content-Type", "")
            finally:
                response.close()
            if method != "GET" and response.status not in KEEP_METHOD:
                raise UpstreamFailed(f"{shown_url(url)} sends what is posted elsewhere")
            url = urljoin(url, target)
        raise UpstreamFailed(f"{shown_url(url)} redirects more than {MAX_REDIRECTS} times")

    def _judged(self, url: str) -> tuple[Url, Origin]:
        """Where the URL leads, read by the same eyes that the connection is made with."""
        origin = origin_of(url)
        if origin is None:
            raise UpstreamFailed(f"{shown_url(url)} is no address of the kind http(s)://host/…")
        if origin not in self._allowed:
            known = ", ".join(sorted(map(str, self._allowed))) or "nobody"
            raise UpstreamFailed(f"{origin} may not be asked; this plugin may ask {known}")
        return parse_url(url), origin

    def _request(
        self, method: str, place: Url, origin: Origin, body: bytes | None
    ) -> urllib3.BaseHTTPResponse:
        self._wait_for_turn()
        headers = dict(HEADERS)
        if secret := self._authorization.get(origin):
            headers["Authorization"] = secret
        if body is not None:
            headers["Content-Type"] = "application/json"
        pool = self._pools.connection_from_host(origin.host, origin.port, origin.scheme)
        try:
            return pool.urlopen(
                method,
                place.request_uri,
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(
                    connect=min(CONNECT_SECONDS, self._left()), read=self._left()
                ),
            )
        except (HTTPError, OSError, ValueError) as error:
            raise self._failure(place.url, error) from error

    def _read(self, url: str, response: urllib3.BaseHTTPResponse, limit: int) -> bytes:
        """The decompressed body; no more than `limit` bytes, and a little, are ever held."""
        coding = response.headers.get("Content-Encoding", "")
        if "," in coding:
            raise UpstreamFailed(f"{shown_url(url)} answers in several encodings: {coding[:40]}")
        body = bytearray()
        try:
            while chunk := response.read1(CHUNK):
                body += chunk
                self._left()
                if len(body) > limit and response.status < 300:
                    raise _too_large(url, limit)
                if response.status >= 300:
                    break
        except (HTTPError, OSError, ValueError) as error:
            raise self._failure(url, error) from error
        if not 200 <= response.status < 300:
            raise _status(url, response.status, bytes(body))
        return bytes(body)

    def _wait_for_turn(self) -> None:
        """Keep to the rate; the first request goes at once."""
        now = time.monotonic()
        wait, self._next = self._next - now, max(now, self._next) + self._pause
        if wait > 0:
            time.sleep(min(wait, self._left()))

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise self._too_slow()
        return left

    def _too_slow(self) -> UpstreamFailed:
        return UpstreamFailed(f"all it was asked took more than {self._seconds:.1f} s")

    def _failure(self, url: str, error: Exception) -> UpstreamFailed:
        if time.monotonic() >= self._until:
            return self._too_slow()
        return UpstreamFailed(f"{shown_url(url)} {_what(error)}")


def authorization(secret: str) -> str:
    """The header of a secret: `user:password` is Basic, anything else a Bearer token."""
    secret = secret.strip()
    if not secret.isprintable():
        raise UpstreamFailed("the secret of the connection has a character that none can have")
    if ":" in secret:
        return "Basic " + base64.b64encode(secret.encode()).decode()
    return f"Bearer {quote(secret, SAFE_IN_TOKEN)}"


def _what(error: Exception) -> str:
    """What went wrong with a request, without the classes and objects that it went wrong in."""
    if isinstance(error, NameResolutionError):
        return "can't be reached: there is no such host"
    if isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError):
        return "did not answer in time"
    cause = error
    while isinstance(inner := cause.__cause__ or cause.__context__, Exception):
        cause = inner
    text = getattr(cause, "verify_message", "") or getattr(cause, "strerror", "") or str(cause)
    verb = "can't be reached" if isinstance(error, NewConnectionError) else "gives no valid answer"
    return f"{verb}: {printable(text[:200]) or type(cause).__name__}"


def _with_query(url: str, query: Mapping[str, str | int] | None) -> str:
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _too_large(url: str, limit: int) -> UpstreamFailed:
    what = f"{shown_url(url)} answers with more than {limit:,} bytes"
    return UpstreamFailed(what, too_large=True)


def _status(url: str, status: int, body: bytes) -> UpstreamFailed:
    what = f"{shown_url(url)} answers with the status {status}{beginning(body)}"
    return UpstreamFailed(what, status=status)
