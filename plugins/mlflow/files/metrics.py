"""Metrics of a run in a folder: a file each, a line for each time one was logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.api import Problem
from plugins.contents import storable
from plugins.mlflow.fields import LARGEST
from plugins.mlflow.records import Metric

METRICS = "metrics/"
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Histories:
    """By metric, all that was logged; and what could not be read."""

    found: Mapping[str, list[Metric]]
    problems: list[Problem] = field(default_factory=list)


def histories_of(near: Mapping[str, bytes | None]) -> Histories:
    """Of all metrics that were brought. Lines that are broken, as of a run that was killed while
    it wrote, are told, and the others count."""
    found: dict[str, list[Metric]] = {}
    problems = []
    for path, data in near.items():
        if data is None or not path.startswith(METRICS):
            continue
        name = storable(path.removeprefix(METRICS))
        lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
        read = [metric for line in lines if (metric := _metric(name, line)) is not None]
        if read:
            found[name] = read
        if len(read) < len(lines):
            problems.append(_broken(path, len(lines) - len(read), len(lines)))
    return Histories(found, problems[:_MOST_TOLD])


def _metric(name: str, line: str) -> Metric | None:
    parts = line.split(" ")
    try:
        timestamp, value = int(parts[0]), float(parts[1])
        step = int(parts[2]) if len(parts) > 2 else 0
    except (ValueError, IndexError):
        return None
    if abs(timestamp) >= 2**63 or abs(step) >= 2**63:
        return None
    if abs(value) >= LARGEST:
        value = float("inf") if value > 0 else float("-inf")
    dataset, digest = (" ".join(parts[3:-1]), parts[-1].strip()) if len(parts) > 4 else ("", "")
    return Metric(name, value, timestamp, step, dataset=dataset, digest=digest)


def _broken(path: str, wrong: int, lines: int) -> Problem:
    return Problem(
        "mlflow/metric",
        f"{wrong:,} of {lines:,} lines of `{path}` are no values of a metric",
        "a line is `<milliseconds> <value> <step>`",
        severity="warning",
    )
