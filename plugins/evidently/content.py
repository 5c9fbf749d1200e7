"""What is found in a report: the same for all releases of Evidently."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.api import Curve, Result

DEEPEST = 8
MOST_RESULTS = 20_000  # of one report
LONGEST = 1000  # characters of a text that is attached


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDrift:
    """Whether a column is distributed otherwise than in the reference data. `drifted` is None
    where neither the report nor the method says it."""

    column: str
    method: str = ""
    score: float | None = None
    threshold: float | None = None
    drifted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A test of a report; `status` is passed, failed, or in Evidently's words what else it is."""

    name: str
    status: str
    description: str = ""
    is_critical: bool = True


@dataclass
class Found:
    """All that a report holds. `reference` are results on the data that others are compared with;
    `share` and `threshold` are those of columns that drifted. `unread` are metrics without any
    number that is read."""

    version: str = ""
    made_at: float | None = None
    rows: int | None = None
    results: list[Result] = field(default_factory=list)
    reference: list[Result] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    reference_curves: list[Curve] = field(default_factory=list)
    columns: dict[str, ColumnDrift] = field(default_factory=dict)
    share: float | None = None
    threshold: float | None = None
    tests: list[Tested] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(
        self,
        metric: str,
        value: Any,
        slice: Mapping[str, str] | None = None,
        *,
        n: int | None = None,
        of_reference: bool = False,
    ) -> bool:
        """Whether the value is a number, and was added."""
        number = as_number(value)
        if number is None:
            return False
        results = self.reference if of_reference else self.results
        if len(results) < MOST_RESULTS:
            results.append(Result(metric=metric, value=number, slice=slice or {}, n=n))
        return True


def numbers(value: Any, prefix: str = "", depth: int = DEEPEST) -> Iterator[tuple[str, float]]:
    """Each number in nested mappings by its path, `a/b`. Lists are samples to be drawn."""
    if isinstance(value, dict) and depth:
        for key, each in value.items():
            yield from numbers(each, f"{prefix}/{key}" if prefix else str(key), depth - 1)
    elif prefix and (number := as_number(value)) is not None:
        yield prefix, number


def as_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def finite(value: Any) -> float | None:
    """A number that can be attached: JSON has no NaN."""
    number = as_number(value)
    return number if number is not None and math.isfinite(number) else None


def count(value: Any) -> int | None:
    number = finite(value)
    return int(number) if number is not None and 0 <= number < 2**53 else None


def text(value: Any) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""
