"""The fields one can ask for. They are data: who knows more fields passes a longer table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# What may stand before `:` or a comparison: `kind`, `metric.auc`, `metric.auc[country=SE]`.
FIELD_NAME = r"[A-Za-z_][\w.\-]*(?:\[[^\]\s\"]*\])?"


@dataclass(frozen=True, slots=True)
class QueryField:
    """`kind` is term (a whole value), text (words within it), number, or date.

    `column` names where the engines keep it, where that differs from the field's name.
    """

    name: str
    kind: str
    column: str = ""
    about: str = ""

    @property
    def stored_as(self) -> str:
        return self.column or self.name


@dataclass(frozen=True)
class QueryFields:
    fields: Mapping[str, QueryField]

    def get(self, name: str) -> QueryField | None:
        return self.fields.get(name.lower())

    def with_fields(self, *more: QueryField) -> "QueryFields":
        return QueryFields({**self.fields, **{field.name.lower(): field for field in more}})


def _table(*fields: QueryField, **aliases: str) -> QueryFields:
    by_name = {field.name: field for field in fields}
    return QueryFields(by_name | {alias: by_name[name] for alias, name in aliases.items()})


DEFAULT_FIELDS = _table(
    QueryField("kind", "term", about="what it is: model, dataset, component …"),
    QueryField("namespace", "term", about="the namespace of its ref"),
    QueryField("ref", "term", about="its whole ref, or a shorter form of it"),
    QueryField("name", "text", about="words of its name"),
    QueryField("title", "text", about="words of its title"),
    QueryField("description", "text", about="words of its description"),
    QueryField("tag", "term", about="one of its tags"),
    QueryField("owner", "term", about="who owns it: a ref or just the name"),
    QueryField("type", "term", about="its spec.type"),
    QueryField("lifecycle", "term", about="experimental, production …"),
    QueryField("project", "term", about="the project it belongs to: a ref or just the name"),
    QueryField("domain", "term", about="the domain it belongs to: a ref or just the name"),
    QueryField("updated", "date", column="updated_at", about="when it last changed (UTC)"),
    QueryField("views", "number", about="how often its page was opened"),
    tags="tag",
)

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_number(text: str) -> tuple[float, float] | None:
    """The number as an interval of itself; None for what is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return (number, number) if abs(number) < float("inf") else None


def read_date(text: str) -> tuple[float, float] | None:
    """A year, month or day as (its start, the next one's start), in seconds since 1970."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        start = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if day:
            end = start + timedelta(days=1)
        else:
            end = datetime(year + (month or 12) // 12, (month % 12) + 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return start.timestamp(), end.timestamp()
