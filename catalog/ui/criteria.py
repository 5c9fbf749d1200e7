"""What is good enough: the bounds of declared Evaluations, and whether a value keeps them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from catalog.browse.bodies import bodies_by_refs
from catalog.browse.selection import Selection
from catalog.evaluations import MetricDefinitions
from catalog.evaluations.slices import InvalidSlice, parse_slice, slice_text
from catalog.ui.addresses import as_ref
from catalog.ui.charts.axis import figures
from catalog.ui.parts import PageParts

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
# What a criterion may ask of the difference to the baseline, in the better direction.
_AGAINST = {"mustImproveBy": 1, "mustNotRegressBy": -1}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One metric with its bounds on one data set. `gain` is how much better than `baseline` it
    must at least be; a negative one is how much worse it may be. `slice` is "" for all of the
    data; `metric` a ref."""

    evaluation: str
    metric: str
    dataset: str
    slice: str = ""
    low: float | None = None
    high: float | None = None
    gain: float | None = None
    baseline: str = ""

    @property
    def title(self) -> str:
        """The metric, and the part of the data it is asked of."""
        name = self.metric.rpartition("/")[2]
        return f"{name} of {self.slice}" if self.slice else name

    @property
    def words(self) -> str:
        """What is asked, as short as a column allows."""
        parts = []
        if self.low is not None:
            parts.append(f"at least {figures(self.low)}")
        if self.high is not None:
            parts.append(f"at most {figures(self.high)}")
        if self.gain is not None:
            than = f"{figures(abs(self.gain))} {'better' if self.gain >= 0 else 'worse'}"
            least = "at least" if self.gain >= 0 else "at most"
            parts.append(f"{least} {than} than {self.baseline or 'the baseline'}")
        return ", ".join(parts)

    def is_about(self, metric: str, dataset: str, definitions: MetricDefinitions) -> bool:
        """Whether it speaks of a metric as a run calls it, measured on this data set (a ref)."""
        if dataset != self.dataset:
            return False
        found = definitions.of(metric)
        if found is not None and found.source == self.metric:
            return True
        return _spelled(metric) == _spelled(self.metric.rpartition("/")[2])


def criteria_of(parts: PageParts, evaluations: Sequence[str]) -> list[Criterion]:
    """What these Evaluations (refs) ask, as far as the reader sees them."""
    bodies = bodies_by_refs(parts.database, parts.reader(), evaluations, Selection())
    documents = (
        (ref, orjson.loads(body)) for ref, body in zip(evaluations, bodies, strict=True) if body
    )
    return [one for ref, document in documents for one in _criteria(ref, document)]


def for_version(criteria: Iterable[Criterion], version: str) -> list[Criterion]:
    """What is asked of one version: the baseline need not be better than itself."""
    of_it = (replace(one, gain=None) if one.baseline == version else one for one in criteria)
    return [one for one in of_it if one.words]


def verdict(
    criterion: Criterion, value: float | None, direction: str, baseline: float | None
) -> str:
    """Whether a value is good enough; unknown where what that depends on is."""
    if value is None or value != value:
        return UNKNOWN
    low, high = criterion.low, criterion.high
    if (low is not None and value < low) or (high is not None and value > high):
        return FAILED
    if criterion.gain is None:
        return PASSED
    gained = gain(value, baseline, direction)
    if gained is None:
        return UNKNOWN
    return PASSED if gained >= criterion.gain else FAILED


def gain(value: float, other: float | None, direction: str) -> float | None:
    """How much better a value is than another; None where that can't be said."""
    if other is None or direction not in ("higher", "lower"):
        return None
    return value - other if direction == "higher" else other - value


def joined_verdict(verdicts: Iterable[str]) -> str:
    """Of several: failed if any is, then unknown, then passed; "" of none."""
    found = set(verdicts)
    return next((one for one in (FAILED, UNKNOWN, PASSED) if one in found), "")


def _criteria(ref: str, document: Mapping[str, Any]) -> Iterator[Criterion]:
    spec = document.get("spec") or {}
    dataset = as_ref(str(spec.get("dataset", "")).partition("@")[0], "dataset")
    baseline = str(spec.get("baseline") or "")
    metrics = spec.get("metrics")
    for one in metrics if isinstance(metrics, list) else ():
        metric = as_ref(one.get("metric"), "metric") if isinstance(one, dict) else ""
        asks = metric and any(name in one for name in ("min", "max", *_AGAINST))
        for slice in ("", *(one.get("slices") or ())) if asks else ():
            yield Criterion(
                evaluation=ref,
                metric=metric,
                dataset=dataset,
                slice=_canonical(slice),
                low=_number(one.get("min")),
                high=_number(one.get("max")),
                gain=_gain(one),
                baseline=baseline,
            )


def _canonical(slice: object) -> str:
    """A slice as results name it; a condition that is none of theirs stays as it is."""
    try:
        return slice_text(parse_slice(str(slice)))
    except InvalidSlice:
        return str(slice)


def _gain(one: Mapping[str, Any]) -> float | None:
    asked = ((sign, _number(one.get(name))) for name, sign in _AGAINST.items())
    return max((sign * value for sign, value in asked if value is not None), default=None)


def _number(value: object) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]


def _spelled(name: str) -> str:
    """Metrics of descriptors can hold neither `_` nor `@`: `recall_at_10` is `recall-at-10`."""
    return name.lower().replace("@", "-at-").replace("_", "-")
