"""What is pushed: a list of runs as JSON, taken once however often it is sent."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from catalog.evaluations.decode import decode_runs
from catalog.evaluations.interning import locked_source
from catalog.evaluations.record import record_runs
from catalog.store.database import Database
from catalog.store.fact_tables import push_key
from catalog.store.rows import insert_rows
from descriptors.problems import Problem
from plugins.facts import EvaluationRun

KEPT_DAYS = 30  # a push that is sent again later than that is taken as a new one
_KEY = ("source_id", "key", "digest", "answer", "at")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a push. `ids` are the numbers of the runs at their places, None for those
    that were not kept; `problems` begin their path with the place (`/3/results/0`)."""

    created: int
    updated: int
    unchanged: int
    ids: tuple[int | None, ...]
    problems: tuple[Problem, ...]
    again: bool = False  # the answer to the same push before


def as_json(pushed: Pushed) -> dict[str, Any]:
    """As the API answers it."""
    return {
        **{name: getattr(pushed, name) for name in ("created", "updated", "unchanged", "again")},
        "ids": list(pushed.ids),
        "problems": [problem.as_json() for problem in pushed.problems],
    }


class KeyUsed(Exception):
    """The idempotency key belongs to a push with other content."""


def push_runs(
    db: Database, source: str, items: Sequence[Any], now: float, *, key: str = ""
) -> Pushed:
    """Keep the good ones of the runs; raises KeyUsed.

    With a key, the same push sent again does nothing and is given the same answer.
    """
    runs, problems = decode_runs(items)
    digest = _digest(items) if key else ""

    def keep(connection: Connection) -> Pushed:
        source_id = locked_source(connection, source)
        before = _answered(connection, source_id, key, digest) if key else None
        if before is not None:
            return before
        pushed = _record(connection, source, len(items), runs, problems, now)
        if key:
            _remember(connection, source_id, key, digest, pushed, now)
        return pushed

    return db.transact(keep)


def _record(
    connection: Connection,
    source: str,
    count: int,
    runs: dict[int, EvaluationRun],
    problems: Sequence[Problem],
    now: float,
) -> Pushed:
    done = record_runs(connection, source, list(runs.values()), now, places=list(runs))
    ids = [done.ids.get(runs[place].id) if place in runs else None for place in range(count)]
    told = (*problems, *done.problems)
    return Pushed(done.created, done.updated, done.unchanged, tuple(ids), told)


def _answered(connection: Connection, source_id: int, key: str, digest: str) -> Pushed | None:
    mine = push_key.c.source_id == source_id
    row = connection.execute(select(push_key).where(mine, push_key.c.key == key)).one_or_none()
    if row is None:
        return None
    if row.digest != digest:
        raise KeyUsed(f"the idempotency key {key!r} was used for a push with other content")
    answer = orjson.loads(row.answer)
    problems = tuple(Problem(**problem) for problem in answer.pop("problems"))
    ids = tuple(answer.pop("ids"))
    return Pushed(**answer, ids=ids, problems=problems, again=True)


def _remember(
    connection: Connection, source_id: int, key: str, digest: str, pushed: Pushed, now: float
) -> None:
    connection.execute(delete(push_key).where(push_key.c.at < now - KEPT_DAYS * 86_400))
    counts = {name: getattr(pushed, name) for name in ("created", "updated", "unchanged")}
    answer = orjson.dumps({**counts, "ids": pushed.ids, "problems": pushed.problems})
    row = (source_id, key, digest, answer, now)
    insert_rows(connection, push_key, _KEY, [row])


def _digest(items: Sequence[Any]) -> str:
    text = orjson.dumps(items, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha1(text, usedforsecurity=False).hexdigest()
