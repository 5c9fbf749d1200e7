"""What is attached to entities: an experiment, or a registered model, as MLflow has it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields

from plugins.api import Attachment
from plugins.mlflow.addresses import experiment_page, model_page, version_page
from plugins.mlflow.records import Experiment, RegisteredModel
from plugins.mlflow.runs import seconds, tags
from plugins.mlflow.survey import Server

NOTE = "mlflow.note.content"


class LinkSchema(Schema):
    """What a descriptor names by its annotations; empty where it names nothing."""

    experiment = fields.String(required=True)
    registered_model = fields.String(required=True)
    dataset = fields.String(required=True)
    server = fields.String(required=True)


class ExperimentSchema(Schema):
    """`note` is Markdown. Times are like 2026-11-24T16:54:00+00:00, None where not known."""

    server = fields.String(required=True)
    id = fields.String(required=True)
    name = fields.String(required=True)
    note = fields.String(required=True)
    tags = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    created_at = fields.String(required=True, allow_none=True)
    updated_at = fields.String(required=True, allow_none=True)
    artifacts = fields.String(required=True)


class AliasSchema(Schema):
    alias = fields.String(required=True)
    version = fields.String(required=True)
    url = fields.String(required=True)


class ModelSchema(Schema):
    """`latest` is the newest version, empty where there is none."""

    server = fields.String(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    tags = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    aliases = fields.List(fields.Nested(AliasSchema), required=True)
    latest = fields.String(required=True)
    latest_at = fields.String(required=True, allow_none=True)
    created_at = fields.String(required=True, allow_none=True)
    updated_at = fields.String(required=True, allow_none=True)


def experiment_attachments(server: Server) -> Iterator[Attachment]:
    """For each entity that names an experiment; what was proposed for it does, too."""
    for experiment in server.experiments.values():
        value = experiment_value(server.connection.url, experiment)
        url = experiment_page(server.connection.url, experiment.id)
        for entity in server.links.of_experiment(experiment):
            yield Attachment(entity=entity.ref, type="experiment", value=value, url=url)


def model_attachments(server: Server, models: Sequence[RegisteredModel]) -> Iterator[Attachment]:
    for model in models:
        value = model_value(server.connection.url, model)
        url = model_page(server.connection.url, model.name)
        for entity in server.links.of_model(model.name):
            yield Attachment(entity=entity.ref, type="registered-model", value=value, url=url)


def experiment_value(server: str, experiment: Experiment) -> Mapping[str, Any]:
    return {
        "server": server,
        "id": experiment.id,
        "name": experiment.name,
        "note": experiment.tags.get(NOTE, ""),
        "tags": _tags(experiment.tags),
        "created_at": _time(experiment.created),
        "updated_at": _time(experiment.updated),
        "artifacts": experiment.artifacts,
    }


def model_value(server: str, model: RegisteredModel) -> Mapping[str, Any]:
    newest = max(model.latest, key=lambda version: version.created or 0, default=None)
    return {
        "server": server,
        "name": model.name,
        "description": model.description,
        "tags": _tags(model.tags),
        "aliases": [
            {"alias": alias, "version": version, "url": version_page(server, model.name, version)}
            for alias, version in sorted(model.aliases.items())
        ],
        "latest": newest.number if newest else "",
        "latest_at": _time(newest.created) if newest else None,
        "created_at": _time(model.created),
        "updated_at": _time(model.updated),
    }


def _time(milliseconds: int | None) -> str | None:
    known = seconds(milliseconds)
    return None if known is None else datetime.fromtimestamp(int(known), UTC).isoformat()


def _tags(found: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in tags(found).items() if name != NOTE}
