"""Which differences are not shown, and why."""

from collections.abc import Mapping, Sequence

from catalog.comparison.comparability import other_counts
from catalog.comparison.same_data import same_content
from catalog.comparison.views import Comparability, Subject
from catalog.evaluations.side_by_side import Side


def withheld(trust: Comparability) -> dict[int, str]:
    """By the place of the subject: the first reason."""
    found: dict[int, str] = {}
    for one in trust.mismatches:
        for place in one.subjects if one.blocks else ():
            found.setdefault(place, one.text)
    return found


def metrics_withheld(
    subjects: Sequence[Subject], baseline: int, measured: Side
) -> Mapping[tuple[int, str], str]:
    """By place and metric: data that is the same by name only, but other numbers of examples."""
    base = subjects[baseline].run
    found = {}
    for place, one in enumerate(subjects):
        if base is None or one.run is None or same_content(one.run.dataset, base.dataset):
            continue
        for name, (n, other) in other_counts(measured, one.run.id, base.id).items():
            found[place, name] = f"{n:,} examples, {other:,} of the baseline"
    return found
