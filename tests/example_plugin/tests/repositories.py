"""Repositories as tests write them: files by their path."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mlhome import EvaluationRun, File, Problem, Reading
from mlhome_dvc.reading import read_pipeline

ROUNDS = 3


def read_repository(
    files: Mapping[str, str | bytes], path: str = "dvc.yaml", found_at: str = ""
) -> Reading:
    """What is read of it, by the rules of ML Home: whatever is asked for, in a few rounds."""
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    file = File(path=path, data=data["dvc.yaml"], found_at=found_at)
    for _ in range(ROUNDS + 1):
        found = read_pipeline(file)
        if not found.needs:
            return found
        file = replace(file, near={**file.near, **{it: data.get(it) for it in found.needs}})
    raise AssertionError(f"it asks for more and more: {found.needs}")


def value_of(found: Reading) -> Any:
    (attachment,) = found.report.attachments
    return attachment.value


def run_of(found: Reading) -> EvaluationRun:
    (run,) = found.report.evaluations
    return run


def problems_of(found: Reading) -> list[Problem]:
    return [*found.problems, *found.report.problems]
