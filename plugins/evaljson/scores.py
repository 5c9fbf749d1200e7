"""Metrics of one task as lm-evaluation-harness writes them: `acc,none` beside `acc_stderr,none`.

The name after the comma is the filter that answers went through; `none` is left out, as older
releases did. A standard error becomes an interval of ±1.96 of it: 95 %, if means of that many
examples are distributed normally.
"""

import math
from collections.abc import Iterator, Mapping

from plugins.api import Result, Value
from plugins.contents import storable
from plugins.evaljson.contents import is_number, whole

LEVEL, DEVIATES = 0.95, 1.959963984540054  # the 97.5 % quantile of the normal distribution
METHOD = "normal approximation from the standard error"
_STDERR = "_stderr"
# What stands among the metrics and is none. `sample_len` is the number of examples.
_COUNT = "sample_len"
_NO_METRICS = (_COUNT, "alias", "name", "fixed_answer_choice_list", "samples")


def results(found: Mapping[str, Value], count: int | None) -> Iterator[Result]:
    """A result for each number, but for standard errors, which bound the others."""
    number = count if count is not None else whole(found.get(_COUNT))
    for name, value in found.items():
        metric, _, answer_filter = name.partition(",")
        if is_number(value) and metric not in _NO_METRICS and not metric.endswith(_STDERR):
            error = found.get(f"{metric}{_STDERR},{answer_filter}".removesuffix(","))
            yield _result(shown(name), float(value), error, number)


def shown(name: str) -> str:
    """A metric's name without the filter that does nothing."""
    return storable(name.strip().removesuffix(",none"))


def _result(metric: str, value: float, error: Value, count: int | None) -> Result:
    known = is_number(error) and math.isfinite(error) and error >= 0 and math.isfinite(value)
    if not known:
        return Result(metric=metric, value=value, n=count)
    half = DEVIATES * float(error)
    return Result(
        metric=metric,
        value=value,
        n=count,
        low=value - half,
        high=value + half,
        level=LEVEL,
        method=METHOD,
    )
