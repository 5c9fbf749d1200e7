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


def by_name_only(subjects: Sequence[Subject], baseline: int) -> frozenset[int]:
    """The places of those whose data is not known to be what the baseline was measured on."""
    base = subjects[baseline].run
    return frozenset(
        place
        for place, one in enumerate(subjects)
        if base and one.run and not same_content(one.run.dataset, base.dataset)
    )


def metrics_withheld(
    subjects: Sequence[Subject], baseline: int, measured: Side
) -> Mapping[tuple[int, str], str]:
    """By place and metric: data that is the same by name only, but other numbers of examples."""
    base, found = subjects[baseline].run, {}
    for place in by_name_only(subjects, baseline):
        run = subjects[place].run
        counts = other_counts(measured, run.id, base.id) if run and base else {}
        for name, (n, other) in counts.items():
            found[place, name] = counts_words(n, other)
    return found


def counts_words(n: int | None, other: int | None) -> str:
    return f"{n or 0:,} examples, {other or 0:,} of the baseline"
