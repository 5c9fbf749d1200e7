"""What is good enough: the bounds of declared Evaluations."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from catalog.browse.bodies import bodies_by_refs
from catalog.browse.selection import Selection
from catalog.comparison.figures import figures
from catalog.comparison.metric_names import spelled
from catalog.evaluations import MetricDefinitions
from catalog.evaluations.slices import InvalidSlice, parse_slice, slice_text
from catalog.store.database import Database
from catalog.store.reader import Reader
from descriptors.refs import InvalidRef, parse_ref

# What a criterion may ask of the difference to the baseline, in the better direction.
_AGAINST = {"mustImproveBy": 1, "mustNotRegressBy": -1}
ANY = "*"
# Names that say a metric was measured on what the model learnt from.
_OF_TRAINING = re.compile(r"train(?:ing)?[-_/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One metric with its bounds on one data set. `gain` is how much better than `baseline` it
    must at least be; a negative one is how much worse it may be. `slice` is "" for all of the
    data, `*` for every part of it, `country=*` for every country; `metric` a ref; `version` the
    one that is judged ("": each)."""

    evaluation: str
    metric: str
    dataset: str
    slice: str = ""
    low: float | None = None
    high: float | None = None
    gain: float | None = None
    baseline: str = ""
    version: str = ""

    @property
    def name(self) -> str:
        """The metric, as descriptors write it."""
        return self.metric.rpartition("/")[2]

    @property
    def title(self) -> str:
        """The metric, and the part of the data it is asked of."""
        return f"{self.name} of {self.slice}" if self.slice else self.name

    @property
    def words(self) -> str:
        """What is asked, as short as a column allows."""
        return ", ".join(filter(None, (self.bound_words, self.gain_words(self.baseline))))

    @property
    def bound_words(self) -> str:
        """What is asked of the value itself."""
        low = "" if self.low is None else f"at least {figures(self.low)}"
        high = "" if self.high is None else f"at most {figures(self.high)}"
        return ", ".join(filter(None, (low, high)))

    def gain_words(self, baseline: str) -> str:
        """What is asked of the difference to a baseline that is called so."""
        if self.gain is None:
            return ""
        than = f"{figures(abs(self.gain))} {'better' if self.gain >= 0 else 'worse'}"
        least = "at least" if self.gain >= 0 else "at most"
        return f"{least} {than} than {baseline or 'the baseline'}"

    def is_about(self, metric: str, dataset: str, definitions: MetricDefinitions) -> bool:
        """Whether it speaks of a metric as a run calls it, measured on this data set (a ref). Of
        `train_auc` only if it says so."""
        if dataset != self.dataset:
            return False
        if _OF_TRAINING.match(metric) and not _OF_TRAINING.match(self.name):
            return False
        found = definitions.of(metric)
        if found is not None and found.source == self.metric:
            return True
        return spelled(metric) == spelled(self.name)

    def covers(self, slice: str) -> bool:
        """Whether it speaks of a part of the data."""
        if ANY not in self.slice or not slice:
            return slice == self.slice
        return self.slice == ANY or bool(_pattern(self.slice).fullmatch(slice))


def criteria_of(db: Database, reader: Reader, evaluations: Sequence[str]) -> list[Criterion]:
    """What these Evaluations (refs) ask, as far as the reader sees them."""
    bodies = bodies_by_refs(db, reader, evaluations, Selection())
    documents = (
        (ref, orjson.loads(body)) for ref, body in zip(evaluations, bodies, strict=True) if body
    )
    return [one for ref, document in documents for one in _criteria(ref, document)]


def for_version(criteria: Iterable[Criterion], version: str) -> list[Criterion]:
    """What is asked of one version: the baseline need not be better than itself."""
    asked = (one for one in criteria if one.version in ("", version))
    of_it = (replace(one, gain=None) if one.baseline == version else one for one in asked)
    return [one for one in of_it if one.words]


def _criteria(ref: str, document: Mapping[str, Any]) -> Iterator[Criterion]:
    spec = document.get("spec") or {}
    dataset = _ref(str(spec.get("dataset", "")).partition("@")[0], "dataset")
    metrics = spec.get("metrics")
    for one in metrics if isinstance(metrics, list) else ():
        metric = _ref(one.get("metric"), "metric") if isinstance(one, dict) else ""
        asks = metric and any(name in one for name in ("min", "max", *_AGAINST))
        for slice in ("", *_slices(one)) if asks else ():
            yield Criterion(
                evaluation=ref,
                metric=metric,
                dataset=dataset,
                slice=slice,
                low=_number(one.get("min")),
                high=_number(one.get("max")),
                gain=_gain(one),
                baseline=str(spec.get("baseline") or ""),
                version=str(spec.get("subject") or "").partition("@")[2],
            )


def _slices(one: Mapping[str, Any]) -> list[str]:
    slices = one.get("slices")
    listed = [slices] if isinstance(slices, str) else slices
    return list(dict.fromkeys(map(_canonical, listed if isinstance(listed, list) else ())))


def _canonical(slice: object) -> str:
    """A slice as results name it; a condition that is none of theirs stays as it is."""
    try:
        return slice_text(parse_slice(str(slice)))
    except InvalidSlice:
        return str(slice)


def _pattern(slice: str) -> re.Pattern[str]:
    """Of slices whose values are anything where a `*` stands."""
    parts = (re.escape(part) for part in slice.split(ANY))
    return re.compile(r"(?:[^,=\[\]\"]|\"[^\"]*\")+".join(parts))


def _gain(one: Mapping[str, Any]) -> float | None:
    asked = ((sign, _number(one.get(name))) for name, sign in _AGAINST.items())
    return max((sign * value for sign, value in asked if value is not None), default=None)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _ref(text: object, default_kind: str) -> str:
    """The canonical ref that a text stands for, "" if it is none."""
    try:
        return str(parse_ref(text, default_kind=default_kind)) if isinstance(text, str) else ""
    except InvalidRef:
        return ""
