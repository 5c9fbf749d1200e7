"""Registered models in a folder of runs: `mlruns/models/<name>/meta.yaml` and `version-<n>/`.

Format: mlflow/store/model_registry/file_store.py.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from plugins.api import Attachment, File, ModelVersion, Problem, Reading, Report, Value
from plugins.mlflow.attachments import model_value
from plugins.mlflow.files.contents import milliseconds, said, text_file, yaml_mapping
from plugins.mlflow.files.places import RUNS, Owners, Place, owners
from plugins.mlflow.model_file import read_model_file
from plugins.mlflow.records import RegisteredModel, Version
from plugins.mlflow.runs import Surroundings
from plugins.mlflow.versions import version_fact

MODEL, TAGS, VERSIONS = "../meta.yaml", "tags/**", "version-*/meta.yaml"
_INSIDE = re.compile(rf"(?:^|.*/){RUNS}/((?:[0-9A-Za-z_.@ -]+/)*[0-9A-Za-z_.@ -]+)/?")
_VERSION = re.compile(r"version-(\d{1,9})/meta\.yaml")
_UP = "../../../"  # from a version's folder to `mlruns`


def read_registered(file: File, place: Place) -> Reading:
    """What is attached to the model that a registered model is."""
    meta = yaml_mapping(file.data, "meta.yaml")
    if isinstance(meta, Problem):
        return Reading(problems=[meta])
    if needs := file.lacks((*place.descriptors, VERSIONS, TAGS)):
        return Reading(needs=needs)
    model = _model(place.inside[1], meta, file.near)
    whose = owners(file.near, place.descriptors)
    if not whose.links.of_model(model.name) and whose.model is None:
        return Reading(problems=[_homeless(model.name)], report=Report(complete=True))
    latest = replace(model, latest=_newest(place, file.near))
    value = model_value("", latest)
    # There is no server to lead to.
    unlinked = {**value, "aliases": [{**alias, "url": ""} for alias in value["aliases"]]}
    ref = whose.of_registered(model.name)
    attached = Attachment(entity=ref, type="registered-model", value=unlinked)
    return Reading(report=Report(attachments=[attached], complete=True))


def read_version(file: File, place: Place) -> Reading:
    """The version as a fact, with what its `MLmodel` says."""
    meta = yaml_mapping(file.data, "meta.yaml")
    if isinstance(meta, Problem):
        return Reading(problems=[meta])
    if said(meta.get("current_stage")) == "Deleted_Internal":
        return Reading(report=Report(complete=True))
    model_file = _model_file(meta)
    needs = [MODEL, *place.descriptors, *([model_file] if model_file else []), TAGS]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    above = yaml_mapping(file.near.get(MODEL) or b"", "meta.yaml")
    model = _model(place.inside[1], {} if isinstance(above, Problem) else above, {})
    version = _version(place, meta, file.near)
    data = file.near.get(model_file) or b""
    whose = owners(file.near, place.descriptors)
    fact = version_fact(version, model, _around(whose), None, read_model_file(data))
    return Reading(report=Report(model_versions=[_local(fact, version, whose)], complete=True))


def _newest(place: Place, near: Mapping[str, bytes | None]) -> list[Version]:
    """The version with the highest number, among those that were brought."""
    found = [(match[1], near[path]) for path in near if (match := _VERSION.fullmatch(path))]
    if not found:
        return []
    number, data = max(found, key=lambda it: int(it[0]))
    meta = yaml_mapping(data or b"", "meta.yaml")
    at = replace(place, inside=(*place.inside[:2], f"version-{number}", "meta.yaml"))
    return [] if isinstance(meta, Problem) else [_version(at, meta, {})]


def _around(whose: Owners) -> Surroundings:
    return Surroundings(server="", experiments={}, links=whose.links)


def _local(fact: ModelVersion, version: Version, whose: Owners) -> ModelVersion:
    """Nobody can follow a link to a server that is none; the run is told of by another file."""
    run = {"mlflow.runId": version.run_id} if version.run_id else {}
    model = whose.of_registered(version.model)
    return replace(fact, model=model, url="", tags={**fact.tags, **run})


def _model(
    name: str, meta: Mapping[str, Value], near: Mapping[str, bytes | None]
) -> RegisteredModel:
    aliases = meta.get("aliases")
    found = aliases.items() if isinstance(aliases, dict) else ()
    return RegisteredModel(
        name=said(meta.get("name")) or name,
        description=said(meta.get("description")),
        created=milliseconds(meta.get("creation_timestamp")),
        updated=milliseconds(meta.get("last_updated_timestamp")),
        tags=_tags(near),
        aliases={alias: said(version) for alias, version in found if said(version)},
        latest=(),
    )


def _version(place: Place, meta: Mapping[str, Value], near: Mapping[str, bytes | None]) -> Version:
    return Version(
        model=said(meta.get("name")) or place.inside[1],
        number=place.inside[2].removeprefix("version-"),
        description=said(meta.get("description")),
        created=milliseconds(meta.get("creation_timestamp")),
        updated=milliseconds(meta.get("last_updated_timestamp")),
        source=said(meta.get("storage_location")) or said(meta.get("source")),
        run_id=said(meta.get("run_id")),
        status=said(meta.get("status")),
        stage=said(meta.get("current_stage")),
        tags=_tags(near),
    )


def _tags(near: Mapping[str, bytes | None]) -> dict[str, str]:
    found = near.items()
    own = {path: data for path, data in found if data is not None and path.startswith("tags/")}
    return {path.removeprefix("tags/"): text_file(data) for path, data in own.items()}


def _model_file(meta: Mapping[str, Value]) -> str:
    """Where `MLmodel` lies, if that is in the same folder of runs, on whatever machine it was."""
    for place in (said(meta.get("storage_location")), said(meta.get("source"))):
        match = _INSIDE.fullmatch(place)
        if match and ".." not in match[1].split("/"):
            return f"{_UP}{match[1]}/MLmodel"
    return ""


def _homeless(name: str) -> Problem:
    return Problem(
        "mlflow/no-model",
        f"No descriptor beside `{RUNS}` says which Model the registered model `{name[:100]}` is",
        "declare the Model there, with the annotation `mlflow.org/registered-model`",
        severity="warning",
    )
