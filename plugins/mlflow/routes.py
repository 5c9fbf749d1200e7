"""What the API answers about MLflow servers themselves: what would be read, before it is."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from plugins.api import Context, Value
from plugins.mlflow.addresses import experiment_page
from plugins.mlflow.survey import survey

SHOWN = 1000


class ExperimentSchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True)
    declared_by = fields.List(fields.String(), required=True)
    subject = fields.String(required=True)


class ExperimentsSchema(Schema):
    server = fields.String(required=True)
    total = fields.Integer(required=True)
    experiments = fields.List(fields.Nested(ExperimentSchema), required=True)


def experiments(arguments: Mapping[str, Any], context: Context) -> Value:
    """The experiments of the connected server as it has them now, and what their runs are about."""
    if context.connection is None:
        return {"server": "", "total": 0, "experiments": []}
    server = survey(context, context.connection)
    listed = [
        {
            "id": one.id,
            "name": one.name,
            "url": experiment_page(server.connection.url, one.id),
            "declared_by": [entity.ref for entity in server.links.of_experiment(one)],
            "subject": server.links.subject(one),
        }
        for one in server.experiments.values()
    ]
    return {"server": server.connection.url, "total": len(listed), "experiments": listed[:SHOWN]}
