"""Rows of the table `comparison_result`: what was computed, and who is to compute what."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from catalog.store.comparison_tables import comparison_result
from catalog.store.leases import REQUESTED, back_off
from catalog.store.rows import insert_rows

WAITING, DONE = "waiting", "done"
LEASE_SECONDS = 60.0  # from one word of progress to the next
DAY = 86_400.0
FORGOTTEN_AFTER = 30 * DAY  # nobody asked for it
_ROW = (
    *("digest", "run_id", "baseline_run_id", "options", "state", "progress", "failures"),
    *("last_error", "used_at", "next_at"),
)
_row = comparison_result.c


class LeaseLost(Exception):
    """Another process took over what this one was too slow with."""


class Job(NamedTuple):
    """What is to be computed; `digest` is of the content of both runs' examples and of `options`
    (JSON), the ids say where they can be read."""

    digest: str
    run_id: int
    baseline_run_id: int
    options: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A job that is this process's (`owner`) to do."""

    job: Job
    owner: str


@dataclass(frozen=True, slots=True)
class Known:
    """`body` where it is done; else how far it is, and whether somebody is at it or it rests after
    a failure (`is_taken`)."""

    body: bytes | None
    progress: float
    error: str
    is_taken: bool
    used_at: float


def known(connection: Connection, digest: str, now: float) -> Known | None:
    row = connection.execute(select(comparison_result).where(_row.digest == digest)).first()
    if row is None:
        return None
    leased = row.lease_until is not None and row.lease_until >= now
    rests = row.next_at is not None and row.next_at > now
    return Known(row.body, row.progress, row.last_error, leased or rests, row.used_at)


def put_down(connection: Connection, job: Job, now: float) -> None:
    """Have a worker compute it, unless it is known."""
    rows = [(*job, WAITING, 0.0, 0, "", now, REQUESTED)]
    insert_rows(connection, comparison_result, _ROW, rows, "ON CONFLICT (digest) DO NOTHING")


def take(connection: Connection, job: Job, owner: str, now: float) -> Turn | None:
    """That job, if nobody else has it."""
    put_down(connection, job, now)
    return _lease(connection, owner, now, _row.digest == job.digest)


def take_next(connection: Connection, owner: str, now: float) -> Turn | None:
    """The job that has waited longest."""
    return _lease(connection, owner, now)


def note_progress(connection: Connection, turn: Turn, share: float, now: float) -> None:
    """Raises LeaseLost."""
    _change(connection, turn, progress=share, lease_until=now + LEASE_SECONDS)


def keep(connection: Connection, turn: Turn, body: bytes, now: float) -> None:
    """Raises LeaseLost."""
    done = {"state": DONE, "progress": 1.0, "body": body, "failures": 0, "last_error": ""}
    _end(connection, turn, used_at=now, next_at=None, **done)


def note_failure(connection: Connection, turn: Turn, error: str, now: float) -> None:
    """It is tried again, later and later. Raises LeaseLost."""
    failures = connection.scalar(select(_row.failures).where(_row.digest == turn.job.digest)) or 0
    again = now + back_off(failures)
    _end(connection, turn, progress=0.0, failures=failures + 1, last_error=error, next_at=again)


def give_back(connection: Connection, turn: Turn) -> None:
    """Have it computed by whoever looks next. Raises LeaseLost."""
    _end(connection, turn, progress=0.0, next_at=REQUESTED)


def drop(connection: Connection, digest: str) -> None:
    connection.execute(delete(comparison_result).where(_row.digest == digest))


def note_use(connection: Connection, digest: str, now: float) -> None:
    connection.execute(update(comparison_result).where(_row.digest == digest).values(used_at=now))


def forget_unused(connection: Connection, now: float) -> int:
    """Gives how many there were."""
    unused = delete(comparison_result).where(_row.used_at < now - FORGOTTEN_AFTER)
    return connection.execute(unused).rowcount


def _lease(
    connection: Connection, owner: str, now: float, *which: ColumnElement[bool]
) -> Turn | None:
    free = or_(_row.lease_until.is_(None), _row.lease_until < now)
    due = select(comparison_result).where(_row.state == WAITING, _row.next_at <= now, free, *which)
    first = due.order_by(_row.next_at, _row.used_at, _row.digest).limit(1)
    row = connection.execute(first.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    turn = Turn(Job(row.digest, row.run_id, row.baseline_run_id, row.options), owner)
    connection.execute(
        update(comparison_result)
        .where(_row.digest == row.digest)
        .values(lease_owner=owner, lease_until=now + LEASE_SECONDS, progress=0.0)
    )
    return turn


def _end(connection: Connection, turn: Turn, **values: Any) -> None:
    _change(connection, turn, lease_owner=None, lease_until=None, **values)


def _change(connection: Connection, turn: Turn, **values: Any) -> None:
    mine = (_row.digest == turn.job.digest, _row.lease_owner == turn.owner)
    if not connection.execute(update(comparison_result).where(*mine).values(**values)).rowcount:
        raise LeaseLost(turn.job.digest)
