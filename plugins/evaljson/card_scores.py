"""What the JSON of a Model Card Toolkit says was measured: values, slices and intervals.

Format: github.com/tensorflow/model-card-toolkit, `quantitative_analysis.performance_metrics` of
schemas 0.0.1, where values are numbers, and 0.0.2, where they are texts.
"""

import math
from collections.abc import Mapping, Sequence

from plugins.api import Result, Value
from plugins.contents import mapping
from plugins.evaljson.contents import is_number, text

_OVERALL = ("", "overall")
METHOD = "as the model card says, at a level it does not name"


def results(card: Mapping[str, Value]) -> list[Result]:
    """The metrics that have a name and a number."""
    made = [_result(it, is_one=len(thresholds(card)) < 2) for it in _metrics(card)]
    return [it for it in made if it is not None]


def thresholds(card: Mapping[str, Value]) -> Sequence[str]:
    """All decision thresholds that metrics were computed at."""
    return list(dict.fromkeys(filter(None, (text(it.get("threshold")) for it in _metrics(card)))))


def is_card(card: Mapping[str, Value]) -> bool:
    return isinstance(card.get("model_details"), dict)


def version(card: Mapping[str, Value]) -> str:
    return text(mapping(mapping(card.get("model_details")).get("version")).get("name"))


def _metrics(card: Mapping[str, Value]) -> Sequence[Mapping[str, Value]]:
    listed = mapping(card.get("quantitative_analysis")).get("performance_metrics")
    return [mapping(it) for it in listed] if isinstance(listed, list) else ()


def _result(it: Mapping[str, Value], *, is_one: bool) -> Result | None:
    name, value = text(it.get("type")), _number(it.get("value"))
    if not name or value is None:
        return None
    part, threshold = text(it.get("slice")), text(it.get("threshold"))
    bounds = mapping(it.get("confidence_interval"))
    low, high = _number(bounds.get("lower_bound")), _number(bounds.get("upper_bound"))
    known = low is not None and high is not None and low <= value <= high
    return Result(
        metric=name if is_one or not threshold else f"{name}@{threshold}",
        value=value,
        slice={} if part.lower() in _OVERALL else {"slice": part},
        low=low if known else None,
        high=high if known else None,
        method=METHOD if known else "",
    )


def _number(value: Value) -> float | None:
    if is_number(value):
        return float(value)
    try:
        found = float(value) if isinstance(value, str) and len(value) < 40 else math.nan
    except ValueError:
        return None
    return None if math.isnan(found) else found
