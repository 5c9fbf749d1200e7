"""Curves laid over each other: those of one type and name, over the same part of the data."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.comparison.views import Curves, Subject, SubjectCurve

MOST = 40


def curves(
    by_run: Mapping[int, Sequence[Mapping[str, Any]]], subjects: Sequence[Subject]
) -> tuple[tuple[Curves, ...], int]:
    """Those that most subjects have first, over all of the data before parts of it; and how many
    more there are."""
    alike: dict[tuple[str, str, str], list[SubjectCurve]] = {}
    for place, one in enumerate(subjects):
        for curve in by_run.get(one.run.id, ()) if one.run else ():
            key = (str(curve["type"]), str(curve.get("name") or ""), str(curve.get("slice") or ""))
            alike.setdefault(key, []).append(SubjectCurve(place, curve))
    order = sorted(alike, key=lambda key: (key[2] != "", -len(alike[key]), key))
    kept = tuple(Curves(*key, tuple(alike[key])) for key in order[:MOST])
    return kept, len(order) - len(kept)
