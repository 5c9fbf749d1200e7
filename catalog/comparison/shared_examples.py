"""Examples that a subject and the baseline both have scores of, matched by their ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from catalog.comparison.views import Subject
from catalog.evaluations.blobs import Columns
from catalog.evaluations.side_by_side import example_counts, examples_of

MOST_READ = 200_000  # examples of all runs together, read for one comparison


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many examples two runs share, and how many only one of them has."""

    shared: int
    only_one: int
    only_base: int


@dataclass(frozen=True, slots=True)
class SharedExamples:
    """By run: how many examples it has, and their `columns`; `unread` of how many runs they were
    too many to be read."""

    counts: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, Columns] = field(default_factory=dict)
    overlaps: Mapping[int, Overlap] = field(default_factory=dict)  # by the place of the subject
    unread: int = 0


def shared_examples(
    connection: Connection, subjects: Sequence[Subject], baseline: int
) -> SharedExamples:
    """The baseline's, then those of each subject as long as they are not too many."""
    base = subjects[baseline].run
    order = [one.run.id for one in (subjects[baseline], *subjects) if one.run]
    counts = example_counts(connection, set(order))
    if base is None or base.id not in counts or len(counts) < 2:
        return SharedExamples(counts)
    read = _few_enough(list(dict.fromkeys(run for run in order if run in counts)), counts)
    columns = examples_of(connection, read)
    overlaps = {
        place: _overlap(columns[one.run.id], columns[base.id])
        for place, one in enumerate(subjects)
        if place != baseline and one.run and one.run.id in columns and base.id in columns
    }
    return SharedExamples(counts, columns, overlaps, len(counts) - len(read))


def _few_enough(order: Sequence[int], counts: Mapping[int, int]) -> Collection[int]:
    kept, total = [], 0
    for run in order:
        total += counts[run]
        if total > MOST_READ:
            break
        kept.append(run)
    return kept


def _overlap(one: Columns, base: Columns) -> Overlap:
    ids, others = set(one.texts["ids"]), set(base.texts["ids"])
    shared = len(ids & others)
    return Overlap(shared, len(ids) - shared, len(others) - shared)
