"""Readers, given files as a location would."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from descriptors.patterns import PathGlob
from plugins.api import Context, EvaluationRun, File, Reading, UpstreamFailed, Value
from plugins.evaljson.plugin import readers

ROUNDS = 3  # that ingestion allows


class NoHttp:
    """A reader has no server to ask."""

    def get_json(self, url: str, query: Any = None) -> Value:
        raise UpstreamFailed(url)

    def post_json(self, url: str, body: Value) -> Value:
        raise UpstreamFailed(url)

    def get_bytes(self, url: str, query: Any = None, *, limit: int = 0) -> bytes:
        raise UpstreamFailed(url)


def read(files: Mapping[str, bytes | str], path: str, *, examples: bool = True) -> Reading:
    """What is made of a file at the top, with all that it asks for."""
    (reader,) = (it for it in readers() if any(PathGlob(p).match(path) for p in it.patterns))
    context = Context(settings={"examples": examples}, http=NoHttp(), now=0.0)
    contents = {name: it.encode() if isinstance(it, str) else it for name, it in files.items()}
    near: dict[str, bytes | None] = {}
    for _ in range(ROUNDS):
        found = reader.read(File(path=path, data=contents[path], near=near), context)
        if not found.needs:
            return found
        for need in found.needs:
            near[need] = None if "*" in need else contents.get(need)
            glob = PathGlob("/" + need)
            near |= {it: contents[it] for it in contents if "*" in need and glob.match(it)}
    raise AssertionError("it asks for more and more files")


def read_folder(folder: Path, path: str, sidecar: str) -> Reading:
    """What is made of a sidecar that lies in a real folder."""
    files = {it.relative_to(folder).as_posix(): it for it in folder.rglob("*.json")}
    return read({**{name: it.read_bytes() for name, it in files.items()}, path: sidecar}, path)


def runs(found: Reading) -> dict[str, EvaluationRun]:
    """By their names, which are all different."""
    assert list(found.problems) == []
    named = {run.name: run for run in found.report.evaluations}
    assert len(named) == len(found.report.evaluations)
    return named


def values(run: EvaluationRun) -> dict[str, float]:
    """By metric, and the slice where there is one: `ents_f label=ORG`."""
    return {
        " ".join([it.metric, *(f"{name}={value}" for name, value in it.slice.items())]): it.value
        for it in run.results
    }
