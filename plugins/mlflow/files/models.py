"""`MLmodel`: what MLflow writes beside a model. Format: mlflow.org/docs/latest/ml/model."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from plugins.api import Attachment, File, ModelVersion, Problem, Reading, Report, Value
from plugins.beside import descriptors_beside, nearest
from plugins.contents import filled, moment
from plugins.mlflow.files.contents import said, yaml_mapping
from plugins.mlflow.files.places import MODELS, Place, owners
from plugins.mlflow.model_file import ModelFile, model_file
from plugins.mlflow.records import Experiment

DESCRIPTORS = descriptors_beside(levels=3)
_EXPERIMENT = "meta.yaml"
_ID = re.compile(r"[0-9A-Za-z_.-]{1,128}")
_MOST_FLAVORS, _MOST_SETTINGS, _MOST_COLUMNS = 20, 30, 500


class FlavorSchema(Schema):
    name = fields.String(required=True)
    settings = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ColumnSchema(Schema):
    """One input, output or param; `type` as MLflow writes it."""

    name = fields.String(required=True)
    type = fields.String(required=True)


class ModelFileSchema(Schema):
    """Texts are empty where the file does not say; `created_at` is as it stands there."""

    path = fields.String(required=True)
    flavors = fields.List(fields.Nested(FlavorSchema), required=True)
    inputs = fields.List(fields.Nested(ColumnSchema), required=True)
    outputs = fields.List(fields.Nested(ColumnSchema), required=True)
    params = fields.List(fields.Nested(ColumnSchema), required=True)
    version = fields.String(required=True)
    run_id = fields.String(required=True)
    created_at = fields.String(required=True)
    mlflow_version = fields.String(required=True)


def read_model(file: File, place: Place | None) -> Reading:
    """A version of the Model that descriptors beside it declare; for one that lies in nobody's
    folder a panel on that Model as well."""
    content = yaml_mapping(file.data, "MLmodel")
    if isinstance(content, Problem):
        return Reading(problems=[content])
    if not isinstance(content.get("flavors"), dict):
        message = "This `MLmodel` has no `flavors`, by which MLflow knows how to load a model"
        return Reading(problems=[Problem("mlflow/file", message, "see mlflow.org", line=1)])
    return _of_run(file, place, content) if place else _alone(file, content)


def _alone(file: File, content: Mapping[str, Value]) -> Reading:
    if needs := file.lacks(DESCRIPTORS):
        return Reading(needs=needs)
    model = nearest(file.near, DESCRIPTORS, "Model")
    if model is None:
        return Reading(problems=[_homeless()], report=Report(complete=True))
    value = _value(file, content)
    attached = Attachment(entity=model.ref, type="model-file", value=value)
    version = _version(model.ref, file, content)
    return Reading(report=Report(attachments=[attached], model_versions=[version], complete=True))


def _of_run(file: File, place: Place, content: Mapping[str, Value]) -> Reading:
    """What was registered, the registry tells of."""
    experiment = "../" * (len(place.inside) - 2) + _EXPERIMENT
    is_logged = place.inside[1] == MODELS
    up = "../" * (len(place.inside) - 4)
    registered = [f"{up}tags/mlflow.modelVersions"] if is_logged else []
    needs = [experiment, *registered, *place.descriptors]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    meta = yaml_mapping(file.near.get(experiment) or b"", _EXPERIMENT)
    name = "" if isinstance(meta, Problem) else said(meta.get("name"))
    found = Experiment(place.inside[0], name or place.inside[0], {}, None, None, "")
    ref = owners(file.near, place.descriptors).of_experiment(found)
    known = any(file.near.get(path) for path in registered)
    versions = [_version(ref, file, content)] if ref.startswith("model:") and not known else []
    return Reading(report=Report(model_versions=versions, complete=True))


def _version(model: str, file: File, content: Mapping[str, Value]) -> ModelVersion:
    what: ModelFile = model_file(content)
    run, made_by = said(content.get("run_id")), said(content.get("mlflow_version"))
    tags = {"mlflow.runId": run, "mlflow.version": made_by, "mlflow.modelPath": file.path}
    return ModelVersion(
        model=model,
        version=version_of(content),
        uri=file.found_at.rpartition("/")[0],
        framework=what.framework,
        signature=what.signature,
        tags=filled(tags),
        created_at=moment(content.get("utc_time_created")),
    )


def version_of(content: Mapping[str, Value]) -> str:
    """The id of what was logged, since no number was given; else of its run; else when it was."""
    for field in ("model_uuid", "model_id", "run_id"):
        found = said(content.get(field))
        if _ID.fullmatch(found):
            return found
    return re.sub(r"[^0-9A-Za-z.:-]+", "T", said(content.get("utc_time_created"))[:19]) or "unknown"


def _value(file: File, content: Mapping[str, Value]) -> Mapping[str, Any]:
    what = model_file(content)
    flavors = list(content["flavors"].items())[:_MOST_FLAVORS]
    return {
        "path": file.path,
        "flavors": [{"name": name, "settings": _settings(given)} for name, given in flavors],
        "inputs": _columns(what.signature.get("inputs")),
        "outputs": _columns(what.signature.get("outputs")),
        "params": _columns(what.signature.get("params")),
        "version": version_of(content),
        "run_id": said(content.get("run_id")),
        "created_at": said(content.get("utc_time_created")),
        "mlflow_version": said(content.get("mlflow_version")),
    }


def _settings(given: Value) -> Mapping[str, str]:
    found = given.items() if isinstance(given, dict) else ()
    texts = {name: said(value)[:500] for name, value in found}
    return dict([pair for pair in texts.items() if pair[1]][:_MOST_SETTINGS])


def _columns(given: Value) -> Sequence[Mapping[str, str]]:
    """Columns of tables, or one tensor that may have no name."""
    listed = given if isinstance(given, list) else []
    columns = [it for it in listed if isinstance(it, dict)][:_MOST_COLUMNS]
    return [{"name": said(it.get("name")), "type": _type(it)} for it in columns]


def _type(column: Mapping[str, Value]) -> str:
    spec = column.get("tensor-spec")
    if isinstance(spec, dict):
        return f"tensor of {said(spec.get('dtype'))} {spec.get('shape')}"[:200]
    return said(column.get("type"))


def _homeless() -> Problem:
    return Problem(
        "mlflow/no-model",
        "No descriptor beside this `MLmodel`, or in one of three folders above, says whose it is",
        "declare one Model there",
        severity="warning",
    )
