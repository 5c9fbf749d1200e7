"""Differences of two runs by the examples that both scored: computed once, and kept by content."""

import threading
from collections.abc import Collection
from uuid import uuid4

from catalog.comparison.bootstrap_answers import Done, Options, Running, unpacked
from catalog.comparison.bootstrap_rows import DAY, Job, Known, known, note_use, put_down, take
from catalog.comparison.bootstrap_turns import job_of, pairs_of, work_on
from catalog.comparison.paired_examples import NoExamples, PairedExamples
from catalog.evaluations.example_scores import examples_kept
from catalog.statistics import seconds_for, seconds_to_pair
from catalog.store.database import Database
from catalog.store.reader import Reader

__all__ = ["SLICES_UNPAIRED", "Done", "NoExamples", "Options", "Running", "paired"]

# To be told where slices are shown and examples say nothing of them.
SLICES_UNPAIRED = "scores of examples don't say which slices they belong to"
USUAL = Options()
SMALL = 0.2  # seconds that a request may take for it


def paired(
    db: Database,
    reader: Reader,
    run_id: int,
    baseline_run_id: int,
    metrics: Collection[str] = (),
    *,
    options: Options = USUAL,
    now: float,
    seconds: float = SMALL,
) -> Done | Running | NoExamples:
    """Run minus baseline, of all metrics by which both score examples, or of those in `metrics`;
    over all of these examples, and over those of each slice that they say they belong to.

    At most `seconds` (an estimate) are spent on what is not known yet; what takes longer is left
    to a worker.
    """
    asked = _asked(db, reader, run_id, baseline_run_id, options)
    if isinstance(asked, NoExamples):
        return asked
    job, least = asked
    with db.read() as connection:
        before = known(connection, job.digest, now)
    body = before.body if before else None
    if before and before.body:
        _note_use(db, job, before, now)
    elif not (before and before.is_taken) and least <= seconds:
        body = _at_once(db, job, options, now, seconds)
    if body:
        return unpacked(body, metrics, options)
    return _left_to_a_worker(db, job, now)


def _asked(
    db: Database, reader: Reader, run_id: int, baseline_run_id: int, options: Options
) -> tuple[Job, float] | NoExamples:
    """The job, and how many seconds it takes at least."""
    with db.read() as connection:
        run = examples_kept(connection, reader, run_id)
        baseline = examples_kept(connection, reader, baseline_run_id)
    if run is None or baseline is None:
        both = run is None and baseline is None
        who = "neither run has" if both else f"the {'baseline' if run else 'run'} has no"
        return NoExamples(f"{who} scores of single examples")
    job = job_of(run_id, run.digest, baseline_run_id, baseline.digest, options)
    return job, seconds_for(min(run.count, baseline.count), 1, options.resamples)


def _note_use(db: Database, job: Job, before: Known, now: float) -> None:
    if now - before.used_at > DAY:
        db.transact(lambda connection: note_use(connection, job.digest, now))


def _at_once(db: Database, job: Job, options: Options, now: float, seconds: float) -> bytes | None:
    """The answer, if it takes no longer than that and nobody else is at it."""
    pairs = pairs_of(db, job)
    if pairs is None or _seconds(pairs, options) > seconds:
        return None
    owner = f"request {uuid4().hex}"
    turn = db.transact(lambda connection: take(connection, job, owner, now))
    return work_on(db, turn, threading.Event(), pairs) if turn else None


def _seconds(pairs: PairedExamples | NoExamples, options: Options) -> float:
    if isinstance(pairs, NoExamples):
        return 0.0
    return sum(
        seconds_to_pair(
            scores.run, scores.baseline, clusters=scores.clusters, resamples=options.resamples
        )
        for _, scores in pairs.groups()
    )


def _left_to_a_worker(db: Database, job: Job, now: float) -> Running:
    with db.read() as connection:
        row = known(connection, job.digest, now)
    if row is None:
        db.transact(lambda connection: put_down(connection, job, now))
        return Running(0.0)
    return Running(row.progress, row.error)
