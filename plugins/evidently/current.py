"""Reports of Evidently 0.6 and later: `metrics` with a config and a value, and `tests` of them."""

import re
from collections.abc import Mapping
from typing import Any

from plugins.contents import listed, mapping
from plugins.evidently.content import (
    ColumnDrift,
    Found,
    Tested,
    count,
    finite,
    numbers,
    text,
)
from plugins.evidently.drift import drift_name, is_drift
from plugins.evidently.names import LABEL, metric_name, snake

VALUE_DRIFT, DRIFTED_COLUMNS, ROWS = "ValueDrift", "DriftedColumnsCount", "RowCount"
STATUSES = {"SUCCESS": "passed", "FAIL": "failed"}
MOST_VALUES = 50  # of a column, each with its count
_NAMED = re.compile(r"([A-Za-z0-9_]+)\((.*)\)", re.DOTALL)
_ARGUMENT = re.compile(r"(?:^|,)([a-z_]+)=((?:(?!,[a-z_]+=).)*)", re.DOTALL)


def is_current(report: Mapping[str, Any]) -> bool:
    metrics = listed(report.get("metrics"))
    return any(
        isinstance(it, dict) and ("metric_name" in it or "metric_id" in it) for it in metrics
    )


def read_current(report: Mapping[str, Any]) -> Found:
    found = Found()
    tests = [it for it in listed(report.get("tests")) if isinstance(it, dict)]
    drifted = {
        _metric_of(it): it.get("status") == "FAIL" for it in tests if it.get("id") == "drift"
    }
    for metric in listed(report.get("metrics")):
        if isinstance(metric, dict) and metric:
            _add(found, metric, drifted)
    found.tests += [_test(it) for it in tests]
    return found


def _add(found: Found, metric: Mapping[str, Any], drifted: Mapping[str, bool]) -> None:
    kind, config = _kind(metric)
    value, column = metric.get("value"), config.get("column")
    slice = {"column": column} if isinstance(column, str) else {}
    if kind == VALUE_DRIFT:
        _add_drift(found, config, value, slice, drifted.get(text(metric.get("id"))))
        return
    if kind == DRIFTED_COLUMNS:
        found.share = finite(mapping(value).get("share"))
        found.threshold = finite(config.get("drift_share"))
    if kind == ROWS:
        found.rows = count(value)
    if not _add_value(found, kind, metric_name(kind, config), value, slice):
        found.unread.append(kind)


def _add_value(found: Found, kind: str, name: str, value: Any, slice: Mapping[str, str]) -> bool:
    """Whether there is a number in it."""
    parts = mapping(value)
    if set(parts) == {"count", "share"}:
        added = [found.add(_ends(name, part), parts[part], slice) for part in ("count", "share")]
    elif set(parts) == {"counts", "shares"}:
        return _add_counts(found, name, parts, slice)
    elif set(parts) == {"mean", "std"}:
        added = [
            found.add(name, parts["mean"], slice),
            found.add(f"{name}/std", parts["std"], slice),
        ]
    elif snake(kind).endswith(LABEL):
        added = [found.add(name, it, {**slice, "label": str(key)}) for key, it in parts.items()]
    elif parts:
        added = [found.add(f"{name}/{key}", it, slice) for key, it in numbers(parts)]
    else:
        added = [found.add(name, value, slice)]
    return any(added)


def _add_counts(
    found: Found, name: str, parts: Mapping[str, Any], slice: Mapping[str, str]
) -> bool:
    """How often each value of a column is there; the most frequent ones."""
    counts, shares = mapping(parts["counts"]), mapping(parts["shares"])
    often = sorted(counts, key=lambda it: finite(counts[it]) or 0.0, reverse=True)
    for key in often[:MOST_VALUES]:
        at = {**slice, "value": str(key)}
        found.add(_ends(name, "count"), counts[key], at)
        found.add(_ends(name, "share"), shares.get(key), at)
    return bool(often)


def _ends(name: str, part: str) -> str:
    """`missing_value_count` and `missing_value_share` of one metric."""
    base, comma, rest = name.partition(",")
    return f"{base.removesuffix('_count')}_{part}{comma}{rest}"


def _add_drift(
    found: Found,
    config: Mapping[str, Any],
    value: Any,
    slice: Mapping[str, str],
    told: bool | None,
) -> None:
    column, method = slice.get("column", ""), text(config.get("method"))
    if not found.add(drift_name(method), value, slice):
        found.unread.append(VALUE_DRIFT)
    score, threshold = finite(value), finite(config.get("threshold"))
    found.columns[column] = ColumnDrift(
        column=column[:200],
        method=method[:200],
        score=score,
        threshold=threshold,
        drifted=is_drift(method, score, threshold) if told is None else told,
    )


def _kind(metric: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The class of a metric with its config; the first releases had both in a text only, such as
    `ValueDrift(column=age,method=psi)`."""
    config = mapping(metric.get("config"))
    kind = text(config.get("type")).rpartition(":")[2]
    if kind:
        return kind, config
    named = text(metric.get("metric_name")) or text(metric.get("metric_id"))
    whole = _NAMED.fullmatch(named)
    if whole is None:
        return named, {}
    return whole[1], {key: _value(each) for key, each in _ARGUMENT.findall(whole[2])}


def _value(said: str) -> Any:
    if said in ("True", "False", "None"):
        return {"True": True, "False": False}.get(said)
    try:
        return int(said) if said.lstrip("-").isdigit() else float(said)
    except ValueError:
        return said.strip("'\"")


def _metric_of(test: Mapping[str, Any]) -> str:
    return text(mapping(test.get("metric_config")).get("metric_id"))


def _test(test: Mapping[str, Any]) -> Tested:
    status = text(test.get("status"))
    config = mapping(test.get("test_config")) or mapping(
        mapping(test.get("bound_test")).get("test")
    )
    return Tested(
        name=text(test.get("name")),
        status=STATUSES.get(status, status.lower()),
        description=text(test.get("description")),
        is_critical=config.get("is_critical") is not False,
    )
