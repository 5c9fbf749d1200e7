"""Folders of results as tests write them, and what is read of them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, cast

from plugins.api import Context, EvaluationRun, File, Http, Reading
from plugins.tfma.reading import read
from tests.plugins.tfma.wire import records

SIDECAR = "model: ranker@7\n"
CONTEXT = Context(settings={}, http=cast(Http, None), now=0.0)


def read_results(
    files: Mapping[str, bytes], sidecar: str = SIDECAR, path: str = "tfma.yaml"
) -> Reading:
    """What is read of a folder, by the rules of ML Home: whatever is asked for, in two rounds."""
    file = File(path=path, data=sidecar.encode())
    for _ in range(2):
        found = read(file, CONTEXT)
        if not found.needs:
            return found
        near: dict[str, bytes | None] = {need: files.get(need) for need in found.needs}
        for need in found.needs:
            near |= {name: data for name, data in files.items() if fnmatch(name, need)}
        file = replace(file, near=near)
    raise AssertionError(f"it asks for more and more: {found.needs}")


def metrics_of(*slices: bytes, config: Any = None, **further: bytes) -> Reading:
    """Read with one file of metrics."""
    files = {"eval_config.json": json.dumps(config or {"evalConfig": {}}).encode(), **further}
    return read_results({**files, "metrics-00000-of-00001.tfrecord": records(*slices)})


def run_of(found: Reading) -> EvaluationRun:
    (run,) = found.report.evaluations
    return run


def values_of(found: Reading) -> dict[str, float]:
    """By the metric's name, with its slice in brackets."""
    return {
        it.metric + (str(dict(it.slice)) if it.slice else ""): it.value
        for it in run_of(found).results
    }


def codes_of(found: Reading) -> list[str]:
    return [it.code for it in found.problems]


def folder_files(folder: Path) -> dict[str, bytes]:
    return {it.name: it.read_bytes() for it in folder.iterdir() if it.is_file()}
