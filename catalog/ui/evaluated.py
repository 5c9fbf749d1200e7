"""The evaluations of a model that count: the latest of each version on each data set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.evaluations import MetricDefinitions, RunRow, RunsQuery, parse_runs_query, runs_page
from catalog.ui.parts import PageParts
from catalog.ui.run_choice import usual_keys
from plugins.facts import DatasetUse

MOST = 500
LATEST = parse_runs_query("is:latest").filters


@dataclass(frozen=True, slots=True)
class OnData:
    """The latest runs of several versions on the same data, newest first; `key` names the data in
    addresses."""

    key: str
    data: DatasetUse | None
    runs: tuple[RunRow, ...]


def latest_runs(parts: PageParts, ref: str, keys: Sequence[str]) -> tuple[RunRow, ...]:
    """Newest first, with their values of the measures `keys`."""
    query = RunsQuery(subjects=(ref,), filters=LATEST, columns=tuple(keys), limit=MOST)
    return runs_page(parts.database, parts.reader(), query).rows


def metric_keys(
    parts: PageParts, ref: str, definitions: MetricDefinitions, first: str = ""
) -> list[str]:
    """The metrics that a model is most often judged by."""
    usual = usual_keys(parts, (ref,), definitions, first)
    return [key for key in usual if key.startswith("metric.")]


def by_data(runs: Sequence[RunRow]) -> list[OnData]:
    """The runs by what they were measured on; first what most versions were."""
    groups: dict[str, list[RunRow]] = {}
    for run in runs:
        groups.setdefault(data_key(run.dataset), []).append(run)
    found = [OnData(key, some[0].dataset, tuple(some)) for key, some in groups.items()]
    return sorted(found, key=_most_versions, reverse=True)


def data_key(data: DatasetUse | None) -> str:
    """The same for the same data: its digest, else its name, and the split."""
    if data is None:
        return "none"
    return " ".join(filter(None, (data.digest or data.ref or data.name, data.split)))


def by_version(runs: Sequence[RunRow]) -> Mapping[str, RunRow]:
    """The newest run of each version."""
    return {run.version: run for run in reversed(runs)}


def _most_versions(one: OnData) -> tuple[int, bool, float]:
    versions = {run.version for run in one.runs if run.version}
    is_evaluation = any(run.type == "evaluation" for run in one.runs)
    return (len(versions), is_evaluation, max(run.began for run in one.runs))
