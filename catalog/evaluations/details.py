"""What a run says beside its numbers: params, tags, data, code, links."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from catalog.evaluations.limits import LONGEST_NAME, LONGEST_TEXT, MOST_ARTIFACTS, MOST_PARAMS
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.texts import bounded, canonical, clean, shown
from descriptors.refs import InvalidRef
from plugins.facts import DatasetUse, EvaluationRun
from plugins.texts import LARGEST

Params = dict[str, str | float | int | bool]


def details_of(run: EvaluationRun, remarks: Remarks) -> dict[str, Any]:
    if run.started_at and run.ended_at and run.ended_at < run.started_at:
        remarks.warn("time", "it ended before it started", "/ended_at")
    return {
        "evaluator": bounded(run.evaluator, LONGEST_TEXT, remarks, "/evaluator"),
        "commit": bounded(run.commit, LONGEST_NAME, remarks, "/commit"),
        "author": bounded(run.author, LONGEST_NAME, remarks, "/author"),
        "trained_on": _trained_on(run, remarks),
        "params": named_values(run.params, remarks, "/params"),
        "tags": named_values(run.tags, remarks, "/tags"),
        "artifacts": _artifacts(run, remarks),
        "rows": _count(run.dataset.rows) if run.dataset else None,
    }


def _trained_on(run: EvaluationRun, remarks: Remarks) -> list[dict[str, Any]]:
    if len(run.trained_on) > MOST_ARTIFACTS:
        text = f"of {len(run.trained_on)} data sets {MOST_ARTIFACTS} were kept"
        remarks.warn("too-many", text, "/trained_on")
    return [
        asdict(dataset_use(use, remarks, f"/trained_on/{place}"))
        for place, use in enumerate(run.trained_on[:MOST_ARTIFACTS])
    ]


def _artifacts(run: EvaluationRun, remarks: Remarks) -> list[dict[str, Any]]:
    if len(run.artifacts) > MOST_ARTIFACTS:
        text = f"of {len(run.artifacts)} artefacts {MOST_ARTIFACTS} were kept"
        remarks.warn("too-many", text, "/artifacts")
    return [
        {
            "name": bounded(link.name, LONGEST_TEXT, remarks, f"/artifacts/{place}/name"),
            "url": bounded(link.url, LONGEST_TEXT, remarks, f"/artifacts/{place}/url"),
            "type": bounded(link.type, LONGEST_NAME, remarks, f"/artifacts/{place}/type"),
            "bytes": _count(link.bytes),
        }
        for place, link in enumerate(run.artifacts[:MOST_ARTIFACTS])
    ]


def dataset_use(use: DatasetUse, remarks: Remarks, path: str) -> DatasetUse:
    """Checked: a ref that is none becomes a name."""
    ref, name = clean(use.ref), use.name
    if ref:
        try:
            ref = canonical(ref.partition("@")[0], "dataset")
        except InvalidRef as error:
            remarks.warn("dataset", str(error), f"{path}/ref")
            ref, name = "", name or ref
    return DatasetUse(
        name=bounded(name, LONGEST_NAME, remarks, f"{path}/name"),
        ref=ref,
        digest=bounded(use.digest, LONGEST_NAME, remarks, f"{path}/digest"),
        split=bounded(use.split, LONGEST_NAME, remarks, f"{path}/split"),
        rows=_count(use.rows),
    )


def _count(number: int | None) -> int | None:
    return number if number is not None and 0 <= number <= LARGEST else None


def named_values(given: Mapping[str, Any], remarks: Remarks, path: str) -> Params:
    """Params or tags, as JSON can hold them."""
    kept: Params = {}
    for name, value in given.items():
        if not name or len(name) > LONGEST_NAME:
            text = f"a name of {len(name)} characters was left out"
            remarks.warn("name", text, path, f"1 to {LONGEST_NAME} characters")
        elif len(kept) >= MOST_PARAMS:
            remarks.warn("too-many", f"of {len(given)} values {MOST_PARAMS} were kept", path)
            break
        else:
            kept[clean(name)] = _plain(value, remarks, f"{path}/{name}")
    return kept


def _plain(value: Any, remarks: Remarks, path: str) -> str | float | int | bool:
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return bounded(shown(value), LONGEST_TEXT, remarks, path)
