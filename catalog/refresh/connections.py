"""The upstream servers that people connected. What is kept of a secret is where it is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, case, delete, insert, select, update

from catalog.attachments.names import of_connection
from catalog.refresh.apply import forget_source
from catalog.refresh.rows import at_once, is_of_provider
from catalog.store.plugin_tables import connection as table
from catalog.store.plugin_tables import refresh
from descriptors.problems import Problem
from plugins.host.loading import LoadedPlugin

DEFAULT = "default"  # the name of a connection that people gave none
LONGEST_SECRET = 64 * 1024  # bytes
# Values of `refresh`. A call that is under way began with a cursor that counts no more: it loses
# its lease, so that what it says is not kept.
FROM_THE_START: Mapping[str, object] = {
    "cursor": case((is_of_provider(), refresh.c.cursor), else_=""),
    "chain_since": None,
    "again_at": None,
    "lease_owner": None,
    "lease_until": None,
}


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection; `secret_from` is `env:NAME`, `file:/path`, or empty."""

    id: int
    plugin: str
    name: str
    url: str
    secret_from: str = ""
    added_by: str = "cli"  # cli | settings


def connect(connection: Connection, wanted: Connected, now: float) -> Connected | Problem:
    """Have a plugin ask a server from now on; a connection of that name is changed."""
    address = checked_address(wanted.url)
    if isinstance(address, Problem):
        return address
    if wrong := _wrong_name(wanted.name) or _wrong_secret(wanted.secret_from):
        return wrong
    mine = (table.c.plugin == wanted.plugin, table.c.name == wanted.name)
    held = connection.execute(select(table).where(*mine)).one_or_none()
    values = {"url": address, "secret_from": wanted.secret_from, "added_by": wanted.added_by}
    if held is None:
        named = {"plugin": wanted.plugin, "name": wanted.name, "created_at": now}
        connection.execute(insert(table).values(**named, **values))
    else:
        connection.execute(update(table).where(*mine).values(**values))
        _begin_again(connection, held, address)
    return _connected(connection.execute(select(table).where(*mine)).one())


def disconnect(connection: Connection, plugin: LoadedPlugin, it: Connected, now: float) -> None:
    """Ask a server no more; what was known from it is over, runs it reported stay."""
    connection.execute(delete(table).where(table.c.id == it.id))
    connection.execute(delete(refresh).where(refresh.c.connection_id == it.id))
    forget_source(connection, plugin, of_connection(it.id), now)


def connections(connection: Connection, plugin: str = "") -> list[Connected]:
    """All connections, or those of a plugin; the first one added comes first."""
    rows = select(table).where(table.c.plugin == plugin) if plugin else select(table)
    return [_connected(row) for row in connection.execute(rows.order_by(table.c.id))]


def secret(secret_from: str, environment: Mapping[str, str]) -> str | Problem:
    """The secret itself, read where it is kept each time it is needed."""
    kind, _, place = secret_from.partition(":")
    if kind == "env":
        if place in environment:
            return environment[place].strip()
        return _no_secret(f"The environment variable {place} is not set")
    if kind == "file":
        try:
            with Path(place).open("rb") as file:
                return file.read(LONGEST_SECRET).decode().strip()
        except (OSError, UnicodeDecodeError) as error:
            return _no_secret(f"The file {place} can't be read: {error}")
    return ""


def checked_address(url: str) -> str | Problem:
    """The address of a server, without a slash at its end."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return _wrong_address(url, str(error))
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in url):
        return _wrong_address(url, "expected http://host or https://host")
    if "@" in parts.netloc:
        return Problem(
            "connection/secret",
            f"The address of {host} holds a user name or password",
            "leave it out, and name where it is kept with --secret-env or --secret-file",
        )
    if parts.query or parts.fragment:
        return _wrong_address(url, "expected no ? and no #")
    return url.rstrip("/")


def _begin_again(connection: Connection, held: Any, address: str) -> None:
    """Another server knows nothing of the cursors of the one before; both are asked at once."""
    values = {**at_once(), **(FROM_THE_START if held.url != address else {})}
    mine = refresh.c.connection_id == held.id
    connection.execute(update(refresh).where(mine).values(values))


def _connected(row: Any) -> Connected:
    return Connected(row.id, row.plugin, row.name, row.url, row.secret_from, row.added_by)


def _wrong_address(url: str, expected: str) -> Problem:
    return Problem("connection/address", f"`{url}` is no address of a server", expected)


def _wrong_name(name: str) -> Problem | None:
    if 0 < len(name) <= 63 and name.isprintable() and not any(c.isspace() for c in name):
        return None
    hint = "expected at most 63 characters without blanks"
    return Problem("connection/name", f"`{name}` can't name a connection", hint)


def _wrong_secret(secret_from: str) -> Problem | None:
    kind, _, place = secret_from.partition(":")
    if not secret_from or (kind in ("env", "file") and place):
        return None
    return Problem("connection/secret", "It is not said where the secret is kept", "env or file")


def _no_secret(message: str) -> Problem:
    return Problem("connection/secret", message, "the worker has to see it where it runs")
