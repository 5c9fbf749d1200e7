"""`column IN (…)` for any number of values, as one parameter.

Databases bound the number of parameters (SQLite at 32,766 in many builds, PostgreSQL at 65,535);
one list is also quicker to send than thousands of marks.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Text,
    any_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

Values = Iterable[int] | Iterable[str]


def among(
    connection: Connection, column: ColumnElement[Any], values: Values
) -> ColumnElement[bool]:
    """True for rows whose `column` (of texts or integers) is one of `values`."""
    dialect = connection.dialect.name
    return _is_one_of(dialect, column, literal(as_list(dialect, values), _type(dialect, column)))


def among_given(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The same for a statement that is made once: `as_list` of the values is its parameter `name`
    whenever it is executed."""
    return _is_one_of(dialect, column, bindparam(name, type_=_type(dialect, column)))


def as_list(dialect: str, values: Values) -> Any:
    """The values as a single parameter."""
    given = sorted(set(values))  # type: ignore[type-var]
    return given if dialect == "postgresql" else json.dumps(given)


def _is_one_of(
    dialect: str, column: ColumnElement[Any], given: ColumnElement[Any]
) -> ColumnElement[bool]:
    if dialect == "postgresql":
        return column == any_(given)
    listed = func.json_each(given).table_valued("value")
    return column.in_(select(listed.c.value))


def _type(dialect: str, column: ColumnElement[Any]) -> TypeEngine[Any]:
    if dialect != "postgresql":
        return Text()
    return ARRAY(Integer() if isinstance(column.type, Integer) else Text())
