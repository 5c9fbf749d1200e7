"""Which run counts: of a subject's version on the same data, the one that finished last.

Where there are evaluations, training runs do not count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, not_, select, update

from catalog.store.among import among
from catalog.store.fact_tables import evaluation_result, evaluation_run

Group = tuple[int, str, int]  # subject, version, data
FINISHED = "finished"
_TYPES = ("evaluation", "training")  # in the order in which they count


class Standing(NamedTuple):
    """Compared, the greatest counts."""

    evaluation: bool
    at: float
    id: int


def group_of(row: Any) -> Group:
    return row.subject_id, row.version, row.same_id


def settle_latest(
    connection: Connection,
    groups: Collection[Group],
    written: Collection[int],
    shaken: Collection[Group],
) -> None:
    """Flag the run that counts in each group, and no other; `written` are the runs that are new
    or changed since the flags were last right, `shaken` the groups in which one of them counted:
    it may have become less, or gone. Others may have come with their flag."""
    flagged = _flagged(connection, groups)
    best = _best_of_written(connection, written)
    wanted = set()
    for group in groups:
        before, after = flagged[group], best.get(group)
        if group in shaken or any(standing.id in written for standing in before):
            after = _best(connection, group)
        elif before:
            after = max([*before, after] if after else before)
        if after:
            wanted.add(after.id)
    flags = {standing.id for group in groups for standing in flagged[group]}
    _flag(connection, flags - wanted, False)
    _flag(connection, wanted - flags | wanted & set(written), True)


def settle_after_removal(connection: Connection, groups: Iterable[Group]) -> None:
    """Flag anew in groups whose flagged run is gone."""
    best = filter(None, (_best(connection, group) for group in groups))
    _flag(connection, {standing.id for standing in best}, True)


def _flag(connection: Connection, ids: Collection[int], latest: bool) -> None:
    if not ids:
        return
    for table, column in ((evaluation_run, "id"), (evaluation_result, "run_id")):
        wrong = not_(table.c.latest) if latest else table.c.latest
        runs = among(connection, table.c[column], ids)
        connection.execute(update(table).where(runs, wrong).values(latest=latest))


def _flagged(
    connection: Connection, groups: Collection[Group]
) -> Mapping[Group, Sequence[Standing]]:
    """By group: a run that came with its flag stands beside the one that was there."""
    subjects = among(connection, evaluation_run.c.subject_id, {subject for subject, _, _ in groups})
    versions = among(connection, evaluation_run.c.version, {version for _, version, _ in groups})
    rows = connection.execute(_rows().where(evaluation_run.c.latest, subjects, versions))
    found: dict[Group, list[Standing]] = defaultdict(list)
    for row in rows:
        found[group_of(row)].append(_standing(row))
    return found


def _best_of_written(connection: Connection, written: Collection[int]) -> Mapping[Group, Standing]:
    best: dict[Group, Standing] = {}
    finished = evaluation_run.c.status == FINISHED
    for row in connection.execute(
        _rows().where(finished, among(connection, evaluation_run.c.id, written))
    ):
        group, standing = group_of(row), _standing(row)
        best[group] = max(standing, best.get(group, standing))
    return best


def _best(connection: Connection, group: Group) -> Standing | None:
    subject, version, same = group
    run = evaluation_run.c
    in_group = (run.subject_id == subject, run.version == version, run.same_id == same)
    finished = _rows().where(*in_group, run.status == FINISHED)
    newest = finished.order_by(run.at.desc(), run.id.desc()).limit(1)
    for type in _TYPES:
        row = connection.execute(newest.where(run.type == type)).first()
        if row is not None:
            return _standing(row)
    return None


def _rows() -> Select[Any]:
    run = evaluation_run.c
    return select(run.id, run.subject_id, run.version, run.same_id, run.type, run.at)


def _standing(row: Row[Any]) -> Standing:
    return Standing(row.type == _TYPES[0], row.at, row.id)


def groups_of(rows: Sequence[Any]) -> set[Group]:
    return {group_of(row) for row in rows}
