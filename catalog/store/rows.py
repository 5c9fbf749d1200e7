"""Many rows at once, the shortest way both databases offer.

SQLAlchemy's own executemany spends more time on each row's dictionary than SQLite does on the row;
these take tuples and give them to the driver as they are.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

Rows = Sequence[tuple[Any, ...]]


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Rows, conflict: str = ""
) -> None:
    """Insert tuples in the order of `columns`; `conflict` is the `ON CONFLICT` clause, if any.

    Columns that are not named get no default: name all that may not be null.
    """
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column) for column in columns)
    marks = ", ".join([_mark(connection)] * len(columns))
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks}) {conflict}"  # noqa: S608
    connection.exec_driver_sql(statement, list(rows))


def delete_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """Delete the rows whose `columns` equal one of the tuples."""
    if not rows:
        return
    quote, mark = connection.dialect.identifier_preparer.quote, _mark(connection)
    where = " AND ".join(f"{quote(column)} = {mark}" for column in columns)
    connection.exec_driver_sql(f"DELETE FROM {quote(table.name)} WHERE {where}", list(rows))  # noqa: S608


def update_rows(
    connection: Connection, table: Table, key: str, columns: Sequence[str], rows: Rows
) -> None:
    """Set `columns` of the rows named by `key`; the key's value is the last of each tuple."""
    if not rows:
        return
    quote, mark = connection.dialect.identifier_preparer.quote, _mark(connection)
    changes = ", ".join(f"{quote(column)} = {mark}" for column in columns)
    statement = f"UPDATE {quote(table.name)} SET {changes} WHERE {quote(key)} = {mark}"  # noqa: S608
    connection.exec_driver_sql(statement, list(rows))


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"
