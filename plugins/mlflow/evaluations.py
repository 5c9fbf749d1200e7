"""What was measured of one model on one data set: MLflow 3 notes both with each metric.

In a run all metrics lie side by side, whatever data set they were measured on; with the logged
model each one says so. Each pair of model and data set becomes an evaluation of its own.
"""

import hashlib
from collections.abc import Iterable, Mapping

from plugins.api import DatasetUse, EvaluationRun, Result
from plugins.mlflow.addresses import logged_model_page
from plugins.mlflow.records import LoggedModel, Metric, Run
from plugins.mlflow.runs import (
    STATUS,
    Subject,
    Surroundings,
    dataset_use,
    params,
    seconds,
    tags,
    trained_on,
)

# What mlflow.evaluate calls the number of examples.
_EXAMPLES = "example_count"


def evaluation_facts(
    run: Run, model: LoggedModel, around: Surroundings, subject: Subject
) -> list[EvaluationRun]:
    """One for each data set that the run measured the model on."""
    by_dataset: dict[tuple[str, str], list[Metric]] = {}
    for metric in model.metrics:
        if metric.dataset and metric.run_id == run.id:
            by_dataset.setdefault((metric.dataset, metric.digest), []).append(metric)
    return [
        _fact(run, model, around, subject, _use(run, around, *dataset), _latest(found))
        for dataset, found in by_dataset.items()
    ]


def _fact(
    run: Run,
    model: LoggedModel,
    around: Surroundings,
    subject: Subject,
    dataset: DatasetUse,
    latest: Mapping[str, Metric],
) -> EvaluationRun:
    examples = latest.get(_EXAMPLES)
    count = int(examples.value) if examples and examples.value.is_integer() else None
    return EvaluationRun(
        id=_id(run, model, dataset),
        subject=subject.ref,
        version=subject.version,
        name=f"{model.name or model.id} on {dataset.name}",
        group=around.experiments[run.experiment].name,
        status=STATUS[run.status],
        started_at=seconds(run.started),
        ended_at=seconds(max(one.timestamp for one in latest.values())),
        dataset=dataset,
        trained_on=trained_on(run, around.links) if model.id in run.models_made else (),
        commit=run.tags.get("mlflow.source.git.commit", ""),
        author=run.user,
        url=logged_model_page(around.server, run.experiment, model.id),
        params=params(model.params or run.params),
        tags={**tags(run.tags), "mlflow.runId": run.id, "mlflow.modelId": model.id},
        results=[Result(metric=key, value=one.value, n=count) for key, one in latest.items()],
    )


def _latest(found: Iterable[Metric]) -> Mapping[str, Metric]:
    latest: dict[str, Metric] = {}
    for metric in sorted(found, key=lambda one: (one.step, one.timestamp)):
        latest[metric.key] = metric
    return latest


def _use(run: Run, around: Surroundings, name: str, digest: str) -> DatasetUse:
    for one in run.inputs:
        if (one.name, one.digest) == (name, digest):
            return dataset_use(one, around.links)
    return DatasetUse(name=name, digest=digest, ref=around.links.dataset(name))


def _id(run: Run, model: LoggedModel, dataset: DatasetUse) -> str:
    which = hashlib.sha256(f"{dataset.name}\n{dataset.digest}".encode()).hexdigest()[:12]
    return f"{run.id}.{model.id}.{which}"
