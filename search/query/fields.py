"""The fields one can ask for. They are data: who knows more fields passes a longer table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

# What may stand before `:` or a comparison: `kind`, `metric.recall@10`, `metric.auc[country=SE]`.
# After the first dot the name is somebody's own.
FIELD_NAME = r"[A-Za-z_][\w\-]*(?:\.[\w.\-/@%]+)?(?:\[[^\]\"]{1,200}\])?"


@dataclass(frozen=True, slots=True)
class QueryField:
    """`kind` is term (a whole value), text (words within it), number, or date.

    `column` names where the engines keep it, where that differs from the field's name. A
    `recorded` field is not kept by the engines: whoever asks says which entries have it
    (`SearchRequest.look_up`).
    """

    name: str
    kind: str
    column: str = ""
    about: str = ""
    recorded: bool = False

    @property
    def stored_as(self) -> str:
        return self.column or self.name


@dataclass(frozen=True)
class QueryFields:
    """Fields by name; `families` are those of any name behind a dot: `metric.auc` is one of
    `metric`'s."""

    fields: Mapping[str, QueryField]
    families: Mapping[str, QueryField] = field(default_factory=dict)

    def get(self, name: str) -> QueryField | None:
        known = self.fields.get(name.lower())
        if known is not None:
            return known
        family, dot, _ = name.partition(".")
        member = self.families.get(family.lower()) if dot else None
        return replace(member, name=name) if member else None

    def with_fields(self, *more: QueryField) -> "QueryFields":
        return replace(self, fields={**self.fields, **{one.name.lower(): one for one in more}})


def _table(*fields: QueryField, families: Mapping[str, QueryField], **aliases: str) -> QueryFields:
    by_name = {field.name: field for field in fields}
    return QueryFields(
        by_name | {alias: by_name[name] for alias, name in aliases.items()}, families
    )


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
    QueryField("metric", "term", recorded=True, about="has a result of this metric"),
    QueryField("dataset", "term", recorded=True, about="evaluated on this data set"),
    families={
        "metric": QueryField(
            "metric.NAME",
            "number",
            recorded=True,
            about="its latest result of a metric: `metric.auc>0.9`, of one slice or data set: "
            "`metric.auc[country=SE, plays-2026]>0.9`",
        )
    },
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
