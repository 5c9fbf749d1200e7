"""`eval_config.json`: what was to be measured, of which models, and what is good enough."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.contents import Unreadable, listed, mapping, read_json

UNKNOWN = re.compile(r"\s*<.*>\s*")  # `<unknown>`, `<user provided PCollection>`
BASELINE = "baseline"  # how TFX's Evaluator names the model that the other is compared with
METHODS = {
    **dict.fromkeys(("POISSON_BOOTSTRAP", 1), "Poisson bootstrap"),
    **dict.fromkeys(("JACKKNIFE", 2), "jackknife"),
}
MOST_PARAMS = 1000
KEYS = ("model_type", "signature_name", "label_key", "prediction_key", "example_weight_key")
Param = str | float | int | bool


@dataclass(frozen=True, slots=True)
class Config:
    """`models` are names, `baselines` those of them that others are compared with."""

    version: str = ""
    models: Sequence[str] = ()
    baselines: Sequence[str] = (BASELINE,)
    method: str = ""
    data: str = ""
    locations: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def candidates(self) -> list[str]:
        return [name for name in self.models if name not in self.baselines]


def read_config(data: bytes) -> Config:
    """Raises Unreadable."""
    found = read_json(data)
    if not isinstance(found, dict):
        raise Unreadable("holds no mapping")
    config = mapping(_of(found, "eval_config"))
    specs = [it for it in listed(_of(config, "model_specs")) if isinstance(it, dict)]
    options = mapping(_of(config, "options"))
    method = _of(_of(options, "confidence_intervals"), "method")
    baselines = [_text(_of(it, "name")) for it in specs if _of(it, "is_baseline") is True]
    return Config(
        version=_text(_of(found, "version")),
        models=[_text(_of(it, "name")) for it in specs],
        baselines=baselines or [BASELINE],
        method=METHODS.get(method, "") if isinstance(method, (str, int)) else "",
        data=_known(_of(found, "data_location")),
        locations={
            name: location
            for name, each in mapping(_of(found, "model_locations")).items()
            if (location := _known(each))
        },
        params=dict(list(_params(config, specs, options))[:MOST_PARAMS]),
    )


def _params(
    config: Mapping[str, Any], specs: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> Iterator[tuple[str, Param]]:
    for spec in specs:
        before = f"{_text(spec.get('name'))}." if len(specs) > 1 else ""
        for key in KEYS:
            if value := _text(_of(spec, key)):
                yield f"{before}{key}", value
    slices = [_slicing(it) for it in listed(_of(config, "slicing_specs"))]
    if slices:
        yield "slices", "; ".join(dict.fromkeys(slices))
    if isinstance(_of(options, "min_slice_size"), int):
        yield "min_slice_size", _of(options, "min_slice_size")
    for spec in listed(_of(config, "metrics_specs")):
        yield from _thresholds(mapping(spec))


def _thresholds(spec: Mapping[str, Any]) -> Iterator[tuple[str, Param]]:
    named = [(_metric(each), each) for each in map(mapping, listed(_of(spec, "metrics")))]
    for name, each in named:
        yield from _threshold(f"threshold.{name}", _of(each, "threshold"))
        for by_slice in map(mapping, listed(_of(each, "per_slice_thresholds"))):
            yield from _by_slice(name, by_slice)
    for name, threshold in mapping(_of(spec, "thresholds")).items():
        yield from _threshold(f"threshold.{name}", threshold)
    for name, of_slices in mapping(_of(spec, "per_slice_thresholds")).items():
        for by_slice in map(mapping, listed(mapping(of_slices).get("thresholds"))):
            yield from _by_slice(name, by_slice)


def _by_slice(name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Param]]:
    for spec in listed(_of(given, "slicing_specs")):
        yield from _threshold(f"threshold.{name}[{_slicing(spec)}]", _of(given, "threshold"))


def _threshold(before: str, given: Any) -> Iterator[tuple[str, Param]]:
    threshold = mapping(given)
    value = mapping(_of(threshold, "value_threshold"))
    change = mapping(_of(threshold, "change_threshold"))
    for key in ("lower_bound", "upper_bound"):
        if (bound := _of(value, key)) is not None:
            yield f"{before}.{key}", _param(bound)
    for key in ("absolute", "relative", "direction"):
        if (bound := _of(change, key)) is not None:
            yield f"{before}.change.{key}", _param(bound)


def _metric(given: Mapping[str, Any]) -> str:
    """The name that the metric's own config gives it, else that of its class."""
    try:
        named = mapping(read_json(_text(_of(given, "config")).encode() or b"{}")).get("name")
    except Unreadable:
        named = None
    return _text(named) or _text(_of(given, "class_name"))


def _slicing(given: Any) -> str:
    spec = mapping(given)
    parts = [f"each {_text(key)}" for key in listed(_of(spec, "feature_keys"))]
    parts += [f"{key}={_text(it)}" for key, it in mapping(_of(spec, "feature_values")).items()]
    sql = _text(_of(spec, "slice_keys_sql"))
    return ", ".join([*parts, sql] if sql else parts) or "overall"


def _of(given: Any, name: str) -> Any:
    """A field, which protobuf's JSON writes in camel case (`evalConfig`), and reads in both."""
    fields = mapping(given)
    first, *others = name.split("_")
    camel = first + "".join(word.capitalize() for word in others)
    return fields[camel] if camel in fields else fields.get(name)


def _param(value: Any) -> Param:
    return value if isinstance(value, (int, float, str)) else json.dumps(value)[:200]


def _known(value: Any) -> str:
    text = _text(value)
    return "" if UNKNOWN.fullmatch(text) else text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
