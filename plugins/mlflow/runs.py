"""A run of MLflow as a fact."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.api import ArtifactLink, DatasetUse, EvaluationRun, Result, Series
from plugins.mlflow.addresses import run_page
from plugins.mlflow.links import Links
from plugins.mlflow.records import Experiment, Input, Metric, Run

STATUS = {
    "SCHEDULED": "scheduled",
    "RUNNING": "running",
    "FINISHED": "finished",
    "FAILED": "failed",
    "KILLED": "killed",
}
# Words for what a data set was read for, as people and MLflow's own functions write them.
_TRAINING = ("train", "training", "")
_EVALUATION = ("eval", "evaluation", "test", "testing", "validation", "valid", "holdout")

# Of MLflow's own tags those that people ask for; the rest is bookkeeping, or told elsewhere.
_KEPT_TAGS = (
    "mlflow.note.content",
    "mlflow.parentRunId",
    "mlflow.project.entryPoint",
    "mlflow.source.git.branch",
    "mlflow.source.git.repoURL",
    "mlflow.source.name",
)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_EXACT = 2**53
_YEAR_10000 = 253_402_300_800_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all runs of a server share: its address, its experiments, and who they belong to.

    `machine` says whether metrics of the machine (`system/…`) are reported as well.
    """

    server: str
    experiments: Mapping[str, Experiment]
    links: Links
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a run is about: a ref, and a version of it where one is known."""

    ref: str
    version: str = ""


def run_fact(
    run: Run,
    around: Surroundings,
    subject: Subject,
    *,
    series: Sequence[Series] = (),
    measured_apart: bool = False,
    continues: bool = False,
) -> EvaluationRun:
    """`measured_apart`: its values for each data set are facts of their own (evaluations.py), so
    that these are not said to be of one data set."""
    read = evaluated_on(run, around.links)
    one_dataset = read[0] if len(read) == 1 and not measured_apart else None
    return EvaluationRun(
        id=run.id,
        subject=subject.ref,
        version=subject.version,
        type="evaluation" if run.models_read and not run.models_made else "training",
        name=run.name,
        group=around.experiments[run.experiment].name,
        status=STATUS[run.status],
        started_at=seconds(run.started),
        ended_at=seconds(run.ended),
        dataset=one_dataset,
        trained_on=trained_on(run, around.links),
        commit=run.tags.get("mlflow.source.git.commit", ""),
        author=run.user,
        url=run_page(around.server, run.experiment, run.id),
        params=params(run.params),
        tags=tags(run.tags),
        results=[Result(metric=one.key, value=one.value) for one in metrics(run, around)],
        series=series,
        artifacts=[_artifacts(run, around)],
        continues=continues,
    )


def metrics(run: Run, around: Surroundings) -> Sequence[Metric]:
    """Those of its metrics that are reported."""
    return [one for one in run.metrics if around.machine or not one.key.startswith("system/")]


def trained_on(run: Run, links: Links) -> Sequence[DatasetUse]:
    return [dataset_use(one, links) for one in run.inputs if one.context in _TRAINING]


def evaluated_on(run: Run, links: Links) -> Sequence[DatasetUse]:
    return [dataset_use(one, links) for one in run.inputs if one.context in _EVALUATION]


def dataset_use(one: Input, links: Links) -> DatasetUse:
    return DatasetUse(
        name=one.name,
        ref=links.dataset(one.name),
        digest=one.digest,
        split=one.split,
        rows=one.rows,
    )


def params(texts: Mapping[str, str]) -> Mapping[str, str | float | int | bool]:
    """MLflow keeps every param as text; numbers become numbers, so that they sort as such."""
    return {name: _value(value) for name, value in texts.items()}


def tags(found: Mapping[str, str]) -> Mapping[str, str]:
    return {
        name: value
        for name, value in found.items()
        if not name.startswith("mlflow.") or name in _KEPT_TAGS
    }


def seconds(milliseconds: int | None) -> float | None:
    """None for what is no time of any run, such as the 0 of those who gave none."""
    if milliseconds is None or not 0 < milliseconds < _YEAR_10000:
        return None
    return milliseconds / 1000


def _value(value: str) -> str | float | int | bool:
    if value in ("True", "False"):
        return value == "True"
    found = _NUMBER.fullmatch(value)
    if found is None or len(value) > 30 or abs(float(value)) > _EXACT:
        return value
    return float(value) if found[2] or found[3] else int(value)


def _artifacts(run: Run, around: Surroundings) -> ArtifactLink:
    page = run_page(around.server, run.experiment, run.id)
    return ArtifactLink(name="artifacts", url=f"{page}/artifacts", type="folder")
