"""Readers of MLflow's files, given them as a location would."""

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from descriptors.patterns import PathGlob
from plugins.api import Attachment, EvaluationRun, File, Reading
from plugins.mlflow.files.reading import file_readers
from tests.plugins.mlflow.recorded_server import context

ROUNDS = 3  # that ingestion allows
PROJECT = """
apiVersion: mlhome/v1
kind: Project
metadata: {name: search}
spec: {owner: group:default/search, lifecycle: experimental}
"""
MODEL = """
---
apiVersion: mlhome/v1
kind: Model
metadata: {name: ranker, annotations: {}}
spec: {project: search, lifecycle: experimental}
"""


def read(files: Mapping[str, bytes | str], path: str, **settings: Any) -> Reading:
    """What is made of a file in a location, with all that it asks for."""
    contents = {name: it.encode() if isinstance(it, str) else it for name, it in files.items()}
    reader = next(
        it for it in file_readers() if any(PathGlob(each).match(path) for each in it.patterns)
    )
    given = context(**settings)
    near: dict[str, bytes | None] = {}
    folder = posixpath.dirname(path)
    for _ in range(ROUNDS):
        file = File(path=path, data=contents[path], near=near, found_at=f"/srv/repo/{path}")
        found = reader.read(file, given)
        if not found.needs:
            return found
        for need in found.needs:
            near |= _brought(contents, folder, need)
    raise AssertionError("it asks for more and more files")


def _brought(contents: Mapping[str, bytes], folder: str, need: str) -> Mapping[str, bytes | None]:
    if "*" not in need:
        return {need: contents.get(posixpath.normpath(posixpath.join(folder, need)))}
    glob, start = PathGlob("/" + need), f"{folder}/" if folder else ""
    below = {it.removeprefix(start): data for it, data in contents.items() if it.startswith(start)}
    return {need: None, **{it: data for it, data in below.items() if glob.match(it)}}


def of_folder(root: Path) -> dict[str, bytes]:
    """All files below a real folder."""
    found = (it for it in root.rglob("*") if it.is_file())
    return {it.relative_to(root).as_posix(): it.read_bytes() for it in found}


def run_of(found: Reading) -> EvaluationRun:
    """The first; others are what was measured apart."""
    return found.report.evaluations[0]


def attached(found: Reading) -> Attachment:
    (it,) = found.report.attachments
    return it


def values(run: EvaluationRun) -> dict[str, float]:
    return {it.metric: it.value for it in run.results}
