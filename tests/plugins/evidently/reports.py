"""Reports as tests write them, and what is read of them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, cast

from plugins.api import Context, EvaluationRun, File, Http, Reading
from plugins.evidently.reading import read

RECORDED = Path(__file__).parent / "recorded"
SIDECAR = "model: ranker@7\ndataset: clicks\nfiles: report.json\n"
CONTEXT = Context(settings={}, http=cast(Http, None), now=0.0)


def read_reports(
    files: Mapping[str, Any], sidecar: str = SIDECAR, path: str = "evidently.yaml"
) -> Reading:
    """What is read of files, by the rules of ML Home: whatever is asked for, in two rounds."""
    data = {
        name: it if isinstance(it, bytes) else json.dumps(it).encode() for name, it in files.items()
    }
    file = File(path=path, data=sidecar.encode())
    for _ in range(2):
        found = read(file, CONTEXT)
        if not found.needs:
            return found
        near: dict[str, bytes | None] = {need: data.get(need) for need in found.needs}
        for need in found.needs:
            near |= {name: each for name, each in data.items() if fnmatch(name, need)}
        file = replace(file, near=near)
    raise AssertionError(f"it asks for more and more: {found.needs}")


def read_report(report: Any, sidecar: str = SIDECAR) -> Reading:
    return read_reports({"report.json": report}, sidecar)


def recorded(name: str) -> Reading:
    return read_report((RECORDED / f"{name}.json").read_bytes())


def run_of(found: Reading) -> EvaluationRun:
    (run,) = found.report.evaluations
    return run


def values_of(found: Reading) -> dict[str, float]:
    """By the metric's name, with the values of its slice in brackets."""
    return {
        it.metric + (f"[{', '.join(it.slice.values())}]" if it.slice else ""): it.value
        for it in run_of(found).results
    }


def report_of(found: Reading) -> Any:
    (attachment,) = found.report.attachments
    (report,) = attachment.value["reports"]
    return report


def codes_of(found: Reading) -> list[str]:
    return [it.code for it in found.problems]
