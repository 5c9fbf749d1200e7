"""The work of one bootstrap: read the examples of both runs, match them, compute, keep the answer;
and what becomes of it when that goes wrong."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial

import orjson
from sqlalchemy import Connection

from catalog.comparison.bootstrap_answers import Differences, Options, packed
from catalog.comparison.bootstrap_rows import (
    Job,
    LeaseLost,
    Turn,
    drop,
    give_back,
    keep,
    note_failure,
    note_progress,
)
from catalog.comparison.paired_examples import NoExamples, PairedExamples, match_examples
from catalog.errors import DatabaseUnavailable
from catalog.evaluations.blobs import digest_of
from catalog.evaluations.example_scores import example_scores
from catalog.statistics import paired_bootstrap
from catalog.store.database import Database

log = logging.getLogger(__name__)

TOLD_EVERY = 0.5  # seconds between words of progress
METHOD = 3  # what another method computed is computed anew


class Stopped(Exception):
    """The process ends in the middle of it."""


def job_of(
    run_id: int, digest: str, baseline_run_id: int, baseline_digest: str, options: Options
) -> Job:
    """`digest`s are those of the runs' examples: runs with the same ones share the answer."""
    text = orjson.dumps(asdict(options), option=orjson.OPT_SORT_KEYS).decode()
    content = f"{METHOD} {digest} {baseline_digest} {text}"
    return Job(digest_of(content.encode()), run_id, baseline_run_id, text)


def options_of(job: Job) -> Options:
    return Options(**orjson.loads(job.options))


def pairs_of(database: Database, job: Job) -> PairedExamples | NoExamples | None:
    """None: the runs are gone, or have other examples now."""
    with database.read() as connection:
        run = example_scores(connection, job.run_id)
        baseline = example_scores(connection, job.baseline_run_id)
    if run is None or baseline is None:
        return None
    now = job_of(job.run_id, run.digest, job.baseline_run_id, baseline.digest, options_of(job))
    return match_examples(run, baseline) if now == job else None


def work_on(
    database: Database,
    turn: Turn,
    stopping: threading.Event,
    pairs: PairedExamples | NoExamples | None = None,
) -> bytes | None:
    """The answer, which is kept; None where there is none this time. `pairs`: those of the job,
    where they have been read. Raises DatabaseUnavailable; the turn then ends by itself."""
    try:
        pairs = pairs_of(database, turn.job) if pairs is None else pairs
        if pairs is None:
            database.transact(lambda connection: drop(connection, turn.job.digest))
            return None
        body = packed(pairs, _differences(pairs, turn.job, _Telling(database, turn, stopping)))
        database.transact(lambda connection: keep(connection, turn, body, time.time()))
        return body
    except LeaseLost:
        log.info("another process took over a comparison of examples")
    except Stopped:
        _end(database, lambda connection: give_back(connection, turn))
    except DatabaseUnavailable:
        raise
    except Exception as error:  # a fault of ours: it must neither end this thread nor go unseen
        log.exception("comparing the examples of runs %s and %s failed", *turn.job[1:3])
        text = f"{type(error).__name__}: {error}"
        _end(database, lambda connection: note_failure(connection, turn, text, time.time()))
    return None


@dataclass
class _Telling:
    """Writes progress down, not more often than need be, and keeps the turn ours by it."""

    database: Database
    turn: Turn
    stopping: threading.Event
    _told: float = field(default_factory=time.monotonic)

    def __call__(self, share: float) -> None:
        if self.stopping.is_set():
            raise Stopped
        if time.monotonic() - self._told >= TOLD_EVERY:
            self.database.transact(
                lambda connection: note_progress(connection, self.turn, share, time.time())
            )
            self._told = time.monotonic()


def _differences(
    pairs: PairedExamples | NoExamples, job: Job, progress: Callable[[float], None]
) -> Differences:
    """Of all examples, then of those of each slice."""
    if isinstance(pairs, NoExamples):
        return {}
    options, found, done = options_of(job), {}, 0
    count = pairs.shared + sum(map(len, pairs.slices.places.values()))
    for slice, scores in pairs.groups():
        share = partial(_tell_share, progress, done / count, len(scores.run) / count)
        found[slice] = paired_bootstrap(
            scores.run,
            scores.baseline,
            clusters=scores.clusters,
            resamples=options.resamples,
            seed=options.seed,
            level=options.level,
            progress=share,
        )
        done += len(scores.run)
    return found


def _tell_share(progress: Callable[[float], None], done: float, part: float, share: float) -> None:
    progress(done + part * share)


def _end(database: Database, how: Callable[[Connection], None]) -> None:
    try:
        database.transact(how)
    except LeaseLost:
        log.info("another process took over a comparison of examples")
