"""Takes reported runs into the record: only what is new or changed is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from catalog.evaluations.continuing import added
from catalog.evaluations.interning import lock_subjects, locked_source
from catalog.evaluations.keyed import KeyedRun, keyed
from catalog.evaluations.latest import groups_of, settle_after_removal, settle_latest
from catalog.evaluations.prepare import PreparedRun, prepare
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.stored import StoredRun, known_runs, stored_runs
from catalog.evaluations.writing import Written, delete_contents, write_contents
from catalog.store.fact_tables import evaluation_run
from catalog.store.rows import delete_rows, insert_rows, update_rows
from descriptors.problems import Problem
from plugins.facts import EvaluationRun

AT_ONCE = 1_000  # runs; bounds the memory of a large report
_HEAD = (
    *("subject_id", "version", "type", "status", "name", "run_group", "started_at", "ended_at"),
    *("began", "at", "dataset_id", "same_id", "url", "digest", "changed_at"),
)
_NEW = ("source_id", "uid", "recorded_at", "latest", *_HEAD)


@dataclass(slots=True)
class RunsRecorded:
    """How many runs were new, changed, and as they were before; `problems` have the place of the
    run in the report at the beginning of their path (`/3/results/0`); `subjects` are the refs of
    what something was written about, `ids` the numbers of all runs by the source's own ids."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    subjects: set[str] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)


def record_runs(
    connection: Connection,
    source: str,
    runs: Sequence[EvaluationRun],
    now: float,
    *,
    places: Sequence[int] | None = None,
) -> RunsRecorded:
    """Keep what a source reports. A run that can't be kept is a problem; the others are kept.

    Of runs with one id the later ones replace (or continue) the former, as if reported after.
    `places` are those of the runs in what was reported, where it held other things too.
    """
    done = RunsRecorded()
    source_id = locked_source(connection, source)
    placed = zip(places if places is not None else range(len(runs)), runs, strict=True)
    for batch in _batches(_prepared(placed, done)):
        _record(connection, source_id, batch, now, done)
    return done


def remove_runs(connection: Connection, source: str, uids: Sequence[str]) -> set[str]:
    """Forget runs that the source has no more; the ids of those that were there."""
    source_id = locked_source(connection, source)
    removed: set[str] = set()
    for start in range(0, len(uids), AT_ONCE):
        known = known_runs(connection, source_id, uids[start : start + AT_ONCE])
        rows = list(known.values())
        lock_subjects(connection, {row.subject_id for row in rows})
        delete_contents(connection, stored_runs(connection, rows))
        delete_rows(connection, evaluation_run, ("id",), [(row.id,) for row in rows])
        settle_after_removal(connection, groups_of([row for row in rows if row.latest]))
        removed |= known.keys()
    return removed


def _prepared(
    placed: Iterable[tuple[int, EvaluationRun]], done: RunsRecorded
) -> Iterator[PreparedRun]:
    seen: set[str] = set()
    for place, run in placed:
        remarks = Remarks(f"/{place}")
        prepared = prepare(run, remarks)
        if prepared is not None:
            if prepared.uid in seen and not prepared.continues:
                text = f"run `{prepared.uid}` is there more than once; the last one counts"
                remarks.warn("run-twice", text, "/id")
            seen.add(prepared.uid)
            yield prepared
        done.problems += remarks.all()


def _batches(runs: Iterable[PreparedRun]) -> Iterator[list[PreparedRun]]:
    """In the order they came, none with one id twice, none too large."""
    batch: dict[str, PreparedRun] = {}
    for run in runs:
        if run.uid in batch or len(batch) >= AT_ONCE:
            yield list(batch.values())
            batch = {}
        batch[run.uid] = run
    if batch:
        yield list(batch.values())


def _record(
    connection: Connection,
    source_id: int,
    batch: Sequence[PreparedRun],
    now: float,
    done: RunsRecorded,
) -> None:
    known = known_runs(connection, source_id, [run.uid for run in batch])
    wanted = _wanted(connection, batch, known)
    changed = {
        uid: (run, digest)
        for uid, run in wanted.items()
        for digest in [run.digest()]
        if uid not in known or known[uid].digest != digest
    }
    stored = _stored(connection, [known[uid] for uid in changed if uid in known])
    before = {one.row.subject_id for one in stored.values()}
    lock_subjects(connection, before | {run.subject_id for run, _ in changed.values()})
    ids = _write_rows(connection, source_id, changed, known, now)
    written = [Written(ids[uid], run, stored.get(uid)) for uid, (run, _) in changed.items()]
    write_contents(connection, written)
    _settle(connection, written)
    done.created += len(changed.keys() - known.keys())
    done.updated += len(changed.keys() & known.keys())
    done.unchanged += len(batch) - len(changed)
    done.subjects |= {run.subject for run in batch if run.uid in changed}
    done.ids |= {uid: row.id for uid, row in known.items()} | ids


def _wanted(
    connection: Connection, batch: Sequence[PreparedRun], known: Mapping[str, Any]
) -> dict[str, KeyedRun]:
    """What the runs are to be, those that continue with what is kept of them."""
    wanted = {run.uid: run for run in keyed(connection, batch)}
    going_on = [known[run.uid] for run in batch if run.continues and run.uid in known]
    for uid, stored in _stored(connection, going_on).items():
        wanted[uid] = added(stored.content(), wanted[uid])
    return wanted


def _stored(connection: Connection, rows: Sequence[Any]) -> dict[str, StoredRun]:
    return {run.row.uid: run for run in stored_runs(connection, rows)} if rows else {}


def _write_rows(
    connection: Connection,
    source_id: int,
    changed: Mapping[str, tuple[KeyedRun, str]],
    known: Mapping[str, Any],
    now: float,
) -> dict[str, int]:
    """The runs' own rows; their numbers."""
    fresh, others = [], []
    for uid, (run, digest) in changed.items():
        if uid in known:
            recorded_at = known[uid].recorded_at
            others.append((*_head(run, digest, recorded_at, now), known[uid].id))
        else:
            fresh.append((source_id, uid, now, False, *_head(run, digest, now, now)))
    insert_rows(connection, evaluation_run, _NEW, fresh)
    update_rows(connection, evaluation_run, "id", _HEAD, others)
    if not fresh:
        return {uid: row.id for uid, row in known.items()}
    return {uid: row.id for uid, row in known_runs(connection, source_id, list(changed)).items()}


def _head(run: KeyedRun, digest: str, recorded_at: float, now: float) -> tuple[Any, ...]:
    began = run.started_at or run.ended_at or recorded_at
    at = min(run.ended_at or began, now)
    words = (run.subject_id, run.version, run.type, run.status, run.name, run.group)
    return (*words, run.started_at, run.ended_at, began, at, *run.data, run.url, digest, now)


def _settle(connection: Connection, written: Sequence[Written]) -> None:
    groups = {(one.run.subject_id, one.run.version, one.run.data[1]) for one in written}
    before = [one.before.row for one in written if one.before]
    shaken = groups_of([row for row in before if row.latest])
    settle_latest(connection, groups | groups_of(before), {one.id for one in written}, shaken)
