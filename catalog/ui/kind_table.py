"""The table of a kind: which columns it has, and its rows from what was found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.browse.views import Found
from catalog.ui.kinds import KindLook
from catalog.ui.lines import ListFact
from catalog.ui.tables import Column, Row
from catalog.ui.times import machine_stamp


def _text(title: str) -> Column:
    return Column(title.lower().replace(" ", "-"), title)


def _number(title: str) -> Column:
    return replace(_text(title), numeric=True)


# Numbers that are unknown where they are missing; all others are counted, and then none.
MEASURED = frozenset({"Rows", "Traffic"})
_OTHER = (_text("Type"),)
# The facts of `lines.py`, by their labels.
FACTS: Mapping[str, tuple[Column, ...]] = {
    "project": (_text("Task"), _number("Models"), _number("Data sets"), _number("Deployments")),
    "model": (_text("Task"), _text("Framework"), _text("Latest"), _number("Deployments")),
    "dataset": (
        *(_text("Type"), _number("Rows"), _text("Format"), _text("Freshness")),
        _number("Used by"),
    ),
    "featureset": (_number("Features"), _text("Keys"), _text("Served"), _number("Used by")),
    "pipeline": (_text("Type"), _text("Schedule"), _number("Consumes"), _number("Produces")),
    "deployment": (_text("Environment"), _text("Version"), _number("Traffic"), _text("Runtime")),
    "evaluation": (_number("Metrics"), _text("Evaluator")),
    "metric": (_text("Direction"), _text("Unit"), _text("Aggregation")),
    "group": (_text("Type"), _number("Members"), _number("Owns")),
}
# Kinds that are part of no project.
_APART = ("project", "group", "user", "domain", "system", "metric")
# Said of every entity; what few look for begins hidden.
_NAME = Column("title", "Name")
_LIFECYCLE = Column("lifecycle", "Lifecycle", look="tight")
_PROJECT = Column("project", "Project", look="fold")
_REST = (
    Column("owner", "Owner", look="fold"),
    Column("tags", "Tags", shown=False),
    Column("description", "Description", shown=False, look="long"),
    Column("ref", "Ref", shown=False, exported=True, look="tight"),
    Column("updated", "Changed", falling=True, look="tight muted"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a row stands for: the entity, and its facts by the key of their column."""

    hit: Found
    facts: Mapping[str, ListFact]


def kind_columns(
    look: KindLook, rows: Iterable[Row], is_sortable: Callable[[str], bool]
) -> tuple[Column, ...]:
    """The columns of a kind; shown at first are those that any of the rows has a value for."""
    kind = look.kind.lower()
    in_project = () if kind in _APART else (_PROJECT,)
    every = (_NAME, *facts_of_kind(kind), _LIFECYCLE, *in_project, *_REST)
    used = {key for row in rows for key, value in row.values.items() if value}
    return tuple(
        replace(
            column,
            shown=column.shown and column.key in used,
            sortable=is_sortable(column.key),
        )
        for column in every
    )


def kind_rows(
    look: KindLook, hits: Sequence[Found], lines: Mapping[str, Sequence[ListFact]]
) -> list[Row]:
    """One row for each entity; something that is counted and missing is none of it."""
    columns = facts_of_kind(look.kind.lower())
    return [_row(hit, columns, lines.get(hit.ref, ())) for hit in hits]


def facts_of_kind(kind: str) -> tuple[Column, ...]:
    """The columns for what tells entities of a kind (in lower case) apart."""
    return FACTS.get(kind, _OTHER)


def _row(hit: Found, columns: Sequence[Column], line: Sequence[ListFact]) -> Row:
    facts = {_text(fact.label).key: fact for fact in line}
    values = {column.key: _value(facts.get(column.key), column) for column in columns}
    return Row(
        values={
            "title": hit.title,
            **values,
            "lifecycle": hit.lifecycle,
            "project": hit.project,
            "owner": hit.owner,
            "tags": hit.tags,
            "description": hit.description,
            "ref": hit.ref,
            "updated": machine_stamp(hit.updated_at),
        },
        of=Listed(hit, facts),
    )


def _value(fact: ListFact | None, column: Column) -> str | float | None:
    if fact is None:
        return 0 if column.numeric and column.title not in MEASURED else None
    return fact.value if fact.amount is None else fact.amount
