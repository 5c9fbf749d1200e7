"""What ML Home would make of a `dvc.yaml`, for those who ask before they commit it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import Schema, fields
from mlhome import Context, File, Value
from mlhome_dvc.attachment import PipelineSchema
from mlhome_dvc.reading import read_pipeline

ROUNDS = 3


class FilesSchema(Schema):
    """`files` are those beside it, by their path: `params.yaml`, `metrics.json`."""

    dvc_yaml = fields.String(required=True)
    files = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


class ProblemSchema(Schema):
    code = fields.String(required=True)
    message = fields.String(required=True)
    line = fields.Integer(required=True)


class ReadSchema(Schema):
    entity = fields.Dict(keys=fields.String(), allow_none=True, required=True)
    pipeline = fields.Nested(PipelineSchema, allow_none=True, required=True)
    problems = fields.List(fields.Nested(ProblemSchema), required=True)


def read_texts(arguments: Mapping[str, Any], context: Context) -> Value:
    """The pipeline as it would be shown, and what is wrong with it."""
    near: dict[str, bytes | None] = {}
    file = File(path="dvc.yaml", data=arguments["dvc_yaml"].encode(), near=near)
    found = read_pipeline(file)
    for _ in range(ROUNDS):
        if not found.needs:
            break
        texts = arguments["files"]
        near = near | {it: texts[it].encode() if it in texts else None for it in found.needs}
        found = read_pipeline(replace(file, near=near))
    problems = (*found.problems, *found.report.problems)
    return {
        "entity": dict(found.documents[0][0]) if found.documents else None,
        "pipeline": found.report.attachments[0].value if found.report.attachments else None,
        "problems": [{"code": it.code, "message": it.message, "line": it.line} for it in problems],
    }
