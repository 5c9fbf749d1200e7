"""Runs as JSON, as README.md describes them, into facts.

Names are those of plugins/facts.py in camel case. `metrics` is short for results over all of the
data. Times are seconds since 1970 or RFC 3339 text; JSON has no NaN, so numbers may be the texts
`NaN`, `Infinity` and `-Infinity`. A field nobody knows is an error: it is most likely misspelt.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from catalog.evaluations.texts import NOT_FINITE, shown
from descriptors.problems import Problem, pointer
from descriptors.suggest import did_you_mean
from plugins.facts import (
    ArtifactLink,
    Curve,
    DatasetUse,
    EvaluationRun,
    Examples,
    Result,
    Series,
)

Read = Callable[[Any], Any]


class Undecodable(ValueError):
    """What is wrong with a value, and the path to it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.path = message, hint, ""

    def under(self, name: str | int) -> "Undecodable":
        self.path = pointer((name,)) + self.path
        return self


def decode_runs(items: Sequence[Any]) -> tuple[dict[int, EvaluationRun], list[Problem]]:
    """The runs by their place, and a problem for each item that is none."""
    runs: dict[int, EvaluationRun] = {}
    problems: list[Problem] = []
    for place, item in enumerate(items):
        try:
            runs[place] = decode_run(item)
        except Undecodable as wrong:
            path = f"/{place}{wrong.path}"
            problems.append(Problem("evaluation/shape", wrong.message, wrong.hint, path))
    return runs, problems


def decode_run(item: Any) -> EvaluationRun:
    """Raises Undecodable."""
    fields = _object(item, _RUN, ("id", "subject"))
    metrics = fields.pop("metrics", {})
    if metrics:
        short = [Result(metric=name, value=value) for name, value in metrics.items()]
        fields["results"] = [*short, *fields.get("results", ())]
    return EvaluationRun(**fields)


def _object(value: Any, known: Mapping[str, tuple[str, Read]], required: Sequence[str]) -> Any:
    """Keyword arguments from an object; null is as if it were not there."""
    if not isinstance(value, dict):
        raise _expected("an object", value)
    fields = {}
    for name, given in value.items():
        if name not in known:
            raise Undecodable(f"there is no `{name}`", did_you_mean(name, known)).under(name)
        if given is None:
            continue
        attribute, read = known[name]
        try:
            fields[attribute] = read(given)
        except Undecodable as wrong:
            raise wrong.under(name) from None
    for name in required:
        if name not in fields:
            raise Undecodable(f"`{name}` is missing")
    return fields


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _expected("a text", value)


def _number(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _float(value)
    if isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    raise _expected("a number", value)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Undecodable("a number that is too large") from None


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise _expected("a whole number", value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _expected("true or false", value)


def _time(value: Any) -> float:
    if not isinstance(value, str):
        return _number(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        hint = "seconds since 1970, or as 2026-10-04T12:00:00Z"
        raise Undecodable(f"{value[:40]!r} is no time", hint) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _scalar(value: Any) -> str | float | int | bool:
    if isinstance(value, str | float | int):
        return value
    raise _expected("a text, a number, true or false", value)


def _scalar_text(value: Any) -> str:
    """A value of a slice, an id of an example: numbers are taken as they are written."""
    return value if isinstance(value, str) else shown(_scalar(value))


def _known_text(value: Any) -> str:
    """The same, of what may not be known: null is empty."""
    return "" if value is None else _scalar_text(value)


def _list(read: Read) -> Read:
    def read_list(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise _expected("a list", value)
        try:
            return [read(each) for each in value]
        except Undecodable:
            return [_item(read, place, each) for place, each in enumerate(value)]

    return read_list


def _item(read: Read, place: str | int, value: Any) -> Any:
    try:
        return read(value)
    except Undecodable as wrong:
        raise wrong.under(place) from None


def _mapping(read: Read) -> Read:
    def read_mapping(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _expected("an object", value)
        return {name: _item(read, name, each) for name, each in value.items()}

    return read_mapping


def _made(kind: type, known: Mapping[str, tuple[str, Read]], *required: str) -> Read:
    return lambda value: kind(**_object(value, known, required))


def _expected(what: str, value: Any) -> Undecodable:
    shown = (
        f"{value!r:.40}" if isinstance(value, str | int | float | bool) else type(value).__name__
    )
    return Undecodable(f"{what} is expected, not {shown}")


def _same(read: Read, *names: str) -> dict[str, tuple[str, Read]]:
    return {name: (name, read) for name in names}


_NUMBERS, _TEXTS = _list(_number), _list(_scalar_text)
_SLICE = _same(_mapping(_scalar_text), "slice")
_dataset = _made(DatasetUse, _same(_text, "name", "ref", "digest", "split") | _same(_whole, "rows"))
_result = _made(
    Result,
    _same(_text, "metric", "method")
    | _same(_number, "value", "low", "high", "level")
    | _same(_whole, "n")
    | _SLICE,
    "metric",
    "value",
)
_series = _made(
    Series,
    _same(_text, "metric") | _same(_list(_whole), "steps") | _same(_NUMBERS, "values", "times"),
    "metric",
    "steps",
    "values",
)
_curve = _made(
    Curve,
    _same(_text, "type", "name")
    | _same(_NUMBERS, "x", "y", "weights")
    | _same(_TEXTS, "labels")
    | _same(_list(_NUMBERS), "matrix")
    | _SLICE,
    "type",
)
_examples = _made(
    Examples,
    _same(_TEXTS, "ids", "clusters")
    | _same(_mapping(_NUMBERS), "scores")
    | _same(_mapping(_list(_known_text)), "slices"),
    "ids",
    "scores",
)
_artifact = _made(
    ArtifactLink, _same(_text, "name", "url", "type") | _same(_whole, "bytes"), "name", "url"
)
_RUN: Mapping[str, tuple[str, Read]] = {
    **_same(_text, "id", "subject", "version", "type", "name", "group", "status"),
    **_same(_text, "evaluator", "commit", "author", "url"),
    "startedAt": ("started_at", _time),
    "endedAt": ("ended_at", _time),
    "dataset": ("dataset", _dataset),
    "trainedOn": ("trained_on", _list(_dataset)),
    "params": ("params", _mapping(_scalar)),
    "tags": ("tags", _mapping(_scalar_text)),
    "metrics": ("metrics", _mapping(_number)),
    "results": ("results", _list(_result)),
    "series": ("series", _list(_series)),
    "curves": ("curves", _list(_curve)),
    "examples": ("examples", _examples),
    "artifacts": ("artifacts", _list(_artifact)),
    "continues": ("continues", _flag),
}
