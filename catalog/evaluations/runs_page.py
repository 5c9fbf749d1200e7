"""One page of the runs of a model or project: filtered, sorted, and how many there are in all.

Where few runs match, their ids are found first, by the filter that holds for the fewest, and only
they are sorted. Where many do, the order's index is walked and each run on the way is looked at:
soon there are enough for a page.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select

from catalog.evaluations.conditions import MOST_COUNTED, Condition, conditions, count_runs, matching
from catalog.evaluations.ordering import Order, Stretch, order_by
from catalog.evaluations.run_rows import run_rows
from catalog.evaluations.runs_query import RunsQuery
from catalog.evaluations.subjects import visible_subjects
from catalog.evaluations.views import RunsPage
from catalog.store.among import among
from catalog.store.cursors import InvalidCursor, decode_json, encode_json
from catalog.store.database import Database
from catalog.store.reader import Reader

_LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: after (backwards: before) these keys of a stretch of the order."""

    stretch: int
    keys: tuple[Any, ...]
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which runs are walked: those of subjects for which the conditions hold, or these ids."""

    subjects: Collection[int]
    conditions: Sequence[Condition]
    ids: Collection[int] | None = None

    def parts(
        self, connection: Connection, stretch: Stretch
    ) -> list[tuple[ColumnElement[bool], ...]]:
        """The conditions of each walk; of several walks the results are merged."""
        if self.ids is not None:
            return [(among(connection, stretch.run_id, self.ids),)]
        hold = [each.on(stretch.table, stretch.run_id, stretch.numbers) for each in self.conditions]
        own = stretch.table.c.subject_id
        return [(own == subject, *hold) for subject in sorted(self.subjects)]


def runs_page(db: Database, reader: Reader, query: RunsQuery) -> RunsPage:
    """Raises InvalidCursor, and UnknownSort (a ValueError)."""
    limit = max(1, min(query.limit, _LARGEST_PAGE))
    with db.read() as connection:
        subjects = visible_subjects(connection, reader, query.subjects)
        asked = conditions(connection, subjects, query.filters)
        order = order_by(connection, query.sort)
        place = _place(query, order)
        ids = matching(connection, subjects, asked) if asked else None
        total = count_runs(connection, subjects) if ids is None else len(ids)
        if total > MOST_COUNTED:
            ids = None
        walked = _walk(connection, order, _Scope(subjects, asked, ids), place, limit + 1)
        found, more = walked[:limit], len(walked) > limit
        if place and place.backwards:
            found.reverse()
        rows, unknown = run_rows(connection, [keys[-1] for _, keys in found], query.columns)
    return RunsPage(
        tuple(rows),
        min(total, MOST_COUNTED),
        total > MOST_COUNTED,
        *_cursors(query, found, place, more),
        unknown=unknown if order.known else (query.sort.removeprefix("-"), *unknown),
    )


_Found = list[tuple[int, tuple[Any, ...]]]  # stretch and keys, the last of them the run's id


def _walk(
    connection: Connection, order: Order, scope: _Scope, place: _Place | None, wanted: int
) -> _Found:
    backwards = place is not None and place.backwards
    numbered = list(enumerate(order.stretches))
    if backwards:
        numbered.reverse()
    found: _Found = []
    for number, stretch in numbered:
        if len(found) >= wanted or _is_over(number, place):
            continue
        rows = stretch.rows
        if place is not None and number == place.stretch:
            rows = stretch.beyond(place.keys, backwards=backwards)
        missing = wanted - len(found)
        keys = _of_stretch(connection, stretch, rows, scope, backwards, missing)
        found += [(number, tuple(each)) for each in keys]
    return found


def _is_over(number: int, place: _Place | None) -> bool:
    if place is None:
        return False
    return number > place.stretch if place.backwards else number < place.stretch


def _of_stretch(
    connection: Connection,
    stretch: Stretch,
    rows: Select[Any],
    scope: _Scope,
    backwards: bool,
    wanted: int,
) -> Iterable[Sequence[Any]]:
    walks = [
        connection.execute(
            stretch.ordered(rows.where(*part), backwards=backwards).limit(wanted)
        ).all()
        for part in scope.parts(connection, stretch)
    ]
    down = stretch.descending != backwards
    return islice(heapq.merge(*walks, key=tuple, reverse=down), wanted)


def _place(query: RunsQuery, order: Order) -> _Place | None:
    if not query.cursor:
        return None
    value = decode_json(query.cursor)
    number, keys = value.get("stretch"), value.get("keys")
    if value.get("sort") != query.sort or not isinstance(keys, list):
        raise InvalidCursor("This cursor belongs to a table that is sorted otherwise")
    if not isinstance(number, int) or not 0 <= number < len(order.stretches):
        raise InvalidCursor("Malformed cursor")
    _check_keys(keys, order.stretches[number])
    return _Place(number, tuple(keys), bool(value.get("backwards")))


def _check_keys(keys: Sequence[Any], stretch: Stretch) -> None:
    *values, last = keys or [None]
    fits = len(keys) == len(stretch.keys) and isinstance(last, int) and 0 <= last < 2**31
    kinds = [key.type.python_type for key in stretch.keys[:-1]]
    for value, kind in zip(values, kinds, strict=False):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        fits = fits and (isinstance(value, str) if kind is str else number)
    if not fits:
        raise InvalidCursor("Malformed cursor")


def _cursors(query: RunsQuery, found: _Found, place: _Place | None, more: bool) -> tuple[str, str]:
    """On, and back."""
    backwards = place is not None and place.backwards
    on, back = (True, more) if backwards else (more, place is not None)
    if not found:
        return "", ""
    return (
        _cursor(query, found[-1], backwards=False) if on else "",
        _cursor(query, found[0], backwards=True) if back else "",
    )


def _cursor(query: RunsQuery, at: tuple[int, tuple[Any, ...]], *, backwards: bool) -> str:
    number, keys = at
    place: Mapping[str, Any] = {
        "sort": query.sort,
        "stretch": number,
        "keys": keys,
        "backwards": backwards,
    }
    return encode_json(place)
