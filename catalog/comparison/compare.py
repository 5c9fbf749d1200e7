"""Compares versions and runs: what they measured, what differs, and whether that can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.comparison import gates as gating
from catalog.comparison.changes import Known, changes
from catalog.comparison.comparability import Compared, comparability
from catalog.comparison.costs import costs
from catalog.comparison.curves import curves
from catalog.comparison.examples import examples_compared
from catalog.comparison.metric_rows import Columns, metric_rows
from catalog.comparison.paired_views import Pairs
from catalog.comparison.pairs import pair_of, pairs
from catalog.comparison.read import Read, read
from catalog.comparison.slices import slice_table
from catalog.comparison.views import Asked, Change, Comparability, Comparison, Cost, Gate
from catalog.comparison.withheld import by_name_only, metrics_withheld, withheld
from catalog.evaluations import MetricDefinitions, metric_definitions
from catalog.store.database import Database
from catalog.store.reader import Reader
from descriptors.problems import Problem

AT_ONCE = 0.2  # seconds of computing while somebody waits; the rest is the worker's


@dataclass(frozen=True, slots=True)
class _Side:
    """What all parts of a comparison are made from."""

    db: Database
    reader: Reader
    asked: Asked
    read: Read
    definitions: MetricDefinitions
    trust: Comparability
    blocked: Mapping[int, str]
    pairs: Pairs


def compare(
    db: Database, reader: Reader, asked: Asked, *, now: float, seconds: float = AT_ONCE
) -> Comparison | list[Problem]:
    """What was asked for, side by side; or why it can't be. At most so many seconds of statistics
    are computed at once, what takes longer is left to the worker."""
    definitions = metric_definitions(db, reader)
    found = read(db, reader, asked, definitions)
    if not isinstance(found, Read):
        return found
    before = withheld(_trust(found, definitions, {}))
    paired = pairs(db, reader, found, before, now=now, seconds=seconds)
    trust = _trust(found, definitions, paired.doubts)
    side = _Side(db, reader, asked, found, definitions, trust, withheld(trust), paired)
    return _comparison(side, now, seconds)


def _trust(found: Read, definitions: MetricDefinitions, doubts: Mapping[int, str]) -> Comparability:
    return comparability(
        Compared(
            subjects=found.subjects,
            baseline=found.baseline,
            measured=found.measured,
            sliced=found.sliced,
            definitions=definitions,
            overlaps=found.examples.overlaps,
            doubts=doubts,
        )
    )


def _comparison(it: _Side, now: float, seconds: float) -> Comparison:
    columns = _columns(it)
    drawn, more_curves = curves(it.read.curves, it.read.subjects)
    order = list(it.read.measured)
    examples, more_examples = examples_compared(
        it.read.examples, it.read.subjects, it.read.baseline, it.blocked, order, it.definitions
    )
    more = {
        "slices": it.read.more_slices,
        "curves": more_curves,
        "examples": more_examples,
        "runs with examples": it.read.examples.unread,
    }
    return Comparison(
        subjects=tuple(it.read.subjects),
        baseline=it.read.baseline,
        dataset=it.read.data.dataset,
        datasets=it.read.data.datasets,
        comparability=it.trust,
        changes=_changes(it.read),
        metrics=metric_rows(it.read.measured, columns, it.definitions),
        slices=tuple(
            slice_table(name, by_slice, columns, it.definitions.of(name))
            for name, by_slice in it.read.sliced.items()
        ),
        gates=_gates(it, now, seconds),
        curves=drawn,
        examples=examples,
        costs=_costs(it),
        statistics=it.pairs.statistics,
        more={name: count for name, count in more.items() if count},
    )


def _columns(it: _Side) -> Columns:
    subjects, baseline = it.read.subjects, it.read.baseline
    return Columns(
        subjects=subjects,
        baseline=baseline,
        withheld=it.blocked,
        metrics_withheld=metrics_withheld(subjects, baseline, it.read.measured),
        pairs=it.pairs.found,
        by_name_only=by_name_only(subjects, baseline),
    )


def _changes(found: Read) -> tuple[Change, ...]:
    known = map(Known, found.found, found.subjects, found.features)
    return changes(list(known), found.details)


def _gates(it: _Side, now: float, seconds: float) -> tuple[Gate, ...]:
    base = it.read.found[it.read.baseline]
    chosen = it.asked.baseline.strip() != ""
    asking = gating.Asking(it.read.found, base if chosen else None, base, it.asked.dataset.strip())
    of_pair = pair_of(it.db, it.reader, now=now, seconds=seconds)
    return gating.gates(it.db, it.reader, asking, it.definitions, of_pair)


def _costs(it: _Side) -> tuple[Cost, ...]:
    comparable = [place not in it.blocked for place in range(len(it.read.subjects))]
    return costs(it.read.measured, it.read.subjects, comparable, it.read.trainings, it.definitions)
