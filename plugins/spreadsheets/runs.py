"""From rows to evaluation runs: rows about one thing are one run, and what they contradict each
other in is left out of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plugins.facts import DatasetUse, EvaluationRun, Result
from plugins.spreadsheets.limits import LONGEST_NAME, MOST_RESULTS, MOST_RUNS
from plugins.spreadsheets.remarks import Remarks
from plugins.spreadsheets.rows import Found, Told

Key = tuple[str, tuple[tuple[str, str], ...]]  # of a result: metric and slice


@dataclass(slots=True)
class _Run:
    told: Told
    results: dict[Key, Found] = field(default_factory=dict)
    disputed: set[Key] = field(default_factory=set)


class Runs:
    """Collects rows. Of two numbers for one metric of one run neither counts, unless they are
    equal: nobody can tell which is meant."""

    def __init__(self, remarks: Remarks, level: float | None = None) -> None:
        self._remarks, self._level = remarks, level
        self._runs: dict[tuple[object, ...], _Run] = {}
        self._results = 0

    @property
    def is_full(self) -> bool:
        return self._results >= MOST_RESULTS or len(self._runs) >= MOST_RUNS

    def add(self, told: Told, found: list[Found]) -> None:
        if not found:
            return
        run = self._runs.setdefault(told.key, _Run(told))
        for it in found:
            self._put(run, (it.metric, tuple(sorted(told.slice.items()))), it)

    def made(self, prefix: str = "") -> Iterator[EvaluationRun]:
        """The runs in the order of their first rows; `prefix` stands before their ids."""
        for key, run in self._runs.items():
            results = [
                self._result(at, it) for at, it in run.results.items() if at not in run.disputed
            ]
            if results:
                yield _made(prefix + _id(key), run, results)

    def _put(self, run: _Run, at: Key, it: Found) -> None:
        before = run.results.get(at)
        if before is None:
            run.results[at] = it
            self._results += 1
        elif not _is_same(before, it):
            run.disputed.add(at)
            message = f"`{it.metric}` of {_whom(run.told)} is {it.value:g} here and "
            message += f"{before.value:g} in {before.address}: neither counts"
            hint = "delete one, or map the column that tells them apart (param, version, date …)"
            self._remarks.cell("twice", it.address, message, hint)

    def _result(self, at: Key, it: Found) -> Result:
        low, high = it.interval
        has_ends = low is not None or high is not None
        return Result(
            metric=it.metric,
            value=it.value,
            slice=dict(at[1]),
            n=it.n,
            low=low,
            high=high,
            level=self._level if has_ends else None,
        )


def _made(id: str, run: _Run, results: list[Result]) -> EvaluationRun:
    told = run.told
    texts = told.texts
    return EvaluationRun(
        id=id,
        subject=told.subject,
        version=told.version[:LONGEST_NAME],
        name=told.name[:LONGEST_NAME],
        started_at=told.date,
        dataset=_dataset(texts),
        evaluator=texts.get("evaluator", ""),
        commit=texts.get("commit", ""),
        author=texts.get("author", ""),
        url=_web(texts.get("url", "")),
        params=told.params,
        tags=_tags(run),
        results=results,
    )


def _dataset(texts: Mapping[str, str]) -> DatasetUse | None:
    name, split = texts.get("dataset", ""), texts.get("split", "")
    if not name and not split:
        return None
    is_ref = name.lower().startswith("dataset:")
    return DatasetUse(name="" if is_ref else name, ref=name if is_ref else "", split=split)


def _tags(run: _Run) -> dict[str, str]:
    units = {
        f"unit of {it.metric}": it.unit for it in run.results.values() if it.unit not in ("", "%")
    }
    return {**run.told.notes, **units}


def _web(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else ""


def _is_same(one: Found, other: Found) -> bool:
    both_nan = one.value != one.value and other.value != other.value
    same = both_nan or one.value == other.value
    return same and one.n == other.n and one.interval == other.interval


def _whom(told: Told) -> str:
    version = f"@{told.version}" if told.version else ""
    return f"{told.subject}{version}"


def _id(key: tuple[object, ...]) -> str:
    """Equal for equal rows, in whatever order they stand."""
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:24]
