"""Fetches one file over http(s) from a server that nobody vouches for."""

import http.client
import re
import socket
import ssl
import zlib
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from catalog.locations.addresses import Endpoint, endpoint
from catalog.locations.deadline import Deadline
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable, unreadable
from catalog.locations.targets import shown, url_problem

MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK = 65_536
ETAG = re.compile(r'^(?:W/)?"[\x21\x23-\x7e]{0,150}"$')  # RFC 9110, 8.8.3
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
SAFE_IN_URL = "%/:=&?~+!$,;'@()*"
CODES = {401: "forbidden", 403: "forbidden", 404: "not-found", 410: "not-found"}
HINTS = {
    "forbidden": "give the catalog credentials for this host, in the settings",
    "not-found": "check the address in a browser that is not signed in",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent. `unchanged` means that the file is still the one of the ETag."""

    body: bytes
    etag: str = ""
    content_type: str = ""
    changed_at: float | None = None
    unchanged: bool = False


def fetch(url: str, policy: ReadPolicy, etag: str = "") -> Answer:
    """The file at the URL, after at most three redirects, each judged like the first address.

    Credentials go to the first address only.
    """
    headers = {"Accept-Encoding": "gzip", "User-Agent": "mlhome", "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    secret = policy.authorization.get(urlsplit(url).netloc.lower(), "")
    with Deadline(policy.url_seconds) as deadline:
        for _ in range(MAX_REDIRECTS + 1):
            place = _judged(url, policy)
            once = {**headers, **({"Authorization": secret} if secret else {})}
            answer = _ask(url, place, once, policy, deadline)
            if isinstance(answer, Answer):
                return answer
            url, secret = urljoin(url, answer), ""
    message = f"{shown(url)} redirects more than {MAX_REDIRECTS} times"
    raise unreadable("too-many-redirects", message, "give the address that it leads to in the end")


def _judged(url: str, policy: ReadPolicy) -> Endpoint:
    if wrong := url_problem(url):
        raise LocationUnreadable(wrong)
    return endpoint(url, policy)


def _ask(
    url: str, place: Endpoint, headers: dict[str, str], policy: ReadPolicy, deadline: Deadline
) -> Answer | str:
    """One request: the file, or the address of a redirect."""
    try:
        with closing(_connect(place, policy, deadline)) as connection:
            parts = urlsplit(url)
            path = quote(parts.path or "/", SAFE_IN_URL)
            query = "?" + quote(parts.query, SAFE_IN_URL) if parts.query else ""
            connection.request("GET", path + query, headers={"Host": parts.netloc, **headers})
            with closing(connection.getresponse()) as response:
                answer = _answer(url, response, policy)
            if deadline.passed:  # the cut looks like the end of an answer without a length
                raise TimeoutError
            return answer
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        raise _failure(url, error, deadline, policy) from error


def _connect(place: Endpoint, policy: ReadPolicy, deadline: Deadline) -> HTTPConnection:
    """A connection to an address that was judged, under the name that was asked for."""
    raw = _first_that_answers(place, min(policy.connect_seconds, deadline.left()))
    raw.settimeout(policy.url_seconds)
    deadline.guard(raw)
    if place.scheme == "https":
        context = ssl.create_default_context()
        raw = context.wrap_socket(raw, server_hostname=place.host, do_handshake_on_connect=False)
        deadline.guard(raw)
        try:
            raw.do_handshake()
        except BaseException:
            raw.close()
            raise
    connection = HTTPConnection(place.host, place.port)
    connection.sock = raw
    return connection


def _first_that_answers(place: Endpoint, seconds: float) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in place.addresses:
        try:
            return socket.create_connection((address, place.port), seconds / len(place.addresses))
        except OSError as error:
            failure = error
    raise failure


def _answer(url: str, response: HTTPResponse, policy: ReadPolicy) -> Answer | str:
    location = response.getheader("Location", "")
    if response.status in REDIRECTS and location:
        return location
    etag = response.getheader("ETag", "")
    etag = etag if ETAG.match(etag) else ""
    if response.status == http.client.NOT_MODIFIED:
        return Answer(b"", etag, unchanged=True)
    if response.status != http.client.OK:
        code = CODES.get(response.status, "http-status")
        message = f"{shown(url)} answers with the status {response.status}"
        raise unreadable(code, message, HINTS.get(code, "it is tried again later"))
    content_type = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    body = _body(url, response, policy.file_bytes)
    return Answer(body, etag, content_type, _date(response.getheader("Last-Modified", "")))


def _body(url: str, response: HTTPResponse, most: int) -> bytes:
    """The content, decompressed; no more than `most` bytes of it are ever held."""
    coding = response.getheader("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise HTTPException(f"the encoding {coding[:20]!r} was not asked for")
    unzip = None if coding in ("identity", "") else zlib.decompressobj(GZIP_OR_ZLIB)
    body, received = bytearray(), 0
    while chunk := response.read1(CHUNK):
        received += len(chunk)
        body += unzip.decompress(chunk, most + 1 - len(body)) if unzip else chunk
        if max(len(body), received) > most:
            message = f"{shown(url)} is larger than {most:,} bytes"
            raise unreadable("too-large", message, "split it into several files")
    if response.length or (unzip and not unzip.eof):
        raise HTTPException("it ends too early")
    return bytes(body)


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None


def _failure(
    url: str, error: Exception, deadline: Deadline, policy: ReadPolicy
) -> LocationUnreadable:
    name = shown(url)
    if deadline.passed or isinstance(error, TimeoutError):
        message = f"{name} did not answer completely within {policy.url_seconds:g} s"
        return unreadable("time-out", message, "it is tried again later")
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "verify_message", "") or error.reason or "no TLS"
        return unreadable("tls", f"{name}: {reason}", "check the server's certificate")
    if isinstance(error, OSError):
        message = f"{name} can't be reached: {error.strerror or error}"
        return unreadable("unreachable", message, "check that the server is up")
    message = f"{name} gives no valid answer: {error or type(error).__name__}"
    return unreadable("bad-response", message, "check that the address is that of a web server")
