"""Whom an address leads to: scheme, host and port, and nothing else."""

from typing import NamedTuple

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def origin_of(url: str) -> Origin | None:
    """Where the URL leads; None if it is none, or has a name and password in it."""
    try:
        parts = parse_url(url)
    except (LocationParseError, ValueError):
        return None
    scheme = (parts.scheme or "").lower()
    if scheme not in PORTS or not parts.host or parts.auth:
        return None
    return Origin(scheme, parts.host.lower().rstrip("."), parts.port or PORTS[scheme])


def shown_url(url: str) -> str:
    """The URL for a message: without its query, in which secrets travel."""
    shown = url.partition("?")[0].partition("#")[0]
    scheme, slashes, rest = shown.partition("://")
    return (scheme + slashes + rest.rpartition("@")[2])[:200]
