"""`column IN (…)` for any number of values, as one parameter.

Databases bound the number of parameters (SQLite at 32,766 in many builds, PostgreSQL at 65,535);
one list is also quicker to send than thousands of marks.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY


def among(
    connection: Connection, column: ColumnElement[Any], values: Iterable[int] | Iterable[str]
) -> ColumnElement[bool]:
    """True for rows whose `column` (of texts or integers) is one of `values`."""
    given = sorted(set(values))  # type: ignore[type-var]
    if connection.dialect.name == "postgresql":
        kind = Integer() if isinstance(column.type, Integer) else Text()
        return column == any_(literal(given, ARRAY(kind)))
    listed = func.json_each(json.dumps(given)).table_valued("value")
    return column.in_(select(listed.c.value))
