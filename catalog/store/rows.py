"""Many rows at once, the shortest way each database offers.

SQLAlchemy's own executemany spends more time on each row's dictionary than SQLite does on the row,
and PostgreSQL is sent a message for each. These take tuples: SQLite's driver is given them as they
are, PostgreSQL one list for each column.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, String, Table

Rows = Sequence[tuple[Any, ...]]


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Rows, conflict: str = ""
) -> None:
    """Insert tuples in the order of `columns`; `conflict` is the `ON CONFLICT` clause, if any.

    Columns that are not named get no default: name all that may not be null.
    """
    names = ", ".join(_quoted(connection, columns))
    into = f"INSERT INTO {table.name} ({names})"
    given = "SELECT * FROM " if _takes_lists(connection) else "VALUES "
    _run(connection, table, columns, rows, f"{into} {given}{{rows}} {conflict}")


def delete_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """Delete the rows whose `columns` equal one of the tuples."""
    equal = _equal(connection, table, columns, " AND ")
    source = "USING {rows} " if _takes_lists(connection) else ""
    _run(connection, table, columns, rows, f"DELETE FROM {table.name} {source}WHERE {equal}")


def update_rows(
    connection: Connection, table: Table, key: str, columns: Sequence[str], rows: Rows
) -> None:
    """Set `columns` of the rows named by `key`; the key's value is the last of each tuple."""
    changes = _equal(connection, table, columns, ", ", assign=True)
    named = _equal(connection, table, [key], " AND ")
    source = "FROM {rows} " if _takes_lists(connection) else ""
    statement = f"UPDATE {table.name} SET {changes} {source}WHERE {named}"
    _run(connection, table, [*columns, key], rows, statement)


def _run(
    connection: Connection, table: Table, columns: Sequence[str], rows: Rows, statement: str
) -> None:
    """`{rows}` in the statement stands for the rows given, by the name `given`."""
    if not rows:
        return
    if _takes_lists(connection):
        lists = ", ".join(f"%s::{_type(connection, table, name)}[]" for name in columns)
        names = ", ".join(_quoted(connection, columns))
        text = statement.format(rows=f"unnest({lists}) AS given ({names})")
        connection.exec_driver_sql(text, tuple(list(column) for column in zip(*rows, strict=True)))
    else:
        marks = f"({', '.join('?' * len(columns))})"
        connection.exec_driver_sql(statement.format(rows=marks), list(rows))


def _equal(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    between: str,
    *,
    assign: bool = False,
) -> str:
    lists = _takes_lists(connection)
    left = f"{table.name}." if lists and not assign else ""
    return between.join(
        f"{left}{name} = {f'given.{name}' if lists else '?'}"
        for name in _quoted(connection, columns)
    )


def _takes_lists(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _type(connection: Connection, table: Table, name: str) -> str:
    # Not VARCHAR(n): a cast to that cuts what is too long, where an insert refuses it.
    kind = table.c[name].type
    return "text" if isinstance(kind, String) else kind.compile(dialect=connection.dialect)


def _quoted(connection: Connection, columns: Sequence[str]) -> list[str]:
    return [connection.dialect.identifier_preparer.quote(column) for column in columns]
