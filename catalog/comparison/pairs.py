"""Differences of single examples, of every subject and the baseline: done, or still computed."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from catalog.comparison.bootstraps import SLICES_UNPAIRED, Done, NoExamples, Running, paired
from catalog.comparison.differences import contradiction
from catalog.comparison.paired_examples import DISJOINT
from catalog.comparison.paired_views import NONE, Pairs
from catalog.comparison.read import Read
from catalog.comparison.same_data import same_content
from catalog.comparison.views import Statistics
from catalog.evaluations import RunRow
from catalog.statistics import PairedDifference
from catalog.store.database import Database
from catalog.store.reader import Reader

Answer = Done | Running | NoExamples
Results = Mapping[tuple[str, str], PairedDifference]  # by metric and slice


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
    doubts: dict[int, str] = {}
    for place, one in enumerate(read.subjects):
        counts = place != read.baseline and place not in blocked
        if counts and one.run and base and read.has_examples(one.run.id, base.id):
            left = max(0.0, until - time.monotonic())
            answers[place] = paired(db, reader, one.run.id, base.id, now=now, seconds=left)
            doubts[place] = _doubt(answers[place], one.run, base)
    found = {
        (place, read.names.get(metric, metric), slice): difference
        for place, answer in answers.items()
        for (metric, slice), difference in _results(answer).items()
    }
    statistics = _statistics(
        list(answers.values()), _contradictions(read, found), sliced=bool(read.sliced)
    )
    return Pairs(found, statistics, {place: why for place, why in doubts.items() if why})


def pair_of(
    db: Database, reader: Reader, *, now: float, seconds: float
) -> Callable[[RunRow, RunRow], Results | str | None]:
    """The same of any two runs; a text says why nothing of them is compared, None: it is not
    computed yet."""
    known: dict[tuple[int, int], Answer] = {}

    def of(run: RunRow, base: RunRow) -> Results | str | None:
        key = run.id, base.id
        if key not in known:
            known[key] = paired(db, reader, *key, now=now, seconds=seconds)
        answer = known[key]
        if isinstance(answer, Running):
            return None
        return _doubt(answer, run, base) or _results(answer)

    return of


def _results(answer: Answer) -> Results:
    return answer.results if isinstance(answer, Done) else {}


def _doubt(answer: Answer, run: RunRow, base: RunRow) -> str:
    """What examples say against both runs being measured on the same data, which equal digests
    outweigh where ids merely differ; "" where they say nothing."""
    if not isinstance(answer, NoExamples) or not answer.doubt:
        return ""
    outweighed = answer.doubt == DISJOINT and same_content(run.dataset, base.dataset)
    return "" if outweighed else answer.why


def _contradictions(
    read: Read, found: Mapping[tuple[int, str, str], PairedDifference]
) -> Iterator[str]:
    """Of numbers over all of the data that their examples don't bear out."""
    base = read.subjects[read.baseline].run
    for (place, metric, slice), pair in found.items():
        run, by_run = read.subjects[place].run, read.measured.get(metric, {}).get(slice, {})
        if slice == "" and run and base and run.id in by_run and base.id in by_run:
            said = contradiction(pair, by_run[run.id], by_run[base.id])
            if said:
                yield f"{metric} of {read.subjects[place].name}: {said}"


def _statistics(
    answers: Sequence[Answer], contradictions: Iterable[str], *, sliced: bool
) -> Statistics:
    """`contradictions` are told beside what is noted; `sliced`: there are slices that are
    compared."""
    done = [one for one in answers if isinstance(one, Done)]
    running = [one for one in answers if isinstance(one, Running)]
    if running:
        progress = (len(done) + sum(one.progress for one in running)) / (len(done) + len(running))
        errors = dict.fromkeys(one.error for one in running if one.error)
        return Statistics("running", progress, why="; ".join(errors))
    if done:
        options = done[0].options
        notes = dict.fromkeys([*(note for one in done for note in one.notes), *contradictions])
        if sliced and not all(one.sliced for one in done):
            notes[SLICES_UNPAIRED] = None
        return Statistics("done", 1.0, options.seed, options.resamples, "; ".join(notes))
    whys = dict.fromkeys(one.why for one in answers if isinstance(one, NoExamples))
    return Statistics("none", why="; ".join(whys)) if whys else NONE
