"""What is attached to a pipeline: its steps, and how the last run of each compares to now."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from marshmallow import Schema, fields, validate
from mlhome import Result, Value
from mlhome_dvc.files import shown
from mlhome_dvc.lock import Kept, Lock, LockedStage, changes
from mlhome_dvc.stages import Pipeline, Stage

STATES = ("as recorded", "changed", "never run")


class FileSchema(Schema):
    path = fields.String(required=True)
    digest = fields.String(required=True)
    bytes = fields.Integer(required=True, allow_none=True)


class ParamSchema(Schema):
    name = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True, metadata={"example": 0.01})


class MetricSchema(Schema):
    name = fields.String(required=True)
    value = fields.Float(required=True, allow_none=True)


class StageSchema(Schema):
    """`changed` names the command and the params that are not as they were in the last run."""

    name = fields.String(required=True)
    about = fields.String(required=True)
    commands = fields.List(fields.String(), required=True)
    deps = fields.List(fields.Nested(FileSchema), required=True)
    outs = fields.List(fields.Nested(FileSchema), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    changed = fields.List(fields.String(), required=True)


class RemoteSchema(Schema):
    name = fields.String(required=True)
    url = fields.String(required=True)


class PipelineSchema(Schema):
    """`stale` are metrics files that are not those of the last run."""

    stage_count = fields.Integer(required=True)
    stages = fields.List(fields.Nested(StageSchema), required=True)
    params = fields.List(fields.Nested(ParamSchema), required=True)
    metrics = fields.List(fields.Nested(MetricSchema), required=True)
    plots = fields.List(fields.String(), required=True)
    stale = fields.List(fields.String(), required=True)
    remotes = fields.List(fields.Nested(RemoteSchema), required=True)


def pipeline_value(
    made: Pipeline,
    lock: Lock,
    param_files: Mapping[str, Value],
    params: Mapping[str, Value],
    results: Sequence[Result],
    stale: Sequence[str],
    remotes: Mapping[str, str],
) -> Mapping[str, Any]:
    return {
        "stage_count": len(made.stages),
        "stages": [_stage(stage, lock.get(stage.name), param_files) for stage in made.stages],
        "params": [{"name": name, "value": shown(value)} for name, value in params.items()],
        "metrics": [
            {"name": it.metric, "value": it.value if isfinite(it.value) else None} for it in results
        ],
        "plots": [plot.file for plot in made.plots],
        "stale": list(stale),
        "remotes": [{"name": name, "url": url} for name, url in remotes.items()],
    }


def _stage(
    stage: Stage, locked: LockedStage | None, param_files: Mapping[str, Value]
) -> Mapping[str, Any]:
    kept = locked.files if locked else {}
    changed = list(changes(stage, locked, param_files)) if locked else []
    return {
        "name": stage.name,
        "about": stage.about,
        "commands": list(stage.commands),
        "deps": [_file(path, kept) for path in stage.deps],
        "outs": [_file(path, kept) for path in (*stage.outs, *stage.metrics)],
        "state": STATES[2] if locked is None else STATES[1] if changed else STATES[0],
        "changed": changed,
    }


def _file(path: str, kept: Mapping[str, Kept]) -> Mapping[str, Any]:
    found = kept.get(path, Kept(""))
    return {"path": path, "digest": found.digest, "bytes": found.bytes}
