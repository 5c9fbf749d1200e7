"""A comparison as headed texts and tables, for people to read without a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.comparison.figures import NOTHING, between, figures, short, signed
from catalog.comparison.same_data import data_words
from catalog.comparison.views import Comparison, Gate, Measurement, MetricRow, Mismatch

MOST_SLICES = 10  # of a metric
MOST_SLICED = 5  # metrics whose slices are told


@dataclass(frozen=True, slots=True)
class Section:
    """`lines`, then a table, where there is one: its `head` names the columns."""

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections_of(found: Comparison) -> list[Section]:
    """The parts that say something, in the order in which people ask."""
    parts = (
        _subjects(found),
        _comparability(found),
        _gates(found),
        _metrics(found),
        *_slices(found),
        _changes(found),
        _examples(found),
        _costs(found),
        _left_out(found),
    )
    return [one for one in parts if one.lines or one.rows]


def gate_rows(gates: Sequence[Gate], named: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A row a gate; the subject is named where there are several."""
    return tuple(
        (
            gate.verdict,
            *((named[gate.subject],) if len(named) > 1 else ()),
            f"{gate.metric} [{gate.slice}]" if gate.slice else gate.metric,
            gate.words,
            gate.why,
            gate.evaluation.rpartition("/")[2],
        )
        for gate in gates
    )


def gate_head(named: Sequence[str]) -> tuple[str, ...]:
    subject = ("Subject",) if len(named) > 1 else ()
    return ("Verdict", *subject, "Metric", "Asked", "Found", "Evaluation")


def _subjects(found: Comparison) -> Section:
    head = ("Subject", "Owner", "Run", "Commit", "Notes")
    rows = tuple(
        (
            f"{one.name} (baseline)" if place == found.baseline else one.name,
            one.owner,
            one.run.name or one.run.uid if one.run else one.missing,
            one.commit[:12],
            "; ".join(one.notes),
        )
        for place, one in enumerate(found.subjects)
    )
    return Section("Compared", (f"Measured on {data_words(found.dataset)}",), head, rows)


def _comparability(found: Comparison) -> Section:
    lines = [f"The subjects are {_VERDICTS[found.comparability.verdict]}."]
    lines += [_mismatch(found, one) for one in found.comparability.mismatches]
    return Section("Comparability", tuple(lines))


_VERDICTS = {
    "comparable": "comparable",
    "partly": "partly comparable",
    "not": "not comparable: values are shown, differences are not",
}


def _mismatch(found: Comparison, one: Mismatch) -> str:
    named = ", ".join(found.subjects[place].name for place in one.subjects)
    text = f"{named}: {one.text}" if named else one.text
    return f"{text} ({one.hint})" if one.hint else text


def _gates(found: Comparison) -> Section:
    named = [one.name for one in found.subjects]
    return Section("Gates", (), gate_head(named), gate_rows(found.gates, named))


def _metrics(found: Comparison) -> Section:
    head = ("Metric", *(one.name for one in found.subjects))
    rows = tuple((_with_unit(row), *map(_cell, row.cells)) for row in found.metrics)
    return Section("Metrics", (_statistics(found),), head, rows)


def _statistics(found: Comparison) -> str:
    it = found.statistics
    if it.state == "running":
        return f"Differences of single examples are being computed ({it.progress:.0%})."
    if it.state == "done":
        how = f"{it.resamples} resamples, seed {it.seed}"
        return ". ".join(filter(None, (f"Differences of single examples: {how}", it.why)))
    return f"No differences of single examples: {it.why}."


def _with_unit(row: MetricRow) -> str:
    unit = row.definition.unit if row.definition else ""
    return f"{row.metric} ({unit})" if unit else row.metric


def _cell(cell: Measurement | None) -> str:
    """Value, interval, difference and what it is worth."""
    if cell is None:
        return NOTHING
    interval = between(cell.low, cell.high)
    value = f"{figures(cell.value)} ({interval})" if interval else figures(cell.value)
    change = cell.difference
    if change is None:
        return value
    told = signed(change.value)
    if change.low is not None and change.high is not None:
        told = f"{told} ({short(change.low)} to {short(change.high)})"
    return f"{value}; {told} {change.label}" if change.value else f"{value}; {change.label}"


def _slices(found: Comparison) -> Iterator[Section]:
    for table in found.slices[:MOST_SLICED]:
        head = ("Slice", *(one.name for one in found.subjects))
        rows = tuple((row.slice, *map(_cell, row.cells)) for row in table.rows[:MOST_SLICES])
        gaps = (figures(gap) for gap in table.gap)
        more = len(table.rows) - len(rows)
        said = f"Worst regression first; {more} more" if more else "Worst regression first"
        last = ("largest minus smallest", *gaps)
        yield Section(f"Slices of {table.metric}", (said,), head, (*rows, last))


def _changes(found: Comparison) -> Section:
    head = ("What changed", "", *(one.name for one in found.subjects))
    rows = tuple(
        (one.group, one.name, *(value or NOTHING for value in one.values))
        for one in found.changes
        if one.differs
    )
    return Section("Changes", (), head, rows)


def _examples(found: Comparison) -> Section:
    head = ("Metric", "Subject", "Shared", "Fixed or better", "Broken or worse")
    rows = tuple(
        (
            one.metric,
            found.subjects[one.subject].name,
            f"{one.shared:,}",
            f"{one.better if one.fixed is None else one.fixed:,}",
            f"{one.worse if one.broken is None else one.broken:,}",
        )
        for one in found.examples
    )
    return Section("Examples", (), head, rows)


def _costs(found: Comparison) -> Section:
    head = ("Cost", *(one.name for one in found.subjects))
    rows = tuple(
        (
            one.metric,
            *(
                f"{figures(value)}{' (not beaten)' if best else ''}"
                for value, best in zip(one.values, one.pareto, strict=True)
            ),
        )
        for one in found.costs
    )
    quality = next((one.quality for one in found.costs if one.quality), "")
    said = (f"Not beaten: no other is both cheaper and better by {quality}",) if quality else ()
    return Section("Costs", said if rows else (), head, rows)


def _left_out(found: Comparison) -> Section:
    lines = (f"{count:,} more: {name}" for name, count in found.more.items())
    return Section("Left out", tuple(lines))
