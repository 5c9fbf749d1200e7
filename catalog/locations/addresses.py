"""Which hosts may be talked to, so that no location can reach into a private network.

A name is resolved once, every address it has is judged, and the connection goes to one of those
addresses: an answer that changes a moment later (DNS rebinding) changes nothing.
"""

import posixpath
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from urllib.parse import SplitResult, unquote, urlsplit

from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import unreadable

DEFAULT_PORTS = {"https": 443, "http": 80, "ssh": 22}
# Addresses that stand for others: NAT64 (RFC 6052, 8215) and the deprecated site-local ones.
TRANSLATED = tuple(ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10"))
ALLOW_HINT = "if it is meant to be read, name its host or network in the settings"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A host that may be talked to, with the addresses that were judged."""

    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]


def endpoint(url: str, policy: ReadPolicy) -> Endpoint:
    """Where the URL leads; raise `LocationUnreadable` if nobody may go there."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    if policy.url_prefixes and not any(_starts(parts, text) for text in policy.url_prefixes):
        message = f"{parts.scheme}://{in_url(host)}{parts.path} is not among the allowed addresses"
        raise unreadable("not-allowed", message, "ask the operator of this catalog")
    addresses = _resolve(host, port, policy.connect_seconds)
    if not _is_named(host, port, policy):
        _judge(parts.scheme, host, addresses, policy)
    return Endpoint(parts.scheme, host, port, addresses)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is one of the open internet, and not another one in disguise."""
    if isinstance(address, IPv6Address):
        disguised = address.ipv4_mapped or address.sixtofour or address.teredo
        if disguised or any(address in network for network in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


def _judge(scheme: str, host: str, addresses: tuple[str, ...], policy: ReadPolicy) -> None:
    networks = [ip_network(text) for text in policy.allowed_networks]
    for text in addresses:
        address = ip_address(text.partition("%")[0])
        if any(address in network for network in networks):
            continue
        if not is_public(address):
            message = f"{host} has the address {text}, which is not public"
            raise unreadable("not-allowed", message, ALLOW_HINT)
        if scheme == "http":
            message = f"{host} would be read without encryption"
            raise unreadable("not-allowed", message, "use https; " + ALLOW_HINT)


def _is_named(host: str, port: int, policy: ReadPolicy) -> bool:
    names = {name.lower() for name in policy.allowed_hosts}
    return host in names or f"{in_url(host)}:{port}" in names


def in_url(host: str) -> str:
    """The host as it stands in an address: brackets around the colons of IPv6."""
    return f"[{host}]" if ":" in host else host


def _resolve(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """All addresses of the host. The system's resolver knows no time-out, so a thread waits."""
    answers: list[str] = []
    failures: list[Exception] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.extend(str(address[4][0]) for address in found)
        except (OSError, UnicodeError) as error:
            failures.append(error)

    thread = Thread(target=ask, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise unreadable("time-out", f"the address of {host} was not found within {seconds:g} s")
    if failures or not answers:
        raise unreadable("unreachable", f"there is no host {host}", "check the spelling")
    return tuple(dict.fromkeys(answers))


def _starts(parts: SplitResult, prefix: str) -> bool:
    """Whether the URL lies at or below the prefix; compared at `/`, after `..` is resolved."""
    allowed = urlsplit(prefix)
    same_host = (parts.scheme, parts.hostname, _port(parts)) == (
        allowed.scheme,
        allowed.hostname,
        _port(allowed),
    )
    path, start = (posixpath.normpath("/" + unquote(x.path)) for x in (parts, allowed))
    return same_host and (path + "/").startswith(start.rstrip("/") + "/")


def _port(parts: SplitResult) -> int | None:
    return parts.port or DEFAULT_PORTS.get(parts.scheme)
