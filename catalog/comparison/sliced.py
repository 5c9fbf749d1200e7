"""Which metrics have slices, and of which of them a comparison shows all."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from catalog.comparison.metric_names import renamed
from catalog.evaluations.side_by_side import Side, results_of, slice_counts

MOST_CELLS = 10_000  # numbers in all tables of slices together


def sliced_metrics(
    connection: Connection,
    run_ids: Sequence[int],
    shown: Mapping[str, str],
    order: Sequence[str],
    *,
    asked: bool,
    most: int = MOST_CELLS,
) -> tuple[Side, int]:
    """The slices of as many metrics as fit, those first in `order` first (only those, if `asked`);
    and how many metrics with slices are left out."""
    names: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for raw, count in slice_counts(connection, run_ids).items():
        name = shown.get(raw, raw)
        if name in order or not asked:
            names.setdefault(name, []).append(raw)
            counts[name] = counts.get(name, 0) + count
    chosen = _that_fit(sorted(counts, key=lambda name: _rank(name, order)), counts, most)
    raw_names = [raw for name in chosen for raw in names[name]]
    read = results_of(connection, run_ids, sliced=True, metrics=raw_names) if raw_names else {}
    by_name = renamed(read, shown)
    return {name: by_name[name] for name in chosen}, len(counts) - len(chosen)


def _rank(name: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def _that_fit(names: Sequence[str], counts: Mapping[str, int], most: int) -> list[str]:
    """At least one."""
    chosen: list[str] = []
    left = most
    for name in names:
        left -= counts[name]
        if chosen and left < 0:
            break
        chosen.append(name)
    return chosen
