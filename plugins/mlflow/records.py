"""What an MLflow server answers, as values. Times are milliseconds since 1970, as MLflow's are,
and may be anything: they come from the clocks of those who log.

The fields are those of MLflow's REST API (mlflow.org/docs/latest/api_reference/rest-api.html) that
mean something here. Reading raises Unreadable; what nobody asks for is not looked at.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.api import Value
from plugins.mlflow.fields import (
    Unreadable,
    items,
    mapping,
    needed,
    number,
    pairs,
    text,
    whole,
)

_ID = re.compile(r"[0-9A-Za-z_-]{1,128}")


@dataclass(frozen=True, slots=True)
class Experiment:
    id: str
    name: str
    tags: Mapping[str, str]
    created: int | None
    updated: int | None
    artifacts: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A value at a step; of a logged model, with the run and the data set it was measured in."""

    key: str
    value: float
    timestamp: int
    step: int
    run_id: str = ""
    dataset: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A data set that a run read. `context` is what for: `training`, `evaluation`, any word."""

    name: str
    digest: str
    source: str
    rows: int | None
    context: str
    split: str


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    experiment: str
    name: str
    user: str
    status: str
    started: int | None
    ended: int | None
    deleted: bool
    metrics: Sequence[Metric]
    params: Mapping[str, str]
    tags: Mapping[str, str]
    inputs: Sequence[Input]
    models_read: Sequence[str]
    models_made: Sequence[str]

    @property
    def models(self) -> Sequence[str]:
        """Ids of all logged models it has to do with, each once."""
        return tuple(dict.fromkeys((*self.models_made, *self.models_read)))


@dataclass(frozen=True, slots=True)
class LoggedModel:
    """A model that a run logged (MLflow 3); `versions` are what it was registered as."""

    id: str
    name: str
    artifacts: str
    params: Mapping[str, str]
    metrics: Sequence[Metric]
    versions: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """`aliases` are versions by alias, `latest` the newest version of each stage."""

    name: str
    description: str
    created: int | None
    updated: int | None
    tags: Mapping[str, str]
    aliases: Mapping[str, str]
    latest: "Sequence[Version]"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a registered model. `stage` is what aliases have taken the place of."""

    model: str
    number: str
    description: str
    created: int | None
    updated: int | None
    source: str
    run_id: str
    status: str
    stage: str
    tags: Mapping[str, str]


def read_experiment(value: Value) -> Experiment:
    fields = mapping(value, "experiment")
    return Experiment(
        id=_id(fields, "experiment_id"),
        name=needed(fields, "name"),
        tags=pairs(fields.get("tags"), "tags"),
        created=whole(fields, "creation_time"),
        updated=whole(fields, "last_update_time"),
        artifacts=text(fields, "artifact_location"),
    )


def read_run(value: Value) -> Run:
    run = mapping(value, "run")
    info = mapping(run.get("info"), "info")
    data = mapping(run.get("data"), "data")
    inputs = mapping(run.get("inputs"), "inputs")
    outputs = mapping(run.get("outputs"), "outputs")
    tags = pairs(data.get("tags"), "tags")
    return Run(
        id=_id(info, "run_id" if "run_id" in info else "run_uuid"),
        experiment=_id(info, "experiment_id"),
        name=text(info, "run_name") or tags.get("mlflow.runName", ""),
        user=tags.get("mlflow.user", "") or text(info, "user_id"),
        status=text(info, "status"),
        started=whole(info, "start_time"),
        ended=whole(info, "end_time"),
        deleted=text(info, "lifecycle_stage") == "deleted",
        metrics=[read_metric(metric) for metric in items(data.get("metrics"), "metrics")],
        params=pairs(data.get("params"), "params"),
        tags=tags,
        inputs=[_input(entry) for entry in items(inputs.get("dataset_inputs"), "dataset_inputs")],
        models_read=_model_ids(inputs, "model_inputs"),
        models_made=_model_ids(outputs, "model_outputs"),
    )


def read_metric(value: Value) -> Metric:
    fields = mapping(value, "metric")
    return Metric(
        key=needed(fields, "key"),
        value=number(fields, "value"),
        timestamp=whole(fields, "timestamp") or 0,
        step=whole(fields, "step") or 0,
        run_id=text(fields, "run_id"),
        dataset=text(fields, "dataset_name"),
        digest=text(fields, "dataset_digest"),
    )


def read_logged_model(value: Value) -> LoggedModel:
    model = mapping(value, "model")
    info = mapping(model.get("info"), "info")
    data = mapping(model.get("data"), "data")
    tags = pairs(info.get("tags"), "tags")
    return LoggedModel(
        id=_id(info, "model_id"),
        name=text(info, "name"),
        artifacts=text(info, "artifact_uri"),
        params=pairs(data.get("params"), "params"),
        metrics=[read_metric(metric) for metric in items(data.get("metrics"), "metrics")],
        versions=registered_as(tags.get("mlflow.modelVersions", "")),
    )


def read_registered_model(value: Value) -> RegisteredModel:
    fields = mapping(value, "registered_model")
    aliases = [mapping(alias, "alias") for alias in items(fields.get("aliases"), "aliases")]
    return RegisteredModel(
        name=needed(fields, "name"),
        description=text(fields, "description"),
        created=whole(fields, "creation_timestamp"),
        updated=whole(fields, "last_updated_timestamp"),
        tags=pairs(fields.get("tags"), "tags"),
        aliases={needed(alias, "alias"): _version(alias) for alias in aliases},
        latest=[read_version(item) for item in items(fields.get("latest_versions"), "versions")],
    )


def read_version(value: Value) -> Version:
    fields = mapping(value, "model_version")
    return Version(
        model=needed(fields, "name"),
        number=_version(fields),
        description=text(fields, "description"),
        created=whole(fields, "creation_timestamp"),
        updated=whole(fields, "last_updated_timestamp"),
        source=text(fields, "source"),
        run_id=_id(fields, "run_id") if fields.get("run_id") else "",
        status=text(fields, "status"),
        stage=text(fields, "current_stage"),
        tags=pairs(fields.get("tags"), "tags"),
    )


def _input(value: Value) -> Input:
    fields = mapping(value, "dataset_input")
    tags = pairs(fields.get("tags"), "tags")
    dataset = mapping(fields.get("dataset"), "dataset")
    return Input(
        name=text(dataset, "name"),
        digest=text(dataset, "digest"),
        source=text(dataset, "source"),
        rows=rows_of(text(dataset, "profile")),
        context=tags.get("mlflow.data.context", "").lower(),
        split=tags.get("split", ""),
    )


def rows_of(profile: str) -> int | None:
    """MLflow keeps the profile of a data set as JSON in a text; every kind of data has its own."""
    try:
        rows = json.loads(profile).get("num_rows")
    except (ValueError, AttributeError, RecursionError):
        return None
    return rows if isinstance(rows, int) and not isinstance(rows, bool) and rows >= 0 else None


def registered_as(tag: str) -> Sequence[tuple[str, str]]:
    """The tag in which MLflow 3 notes what a logged model was registered as, oldest first."""
    try:
        found = [(entry["name"], str(entry["version"])) for entry in json.loads(tag or "[]")]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()
    return tuple(dict.fromkeys(pair for pair in found if isinstance(pair[0], str)))


def _model_ids(source: Mapping[str, Value], field: str) -> Sequence[str]:
    found = [mapping(item, field) for item in items(source.get(field), field)]
    return tuple(dict.fromkeys(_id(item, "model_id") for item in found))


def _id(source: Mapping[str, Value], field: str) -> str:
    """Ids come back in filters and addresses, so that they have to be plain."""
    value = needed(source, field)
    if not _ID.fullmatch(value):
        raise Unreadable(field, "an id of MLflow's", value)
    return value


def _version(source: Mapping[str, Value]) -> str:
    """Written as a text by some releases and as a number by others."""
    value = source.get("version")
    return str(value) if isinstance(value, int) and value is not True else needed(source, "version")
