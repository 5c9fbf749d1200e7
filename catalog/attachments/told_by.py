"""By whom and from where something is known, in words."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from catalog.attachments.names import DESCRIBED, Origin, origin
from catalog.store.plugin_tables import connection as connection_table
from catalog.store.tables import source as file_table


def sources_in_words(connection: Connection, sources: Collection[str]) -> Mapping[str, str]:
    """What people call the sources of attachments: `connection:3` is a server's name and address,
    `file:7` the path of a file, `push:ci` the system that pushes."""
    origins = {source: origin(source) for source in sources}
    servers = _servers(connection, {it.id for it in origins.values() if it.kind == "connection"})
    files = _files(connection, {it.id for it in origins.values() if it.kind == "file"})
    return {source: _in_words(source, it, servers, files) for source, it in sorted(origins.items())}


def _in_words(source: str, it: Origin, servers: Mapping[int, str], files: Mapping[int, str]) -> str:
    if source == DESCRIBED:
        return "its descriptor"
    if it.kind == "connection":
        gone = "a server that is connected no more" if it.id else "the plugin itself"
        return servers.get(it.id, gone)
    if it.kind == "file":
        return files.get(it.id, "a file that is read no more")
    if it.kind == "upload":
        return f"uploaded as {it.name}"
    return f"pushed by {it.name}" if it.kind == "push" else source


def _servers(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = select(connection_table).where(connection_table.c.id.in_(ids))
    return {row.id: f"{row.url} ({row.name})" for row in connection.execute(rows)}


def _files(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = select(file_table.c.id, file_table.c.path).where(file_table.c.id.in_(ids))
    return {row.id: row.path for row in connection.execute(rows)}
