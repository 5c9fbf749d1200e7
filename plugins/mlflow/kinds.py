"""The kind that this plugin brings: Experiment."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from descriptors.bundle import bundle


def experiment_kind() -> Mapping[str, Any]:
    """Its schema, with what it shares with the kinds that ML Home ships inside."""
    shipped = resources.files("descriptors") / "schemas"
    files = {name: _json(shipped / name) for name in ("envelope.json", "fields.json")}
    files["experiment.json"] = _json(resources.files("plugins.mlflow") / "experiment.json")
    return bundle(files, "experiment.json")


def _json(file: Any) -> Any:
    return json.loads(file.read_text("utf-8"))
