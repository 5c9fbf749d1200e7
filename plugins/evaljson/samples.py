"""Scores of single examples: `samples_<task>_<time>.jsonl` beside `results_<time>.json`.

Only scores are read, never what was asked or answered.
"""

import json
import math
import posixpath
from collections.abc import Iterable, Iterator, Mapping

from plugins.api import Examples, Value
from plugins.contents import mapping
from plugins.evaljson.contents import is_number, text
from plugins.evaljson.scores import shown

MOST_EXAMPLES = 200_000
_RESULTS, _SAMPLES = "results_", "samples_"
# What a line holds beside scores, in releases that don't list their `metrics`.
_NO_SCORES = ("doc_id", "doc_hash", "prompt_hash", "target_hash", "target")


def samples_pattern(path: str) -> str:
    """The files with the examples of a file of results; empty where its name has no time in it."""
    folder, name = posixpath.split(path)
    moment = name.removeprefix(_RESULTS).removesuffix(".json")
    if not name.startswith(_RESULTS) or not moment or "*" in moment:
        return ""
    return posixpath.join(folder, f"{_SAMPLES}*_{moment}.jsonl")


def samples_of(path: str, task: str) -> str:
    """The file with the examples of one task."""
    return samples_pattern(path).replace("*", task, 1)


def read_samples(data: bytes) -> tuple[Examples | None, int]:
    """The scores in a file, and how many of its lines can't be read."""
    rows, wrong = _rows(data)
    key = "doc_hash" if _has_hashes(rows) else "doc_id"
    known = [(text(row.get(key)), row) for row in rows]
    # In the order of the file, which has one line for each filter of an example.
    places = {name: at for at, name in enumerate(dict.fromkeys(name for name, _ in known if name))}
    scores: dict[str, list[float]] = {}
    for name, row in known:
        for metric, value in _scores(row) if name else ():
            column = scores.setdefault(metric, [math.nan] * len(places))
            column[places[name]] = value
    return (Examples(ids=list(places), scores=scores) if scores else None), wrong


def _rows(data: bytes) -> tuple[list[Mapping[str, Value]], int]:
    rows, wrong = [], 0
    for line in data.splitlines()[:MOST_EXAMPLES]:
        try:
            row = mapping(json.loads(line)) if line.strip() else None
        except (ValueError, RecursionError):
            row = {}
        if row:
            rows.append(row)
        elif row is not None:
            wrong += 1
    return rows, wrong


def _has_hashes(rows: Iterable[Mapping[str, Value]]) -> bool:
    """Whether hashes tell examples apart as well as their numbers do: two models are then
    compared by what they were asked, also if the order of the examples changed."""
    pairs = {(text(row.get("doc_hash")), text(row.get("doc_id"))) for row in rows}
    hashes = {digest for digest, _ in pairs}
    return bool(pairs) and "" not in hashes and len(hashes) == len(pairs)


def _scores(row: Mapping[str, Value]) -> Iterator[tuple[str, float]]:
    """Numbers only: what is aggregated from pairs or lists is no score of one example."""
    listed = row.get("metrics")
    names = listed if isinstance(listed, list) else [it for it in row if it not in _NO_SCORES]
    answer_filter = text(row.get("filter"))
    for name in names:
        value = row.get(name) if isinstance(name, str) else None
        if isinstance(value, bool):
            value = int(value)
        if is_number(value):
            yield shown(f"{name},{answer_filter}" if answer_filter else name), float(value)
