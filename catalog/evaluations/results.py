"""Results as rows: narrow, with nothing a database would change."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalog.evaluations.limits import LONGEST_NAME, MOST_RESULTS
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.slices import LONGEST_SLICE, slice_text
from catalog.evaluations.texts import clean
from catalog.store.fact_tables import MINUS_INFINITY, NAN, PLUS_INFINITY
from plugins.facts import Result


class Measured(NamedTuple):
    """A result without its key; `value` is None where `special` says that it is not finite."""

    value: float | None
    special: int = 0
    n: int | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""


MeasuredBy = dict[tuple[str, str], Measured]  # by metric and text of the slice
_LARGEST_N = 2**63 - 1
_SPECIAL = {PLUS_INFINITY: math.inf, MINUS_INFINITY: -math.inf, NAN: math.nan}


def measured(results: Sequence[Result], remarks: Remarks) -> MeasuredBy:
    """By metric and slice; what is wrong with one is told and left out."""
    kept: MeasuredBy = {}
    for place, result in enumerate(results):
        key = _key(result, remarks, place)
        if key is None:
            continue
        if key in kept:
            remarks.warn("twice", f"`{result.metric}` is there twice; the last counts", _at(place))
        elif len(kept) >= MOST_RESULTS:
            remarks.warn("too-many", f"of {len(results)} results {MOST_RESULTS} were kept")
            break
        kept[key] = _one(result, remarks, place)
    return kept


def as_value(value: float | None, special: int) -> float:
    """The number that was reported, from what is stored of it."""
    return _SPECIAL[special] if value is None else value


def _one(result: Result, remarks: Remarks, place: int) -> Measured:
    value = result.value
    finite = math.isfinite(value)
    if result.n is None and result.low is None and result.high is None and finite:
        return Measured(float(value))
    low, high, level = _interval(result, remarks, place)
    return Measured(
        float(value) if finite else None,
        0 if finite else _special(value),
        _count(result.n, remarks, place),
        low,
        high,
        level,
        clean(result.method)[:63] if low is not None or high is not None else "",
    )


def _special(value: float) -> int:
    if math.isnan(value):
        return NAN
    return PLUS_INFINITY if value > 0 else MINUS_INFINITY


def _count(n: int | None, remarks: Remarks, place: int) -> int | None:
    if n is None or 0 <= n <= _LARGEST_N:
        return n
    remarks.warn("n", f"{n} is no number of examples and was left out", f"{_at(place)}/n")
    return None


def _interval(
    result: Result, remarks: Remarks, place: int
) -> tuple[float | None, float | None, float | None]:
    """Low, high and level; a bound that is not finite is none."""
    low, high = (
        bound if bound is None or math.isfinite(bound) else None
        for bound in (result.low, result.high)
    )
    level = result.level
    if low is not None and high is not None and low > high:
        text = f"the interval from {low} to {high} was left out"
        remarks.warn("interval", text, f"{_at(place)}/low", "`low` is not greater than `high`")
        return None, None, None
    if level is not None and not 0 < level < 1:
        text = f"a level of {level} is no share, and the interval was left out"
        remarks.warn("level", text, f"{_at(place)}/level", "95 % is 0.95")
        return None, None, None
    return low, high, level if low is not None or high is not None else None


def _key(result: Result, remarks: Remarks, place: int) -> tuple[str, str] | None:
    metric, slice = clean(result.metric), _slice(result.slice) if result.slice else ""
    if not metric or len(metric) > LONGEST_NAME:
        text = f"a metric's name of {len(metric)} characters; the result was left out"
        remarks.warn("metric", text, f"{_at(place)}/metric", f"1 to {LONGEST_NAME} characters")
        return None
    if len(slice) > LONGEST_SLICE:
        text = f"a slice of {len(slice)} characters; the result was left out"
        remarks.warn("slice", text, f"{_at(place)}/slice", f"at most {LONGEST_SLICE} characters")
        return None
    return metric, slice


def _slice(pairs: Mapping[str, str]) -> str:
    return slice_text({clean(str(name)): clean(str(value)) for name, value in pairs.items()})


def _at(place: int) -> str:
    return f"/results/{place}"
