"""A run that is reported bit by bit: what is kept of it with what is added."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalog.evaluations.interning import NO_DATA
from catalog.evaluations.keyed import KeyedRun
from catalog.evaluations.points import joined, thinned

_WORDS = ("version", "name", "group", "started_at", "ended_at", "url")


def added(stored: KeyedRun, more: KeyedRun) -> KeyedRun:
    """Results are replaced by metric and slice, params and tags by name, curves by what they are
    of, points of series by step; the rest by what is said anew."""
    series, notes = dict(stored.series), dict(stored.notes)
    for number, points in more.series.items():
        series[number], note = thinned(joined(series.get(number, ()), points))
        notes[number] = note or notes.get(number, "")
    return replace(
        more,
        **{word: getattr(more, word) or getattr(stored, word) for word in _WORDS},
        data=stored.data if more.data == NO_DATA else more.data,
        results={**stored.results, **more.results},
        params={**stored.params, **more.params},
        series=series,
        notes=notes,
        details=_details(stored.details, more.details),
        curves=_by(("type", "name", "slice"), stored.curves, more.curves),
        examples=more.examples or stored.examples,
        example_count=more.example_count or stored.example_count,
    )


def _details(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: after[name] or before[name] for name in after},
        "params": {**before["params"], **after["params"]},
        "tags": {**before["tags"], **after["tags"]},
        "artifacts": _by(("name",), before["artifacts"], after["artifacts"]),
    }


def _by(
    names: tuple[str, ...], before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Those of before whose names are not said again, then all that is said now: told once more,
    it is the same, even where two have one name."""
    again = {tuple(one[name] for name in names) for one in after}
    kept = [one for one in before if tuple(one[name] for name in names) not in again]
    return [*kept, *after]
