"""DVC: pipelines with stages, params, metrics and plots, read from their repositories."""

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import click
from mlhome import (
    AttachmentType,
    Check,
    Page,
    Panel,
    Reader,
    Route,
    SearchField,
    Setting,
    hook,
)
from mlhome_dvc.attachment import PipelineSchema
from mlhome_dvc.checks import is_reproduced
from mlhome_dvc.commands import show
from mlhome_dvc.kinds import KIND, pipeline_kind
from mlhome_dvc.reading import read
from mlhome_dvc.routes import FilesSchema, ReadSchema, read_texts


@hook
def kinds() -> Sequence[Mapping[str, Any]]:
    return [pipeline_kind()]


@hook
def settings() -> Sequence[Setting]:
    return [Setting(name="plots", default=True, about="Read the points of plots, too.")]


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="dvc-yaml", patterns=("dvc.yaml",), read=read)]


@hook
def attachments() -> Sequence[AttachmentType]:
    return [AttachmentType(name="pipeline", schema=PipelineSchema, title="DVC pipeline")]


@hook
def search_fields() -> Sequence[SearchField]:
    return [
        _field("stages", "number", "stage_count", "How many stages a pipeline has."),
        _field("stage", "term", "stages[].name", "A stage of a pipeline, by its name."),
        _field("state", "term", "stages[].state", "How a stage compares to its last run."),
        _field("param", "term", "params[].name", "A param that some stage depends on."),
        _field("output", "term", "stages[].outs[].path", "A file or folder that a stage makes."),
        _field("remote", "term", "remotes[].url", "Where large files are kept."),
    ]


@hook
def checks() -> Sequence[Check]:
    return [
        Check(
            name="reproduced",
            type="boolean",
            about="Params, commands and metrics are those of the last run.",
            run=is_reproduced,
            kinds=[KIND],
        )
    ]


@hook
def panels() -> Sequence[Panel]:
    return [
        Panel(
            name="stages",
            title="DVC stages",
            attachment="pipeline",
            template=_template("stages.html"),
        ),
        Panel(
            name="params",
            title="DVC params",
            attachment="pipeline",
            template=_template("params.html"),
            place="side",
        ),
    ]


@hook
def pages() -> Sequence[Page]:
    return [
        Page(
            name="pipelines",
            title="DVC pipelines",
            attachment="pipeline",
            template=_template("pipelines.html"),
        )
    ]


@hook
def routes() -> Sequence[Route]:
    return [
        Route(
            path="/read",
            method="POST",
            run=read_texts,
            about="What ML Home would make of a `dvc.yaml` and the files beside it.",
            arguments=FilesSchema,
            answer=ReadSchema,
        )
    ]


@hook
def commands() -> Sequence[click.Command]:
    return [show]


def _field(name: str, type: str, path: str, about: str) -> SearchField:
    return SearchField(name=name, type=type, attachment="pipeline", path=path, about=about)


def _template(name: str) -> str:
    return (resources.files("mlhome_dvc") / "templates" / name).read_text("utf-8")
