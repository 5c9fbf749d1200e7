"""An experiment in a folder of runs: `mlruns/<experiment>/meta.yaml`, with its tags."""

from collections.abc import Mapping
from typing import Any

from plugins.api import Attachment, File, Problem, Reading, Report
from plugins.mlflow.attachments import NOTE, experiment_value
from plugins.mlflow.files.contents import milliseconds, said, text_file, yaml_mapping
from plugins.mlflow.files.places import Owners, Place, owners
from plugins.mlflow.links import proposed_name, proposed_ref
from plugins.mlflow.records import Experiment

RUNS, TAGS = "*/meta.yaml", "tags/**"
_DEFAULT = "0"  # every folder has it, for runs that name none; most people never use it
_LONGEST_DESCRIPTION = 2_000


def read_experiment(file: File, place: Place) -> Reading:
    """An Experiment, unless a descriptor beside `mlruns` names it; and what MLflow knows of it."""
    meta = yaml_mapping(file.data, "meta.yaml")
    if isinstance(meta, Problem):
        return Reading(problems=[meta])
    name = said(meta.get("name"))
    if not name or "experiment_id" not in meta or said(meta.get("lifecycle_stage")) == "deleted":
        return Reading(report=Report(complete=True))
    needs = [*place.descriptors, TAGS, *([RUNS] if place.inside[0] == _DEFAULT else [])]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    if RUNS in needs and not any(path.endswith("meta.yaml") for path in _brought(file)):
        return Reading(report=Report(complete=True))
    experiment = Experiment(
        id=place.inside[0],
        name=name,
        tags={path.removeprefix("tags/"): text for path, text in _tags(file).items()},
        created=milliseconds(meta.get("creation_time")),
        updated=milliseconds(meta.get("last_update_time")),
        artifacts=said(meta.get("artifact_location")),
    )
    return _told(experiment, owners(file.near, place.descriptors))


def _told(experiment: Experiment, whose: Owners) -> Reading:
    declared = whose.links.of_experiment(experiment)
    own = proposed_ref("experiment", experiment.name)
    value = experiment_value("", experiment)
    refs = [entity.ref for entity in declared] or [own]
    return Reading(
        documents=[] if declared else [(_document(experiment, whose), 1)],
        report=Report(
            attachments=[Attachment(entity=ref, type="experiment", value=value) for ref in refs],
            complete=True,
        ),
    )


def _document(experiment: Experiment, whose: Owners) -> Mapping[str, Any]:
    note = experiment.tags.get(NOTE, "")[:_LONGEST_DESCRIPTION]
    project, model = whose.project_ref(), whose.model.ref if whose.model else ""
    return {
        "apiVersion": "mlhome/v1",
        "kind": "Experiment",
        "metadata": {
            "name": proposed_name(experiment.name),
            "title": experiment.name,
            **({"description": note} if note else {}),
            "tags": ["mlflow"],
        },
        "spec": {
            **({"project": project} if project else {}),
            **({"model": model} if model else {}),
        },
    }


def _brought(file: File) -> Mapping[str, bytes]:
    """What patterns brought from folders below."""
    found = file.near.items()
    return {path: data for path, data in found if data is not None and not path.startswith("../")}


def _tags(file: File) -> Mapping[str, str]:
    found = _brought(file).items()
    return {path: text_file(data) for path, data in found if path.startswith("tags/")}
