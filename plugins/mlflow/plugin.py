"""MLflow: experiments, runs, logged models and registered models, beside what is declared."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.api import (
    AttachmentType,
    Check,
    Describe,
    Page,
    Panel,
    Reader,
    Refresh,
    Route,
    SearchField,
    Setting,
    hook,
)
from plugins.mlflow.attachments import ExperimentSchema, LinkSchema, ModelSchema
from plugins.mlflow.checks import champion, is_registered
from plugins.mlflow.describing import describe
from plugins.mlflow.files.models import ModelFileSchema
from plugins.mlflow.files.projects import ProjectSchema
from plugins.mlflow.files.reading import file_readers
from plugins.mlflow.kinds import experiment_kind
from plugins.mlflow.links import ANNOTATIONS
from plugins.mlflow.routes import ExperimentsSchema, experiments
from plugins.mlflow.sync import refresh
from plugins.panels import panel, template


@hook
def kinds() -> Sequence[Mapping[str, Any]]:
    return [experiment_kind()]


@hook
def settings() -> Sequence[Setting]:
    return [
        Setting(
            name="only_declared",
            default=False,
            about="Read only experiments that a descriptor names.",
        ),
        Setting(
            name="skip",
            default=(),
            about="Experiments (`*` stands for anything) that are read only if declared.",
        ),
        Setting(
            name="propose",
            default=True,
            about="Propose descriptors for experiments and registered models that have none.",
        ),
        Setting(
            name="history_days",
            default=30.0,
            about="How old runs may be for their metrics to be read step by step, at first.",
        ),
        Setting(
            name="sweep_hours",
            default=24.0,
            about="How often everything is read again, for what changes without a trace.",
        ),
        Setting(
            name="system_metrics",
            default=False,
            about="Read what MLflow logs about the machine (`system/…`) as metrics, too.",
        ),
    ]


@hook
def attachments() -> Sequence[AttachmentType]:
    return [
        AttachmentType(name="link", schema=LinkSchema, title="Link to MLflow"),
        AttachmentType(name="experiment", schema=ExperimentSchema, title="MLflow experiment"),
        AttachmentType(
            name="registered-model", schema=ModelSchema, title="MLflow registered model"
        ),
        AttachmentType(name="model-file", schema=ModelFileSchema, title="MLmodel"),
        AttachmentType(name="project", schema=ProjectSchema, title="MLproject"),
    ]


@hook
def search_fields() -> Sequence[SearchField]:
    return [
        SearchField(
            name="experiment",
            type="term",
            attachment="link",
            path="experiment",
            about="The MLflow experiment that a descriptor names.",
        ),
        SearchField(
            name="model",
            type="term",
            attachment="link",
            path="registered_model",
            about="The registered model of MLflow that a descriptor names.",
        ),
        SearchField(
            name="alias",
            type="term",
            attachment="registered-model",
            path="aliases[].alias",
            about="An alias that some version of the registered model has.",
        ),
        SearchField(
            name="registered",
            type="date",
            attachment="registered-model",
            path="latest_at",
            about="When the newest version was registered.",
        ),
        SearchField(
            name="flavor",
            type="term",
            attachment="model-file",
            path="flavors[].name",
            about="A flavor of an `MLmodel`: what it can be loaded with.",
        ),
        SearchField(
            name="entrypoint",
            type="term",
            attachment="project",
            path="entry_points[].name",
            about="An entry point of an `MLproject`.",
        ),
    ]


@hook
def describes() -> Sequence[Describe]:
    return [Describe(run=describe, annotations=ANNOTATIONS)]


@hook
def readers() -> Sequence[Reader]:
    return file_readers()


@hook
def refreshes() -> Sequence[Refresh]:
    return [
        Refresh(name="server", run=refresh, annotations=ANNOTATIONS, every=120.0, deadline=120.0)
    ]


@hook
def checks() -> Sequence[Check]:
    return [
        Check(
            name="registered",
            type="boolean",
            about="MLflow has a version of the model.",
            run=is_registered,
            kinds=["Model"],
        ),
        Check(
            name="champion",
            type="text",
            about="The version that the alias `champion` points to.",
            run=champion,
            kinds=["Model"],
            attachments=["registered-model"],
        ),
    ]


@hook
def panels() -> Sequence[Panel]:
    return [
        panel(__package__, "experiment", "MLflow experiment", place="side"),
        panel(__package__, "registered-model", "MLflow registered model", place="side"),
        panel(__package__, "model-file", "MLmodel"),
        panel(__package__, "project", "MLproject"),
    ]


@hook
def pages() -> Sequence[Page]:
    return [
        Page(
            name="experiments",
            title="MLflow experiments",
            attachment="experiment",
            template=template(__package__, "experiments"),
        )
    ]


@hook
def routes() -> Sequence[Route]:
    return [
        Route(
            path="/experiments",
            run=experiments,
            about="The experiments of the connected server, and what their runs are about.",
            answer=ExperimentsSchema,
            deadline=20.0,
        )
    ]
