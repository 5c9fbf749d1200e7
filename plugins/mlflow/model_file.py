"""What MLflow wrote beside a model: its signature and the framework it was made with.

MLflow 3 keeps this only in the file `MLmodel` of the model's folder, earlier releases also in a
tag of the run (`mlflow.log-model.history`). Format: mlflow.org/docs/latest/ml/model/#mlmodel-file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import yaml

from plugins.api import Value

LIMIT = 1 << 20
# Flavours that say how a model is called, not what it was made with.
_GENERIC = ("python_function", "crate")


@dataclass(frozen=True, slots=True)
class ModelFile:
    framework: str = ""
    signature: Mapping[str, object] = field(default_factory=dict)


def place_of(uri: str) -> str:
    """The path of `MLmodel` in the store of the server itself; empty if the model lies elsewhere
    (S3, a shared disk), where only those may look who may read it."""
    parts = urlsplit(uri)
    if parts.scheme != "mlflow-artifacts" or ".." in parts.path.split("/"):
        return ""
    return f"{parts.path.strip('/')}/MLmodel"


def read_model_file(data: bytes) -> ModelFile:
    """Nothing where the file is not what it should be: it is written by whoever logs a model."""
    try:
        return model_file(yaml.load(data, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return ModelFile()


def from_run_tag(tag: str, source: str) -> ModelFile:
    """Of the models a run logged the one that `source` names: where it lies ends in its path."""
    try:
        logged = json.loads(tag or "[]")
    except (ValueError, RecursionError):
        return ModelFile()
    for entry in reversed(logged if isinstance(logged, list) else []):
        if isinstance(entry, dict) and _ends_in(source, entry.get("artifact_path")):
            return model_file(entry)
    return ModelFile()


def _ends_in(source: str, path: Value) -> bool:
    return isinstance(path, str) and source.rstrip("/").endswith(f"/{path}")


def model_file(content: Value) -> ModelFile:
    """What the content of an `MLmodel` says; nothing where it is not what it should be."""
    if not isinstance(content, dict):
        return ModelFile()
    flavours = content.get("flavors")
    names = [str(name) for name in flavours] if isinstance(flavours, dict) else []
    made_with = [name for name in names if name not in _GENERIC] or names
    return ModelFile(made_with[0] if made_with else "", dict(_signature(content)))


def _signature(content: Mapping[str, Value]) -> Iterator[tuple[str, object]]:
    """`inputs`, `outputs` and `params`, each of which MLflow writes as JSON in a text."""
    signature = content.get("signature")
    for part in ("inputs", "outputs", "params"):
        text = signature.get(part) if isinstance(signature, dict) else None
        if isinstance(text, str):
            try:
                yield part, json.loads(text)
            except (ValueError, RecursionError):
                continue
