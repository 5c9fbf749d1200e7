"""What is asked of one value: in SQL, and in Python for values that are known beforehand."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, literal, true


@dataclass(frozen=True)
class Asked:
    """`of(column)` is the condition on a column of lower-case values, `holds(text)` the same."""

    of: Callable[[ColumnElement[str]], ColumnElement[bool]]
    holds: Callable[[str], bool]


def anything() -> Asked:
    return Asked(lambda _column: true(), lambda _text: True)


def one_of(values: tuple[str, ...]) -> Asked:
    if len(values) == 1:
        return Asked(lambda column: column == literal(values[0]), lambda text: text == values[0])
    return Asked(lambda column: column.in_(values), lambda text: text in values)


def begins(prefix: str) -> Asked:
    return Asked(
        lambda column: column.startswith(prefix, autoescape=True),
        lambda text: text.startswith(prefix),
    )


def has_part(part: str) -> Asked:
    return Asked(lambda column: column.contains(part, autoescape=True), lambda text: part in text)
