"""Addresses of pages, and which addresses from descriptors may be followed."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

from descriptors.refs import InvalidRef, parse_ref

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
Parameters = Iterable[tuple[str, str]]


def entry_address(ref: str, tab: str = "") -> str:
    """The page of an entity: /catalog/<namespace>/<kind>/<name>."""
    kind, _, rest = ref.partition(":")
    namespace, _, name = rest.partition("/")
    path = "/".join(quote(part, safe="") for part in (namespace, kind, name))
    return f"/catalog/{path}" + (f"/{tab}" if tab else "")


def version_address(ref: str, version: str) -> str:
    """The page of a version of a model."""
    return entry_address(ref, f"versions/{quote(version, safe='')}")


def with_query(path: str, parameters: Parameters) -> str:
    """The path with those parameters that have a value."""
    query = urlencode([(name, value) for name, value in parameters if value])
    return f"{path}?{query}" if query else path


def safe_link(address: object) -> str:
    """The address if a person may be sent there, else "" (no script:, data: or relative ones)."""
    if not isinstance(address, str):
        return ""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""
    return address.strip() if scheme in SAFE_SCHEMES else ""


def as_ref(text: object, default_kind: str = "") -> str:
    """The canonical ref that a text stands for, "" if it is none. A kind must be named or given."""
    if not isinstance(text, str) or not (default_kind or ":" in text):
        return ""
    try:
        return str(parse_ref(text, default_kind=default_kind))
    except InvalidRef:
        return ""
