"""Differences of single examples, of every subject and the baseline: done, or still computed."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from catalog.comparison.bootstraps import SLICES_UNPAIRED, Done, NoExamples, Running, paired
from catalog.comparison.paired_views import NONE, Pairs
from catalog.comparison.read import Read
from catalog.comparison.views import Statistics
from catalog.statistics import PairedDifference
from catalog.store.database import Database
from catalog.store.reader import Reader

Answer = Done | Running | NoExamples


def pairs(
    db: Database,
    reader: Reader,
    read: Read,
    blocked: Collection[int],
    *,
    now: float,
    seconds: float,
) -> Pairs:
    """Of every subject that can be compared with the baseline."""
    base, until = read.subjects[read.baseline].run, time.monotonic() + seconds
    answers: dict[int, Answer] = {}
    for place, one in enumerate(read.subjects):
        counts = place != read.baseline and place not in blocked
        if counts and one.run and base and read.has_examples(one.run.id, base.id):
            left = max(0.0, until - time.monotonic())
            answers[place] = paired(db, reader, one.run.id, base.id, now=now, seconds=left)
    found = {
        (place, read.names.get(metric, metric), slice): difference
        for place, answer in answers.items()
        for (metric, slice), difference in _results(answer).items()
    }
    return Pairs(found, _statistics(list(answers.values()), sliced=bool(read.sliced)))


def pair_of(
    db: Database, reader: Reader, *, now: float, seconds: float
) -> Callable[[int, int], Mapping[tuple[str, str], PairedDifference] | None]:
    """The same of any two runs, by metric and slice; None where it is not computed yet."""
    known: dict[tuple[int, int], Answer] = {}

    def of(run: int, base: int) -> Mapping[tuple[str, str], PairedDifference] | None:
        if (run, base) not in known:
            known[run, base] = paired(db, reader, run, base, now=now, seconds=seconds)
        answer = known[run, base]
        return None if isinstance(answer, Running) else _results(answer)

    return of


def _results(answer: Answer) -> Mapping[tuple[str, str], PairedDifference]:
    return answer.results if isinstance(answer, Done) else {}


def _statistics(answers: Sequence[Answer], *, sliced: bool) -> Statistics:
    """`sliced`: there are slices that are compared."""
    done = [one for one in answers if isinstance(one, Done)]
    running = [one for one in answers if isinstance(one, Running)]
    if running:
        progress = (len(done) + sum(one.progress for one in running)) / (len(done) + len(running))
        errors = dict.fromkeys(one.error for one in running if one.error)
        return Statistics("running", progress, why="; ".join(errors))
    if done:
        options = done[0].options
        notes = dict.fromkeys(note for one in done for note in one.notes)
        if sliced and not all(one.sliced for one in done):
            notes[SLICES_UNPAIRED] = None
        return Statistics("done", 1.0, options.seed, options.resamples, "; ".join(notes))
    whys = dict.fromkeys(one.why for one in answers if isinstance(one, NoExamples))
    return Statistics("none", why="; ".join(whys)) if whys else NONE
