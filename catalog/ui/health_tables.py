"""The two tables of catalog health: locations, and what is wrong with their descriptors."""

from collections.abc import Iterable, Mapping, Sequence

from catalog.browse.views import EntrySummary, LocationView
from catalog.ui.tables import AskedTable, Column, Row, Table, sorted_rows
from catalog.ui.times import machine_stamp
from descriptors.problems import Problem

LOCATIONS = (
    Column("target", "Location"),
    Column("state", "State"),
    Column("entities", "Entities", numeric=True),
    Column("problems", "Problems", numeric=True),
    Column("last_read", "Last read", falling=True, look="tight"),
    Column("next_read", "Next read", look="tight"),
    Column("last_good_read", "Last good read", falling=True, shown=False, look="tight"),
    Column("added_by", "Added by", look="tight"),
    Column("type", "Type", shown=False, look="tight"),
    Column("ref", "Branch or tag", shown=False, exported=True),
    Column("commit", "Commit", shown=False),
    Column("error", "Error", shown=False, exported=True, look="long"),
)
PROBLEMS = (
    Column("message", "Problem"),
    Column("file", "Where", exported=True),
    Column("line", "Line", numeric=True, shown=False, exported=True),
    Column("code", "Code", exported=True, look="tight"),
    Column("entity", "Entity", exported=True, look="fold"),
    Column("owner", "Owner", exported=True, look="fold"),
    Column("severity", "Severity", shown=False, exported=True, look="tight"),
    Column("hint", "How to repair it", shown=False, exported=True, look="long"),
)


def location_table(locations: Sequence[LocationView], asked: AskedTable) -> Table:
    """Every location."""
    rows = sorted_rows(map(_location, locations), LOCATIONS, asked.sort)
    return Table(title="Locations", columns=LOCATIONS, rows=rows, asked=asked)


def problem_rows(
    problems: Iterable[Problem],
    known: Mapping[str, EntrySummary],
    owners: Mapping[str, EntrySummary],
) -> tuple[Row, ...]:
    """One row for each problem; `known` are the entities among those that have them, `owners` the
    owners of these, both by their ref."""
    return tuple(_problem(problem, known.get(problem.entity_ref), owners) for problem in problems)


def _location(one: LocationView) -> Row:
    return Row(
        {
            "target": one.target,
            "state": one.state,
            "entities": one.entities,
            "problems": one.problems,
            "last_read": _stamp(one.last_read_at),
            "next_read": _stamp(one.next_read_at),
            "last_good_read": _stamp(one.last_ok_at),
            "added_by": one.added_by,
            "type": one.type,
            "ref": one.ref,
            "commit": one.commit,
            "error": one.last_error.message if one.last_error else "",
        },
        of=one,
    )


def _problem(
    problem: Problem, entity: EntrySummary | None, owners: Mapping[str, EntrySummary]
) -> Row:
    owner = owners.get(entity.owner) if entity else None
    return Row(
        {
            "message": problem.message,
            "file": problem.file,
            "line": problem.line or None,
            "code": problem.code,
            "entity": problem.entity_ref,
            "owner": owner.ref if owner else "",
            "severity": problem.severity,
            "hint": problem.hint,
        },
        of=(problem, entity, owner),
    )


def _stamp(at: float | None) -> str | None:
    return None if at is None else machine_stamp(at)
