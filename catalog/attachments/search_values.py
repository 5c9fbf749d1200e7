"""What people can search by of what plugins know: values at paths of present attachments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from catalog.store.among import among
from catalog.store.plugin_tables import attachment, search_field, search_value
from catalog.store.rows import delete_rows, insert_rows, update_rows
from plugins.api import SearchField
from plugins.host.loading import LoadedPlugin

LONGEST = 255  # characters of a text people can ask for
MOST = 200  # values of one field on one entity
COLUMNS = ("field_id", "text", "entity_id", "number")
Row = tuple[int, str, int, float | None]


def declare_fields(connection: Connection, plugin: LoadedPlugin) -> None:
    """Make the fields of a plugin known, and forget those it has no more."""
    wanted = {f"{plugin.name}.{it.name}": (it.type, it.about) for it in plugin.search_fields}
    mine = search_field.c.name.startswith(f"{plugin.name}.", autoescape=True)
    rows = connection.execute(select(search_field).where(mine)).all()
    held = {row.name: row for row in rows}
    gone = [held[name].id for name in held.keys() - wanted.keys()]
    for table, column in ((search_value, "field_id"), (search_field, "id")):
        connection.execute(delete(table).where(table.c[column].in_(gone)))
    both = wanted.keys() & held.keys()
    other = [(*wanted[it], held[it].id) for it in both if wanted[it] != held[it][2:4]]
    update_rows(connection, search_field, "id", ("type", "about"), other)
    new = [(name, *wanted[name]) for name in wanted.keys() - held.keys()]
    insert_rows(connection, search_field, ("name", "type", "about"), new)


def write_values(connection: Connection, plugin: LoadedPlugin, ids: Collection[int]) -> None:
    """Bring the values of entities up to date with what the plugin knows of them now."""
    fields = _known_fields(connection, plugin)
    if not fields or not ids:
        return
    held = _held(connection, list(fields), ids)
    wanted = _wanted(connection, plugin, fields, ids)
    key = ("field_id", "text", "entity_id")
    delete_rows(connection, search_value, key, [row[:3] for row in held - wanted])
    insert_rows(connection, search_value, COLUMNS, sorted(wanted - held, key=lambda row: row[:3]))


def values_at(value: Any, path: str) -> Iterator[Any]:
    """The values at a dotted path; `[]` stands for each item of a list."""
    yield from _walk(value, path.replace("[]", ".[]").lstrip(".").split("."))


def _walk(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif steps[0] == "[]":
        for item in value if isinstance(value, list) else ():
            yield from _walk(item, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:])


def _known_fields(connection: Connection, plugin: LoadedPlugin) -> dict[int, SearchField]:
    declared = {f"{plugin.name}.{it.name}": it for it in plugin.search_fields}
    rows = connection.execute(
        select(search_field.c.id, search_field.c.name).where(search_field.c.name.in_(declared))
    )
    return {row.id: declared[row.name] for row in rows}


def _held(connection: Connection, fields: Sequence[int], ids: Collection[int]) -> set[Row]:
    rows = connection.execute(
        select(*(search_value.c[name] for name in COLUMNS)).where(
            among(connection, search_value.c.entity_id, ids), search_value.c.field_id.in_(fields)
        )
    )
    return {(row.field_id, row.text, row.entity_id, row.number) for row in rows}


def _wanted(
    connection: Connection,
    plugin: LoadedPlugin,
    fields: dict[int, SearchField],
    ids: Collection[int],
) -> set[Row]:
    rows = connection.execute(
        select(attachment.c.entity_id, attachment.c.type, attachment.c.value).where(
            among(connection, attachment.c.entity_id, ids),
            attachment.c.plugin == plugin.name,
            attachment.c.until.is_(None),
        )
    )
    found: dict[tuple[int, int], set[Row]] = defaultdict(set)
    for row in rows:
        value = orjson.loads(row.value)
        for field_id, field in fields.items():
            if field.attachment == row.type:
                found[field_id, row.entity_id].update(_rows(field_id, field, row.entity_id, value))
    return {row for rows in found.values() for row in sorted(rows, key=lambda row: row[1])[:MOST]}


def _rows(field_id: int, field: SearchField, entity_id: int, value: Any) -> Iterable[Row]:
    for found in values_at(value, field.path):
        if field.type == "term":
            text = _term(found)
            if text:
                yield field_id, text, entity_id, None
        elif (number := _number(found, field.type)) is not None:
            yield field_id, repr(number), entity_id, number


def _term(found: Any) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, (str, int, float)):
        return str(found).strip().lower()[:LONGEST]
    return ""


def _number(found: Any, type: str) -> float | None:
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return float(found)
    return _seconds(found) if type == "date" and isinstance(found, str) else None


def _seconds(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
