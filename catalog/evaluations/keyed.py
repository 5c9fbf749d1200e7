"""A run with numbers in place of names: what is compared, put together and written."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from catalog.evaluations.interning import (
    NO_DATA,
    Data,
    dataset_key,
    dataset_numbers,
    name_numbers,
    slice_numbers,
    subject_numbers,
)
from catalog.evaluations.points import Point, thinned
from catalog.evaluations.prepare import PreparedRun
from catalog.evaluations.results import Measured
from catalog.evaluations.texts import filterable
from catalog.store.fact_tables import PARAM, TAG

Results = dict[tuple[int, int], Measured]  # by metric and slice
Params = dict[tuple[int, int], tuple[float | None, str]]  # by place and name
_SAME = (
    *("uid", "version", "type", "status", "name", "group", "started_at", "ended_at", "url"),
    *("details", "curves", "examples", "example_count"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRun:
    """`notes` are about its series, `details` and `curves` JSON."""

    uid: str
    subject_id: int
    version: str
    type: str
    status: str
    name: str
    group: str
    started_at: float | None
    ended_at: float | None
    data: Data
    url: str
    results: Results
    params: Params
    series: Mapping[int, list[Point]]
    notes: Mapping[int, str]
    details: Mapping[str, Any]
    curves: Sequence[Mapping[str, Any]]
    examples: bytes
    example_count: int

    def digest(self) -> str:
        """Of the content, whatever order it was reported in."""
        head = (self.subject_id, self.version, self.type, self.status, self.name, self.group)
        times = (self.started_at, self.ended_at, self.data[0], self.url)
        results = [(*key, *self.results[key]) for key in sorted(self.results)]
        content = (head, times, results, self.details, self.curves)
        text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        digest = hashlib.sha1(text, usedforsecurity=False)
        for number in sorted(self.series):
            digest.update(repr((number, self.series[number])).encode())
        digest.update(self.examples)
        return digest.hexdigest()


def keyed(connection: Connection, runs: Sequence[PreparedRun]) -> list[KeyedRun]:
    """The runs with numbers, which names they have not had before are given."""
    subjects = subject_numbers(connection, {run.subject for run in runs})
    names = name_numbers(connection, _names(runs))
    slices = slice_numbers(connection, {slice for run in runs for _, slice in run.results})
    data = dataset_numbers(connection, [run.dataset for run in runs if run.dataset])
    return [_keyed(run, subjects, names, slices, data) for run in runs]


def _keyed(
    run: PreparedRun,
    subjects: Mapping[str, int],
    names: Mapping[str, int],
    slices: Mapping[str, int],
    data: Mapping[str, Data],
) -> KeyedRun:
    thin = {names[metric]: thinned(points) for metric, points in run.series.items()}
    places = ((PARAM, run.details["params"]), (TAG, run.details["tags"]))
    return KeyedRun(
        **{word: getattr(run, word) for word in _SAME},
        subject_id=subjects[run.subject],
        data=data[dataset_key(run.dataset)] if run.dataset else NO_DATA,
        results={
            (names[metric], slices[slice]): one for (metric, slice), one in run.results.items()
        },
        params={
            (place, names[name]): filterable(value)
            for place, values in places
            for name, value in values.items()
        },
        series={number: points for number, (points, _) in thin.items()},
        notes={number: note for number, (_, note) in thin.items()},
    )


def _names(runs: Sequence[PreparedRun]) -> set[str]:
    names: set[str] = set()
    for run in runs:
        names.update(metric for metric, _ in run.results)
        names.update(run.series, run.details["params"], run.details["tags"])
    return names
