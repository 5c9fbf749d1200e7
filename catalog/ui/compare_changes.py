"""What changed between the subjects of a comparison, as a table: by name, or turned."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.comparison.views import Change, Comparison
from catalog.ui.compare_address import CompareAddress
from catalog.ui.tables import AskedTable, Column, Row, Table
from catalog.ui.words import in_words

MOST = 300  # rows on the page; exports have all
HEADINGS = {
    "params": "Params",
    "features": "Features",
    "data": "Data",
    "code": "Code",
    "environment": "Environment",
}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One name; `differs` says of each value whether it is not that of the baseline."""

    name: str
    values: tuple[str, ...]
    differs: tuple[bool, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    heading: str
    rows: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """`differing` of `total` names differ; `left_out` are too many for a page."""

    groups: tuple[ChangeGroup, ...]
    differing: int
    total: int
    left_out: int


def changes_of(found: Comparison, asked: CompareAddress) -> Changes:
    """What differs (with `changes` all, everything), of the names that the address asks for."""
    matching = matching_changes(found, asked)
    shown = matching[:MOST]
    groups = dict.fromkeys(one.group for one in shown)
    return Changes(
        groups=tuple(
            ChangeGroup(
                HEADINGS.get(group) or in_words(group),
                tuple(_shown(one, found.baseline) for one in shown if one.group == group),
            )
            for group in groups
        ),
        differing=sum(one.differs for one in found.changes),
        total=len(found.changes),
        left_out=len(matching) - len(shown),
    )


def matching_changes(found: Comparison, asked: CompareAddress) -> list[Change]:
    """Those whose group, name or a value has the text that is looked for."""
    return [
        one
        for one in found.changes
        if (one.differs or asked.changes == "all") and _has(one, asked.what.lower())
    ]


def changes_table(found: Comparison, changes: Sequence[Change], format: str) -> Table:
    """The same as exports have it: a row for each name, a column for each subject."""
    subjects = [Column(one.asked, one.name) for one in found.subjects]
    columns = (Column("group", "What"), Column("name", "Name"), *subjects)
    rows = tuple(
        Row(
            {
                "group": one.group,
                "name": one.name,
                **{
                    subject.asked: value
                    for subject, value in zip(found.subjects, one.values, strict=True)
                },
            }
        )
        for one in changes
    )
    return Table(
        title="What changed", columns=columns, rows=rows, asked=AskedTable("", format=format)
    )


def _has(one: Change, text: str) -> bool:
    return any(text in part.lower() for part in (one.group, one.name, *one.values))


def _shown(one: Change, baseline: int) -> ShownChange:
    base = one.values[baseline]
    links = one.links or ("",) * len(one.values)
    return ShownChange(one.name, one.values, tuple(it != base for it in one.values), links)
