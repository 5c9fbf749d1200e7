"""Models that a run in a folder logged, and what they were registered as.

MLflow 3 keeps them apart (`../models/<id>`, named under `outputs/`), earlier releases among the
run's artefacts, named in a tag.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from plugins.api import Value
from plugins.mlflow.files.contents import said
from plugins.mlflow.files.inputs import Inputs
from plugins.mlflow.files.places import Owners
from plugins.mlflow.records import Experiment, registered_as
from plugins.mlflow.runs import Subject

HISTORY = "tags/mlflow.log-model.history"
_OUTPUTS = re.compile(r"outputs/([0-9A-Za-z_-]{1,128})/meta\.yaml")
_UUID = re.compile(r"[0-9A-Za-z_-]{1,128}")
_MOST = 20


def logged_models(near: Mapping[str, bytes | None], inputs: Inputs) -> list[str]:
    """Ids of the models that the run made, else of those it read."""
    made = [match[1] for path in near if (match := _OUTPUTS.fullmatch(path))]
    made += _in_history(near.get(HISTORY) or b"")
    return list(dict.fromkeys(made or inputs.models))[:_MOST]


def registered_names(models: Sequence[str]) -> list[str]:
    """The files that say what they were registered as."""
    return [_versions(id) for id in models]


def subject_of(
    near: Mapping[str, bytes | None],
    whose: Owners,
    experiment: Experiment,
    models: Sequence[str],
) -> Subject:
    """The model version that the run made; of a model that was never registered the version is
    called by the id of what was logged, if that is one."""
    for id in models:
        data = near.get(_versions(id)) or b""
        for name, version in reversed(registered_as(data.decode("utf-8", "replace"))):
            return Subject(whose.of_registered(name), version)
    ref = whose.of_experiment(experiment)
    is_one = len(models) == 1 and ref.startswith("model:")
    return Subject(ref, models[0] if is_one else "")


def _in_history(data: bytes) -> Iterator[str]:
    try:
        listed: Value = json.loads(data or b"[]")
    except (ValueError, RecursionError):
        return
    for entry in listed if isinstance(listed, list) else ():
        uuid = said(entry.get("model_uuid")) if isinstance(entry, dict) else ""
        if _UUID.fullmatch(uuid):
            yield uuid


def _versions(id: str) -> str:
    return f"../models/{id}/tags/mlflow.modelVersions"
