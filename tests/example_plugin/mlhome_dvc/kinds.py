"""The kind that this plugin brings: DvcPipeline."""

from collections.abc import Mapping
from typing import Any

from mlhome import kind

KIND, API_VERSION = "DvcPipeline", "mlhome-dvc/v1"


def pipeline_kind() -> Mapping[str, Any]:
    return kind(
        KIND,
        about="The stages of a `dvc.yaml`: what is made of which data, by which commands.",
        api_version=API_VERSION,
        required=("type", "stages"),
        fields={
            "type": {
                "title": "Type",
                "description": "The tool that runs it.",
                "enum": ["dvc"],
                "examples": ["dvc"],
            },
            "owner": {"$ref": "fields.json#/$defs/owner"},
            "project": {"$ref": "fields.json#/$defs/project"},
            "model": {
                "title": "Model",
                "description": "The model that the pipeline makes.",
                "type": "string",
                "minLength": 1,
                "examples": ["fraud-detector"],
            },
            "stages": {
                "title": "Stages",
                "description": "The names of its stages, in the order of the file.",
                "type": "array",
                "items": {
                    "title": "Stage",
                    "description": "One step; `name@item` for each of a `foreach` or `matrix`.",
                    "type": "string",
                },
                "examples": [["prepare", "train", "evaluate"]],
            },
        },
        relations=(
            {"path": "spec.owner", "type": "ownedBy", "inverse": "ownerOf", "kind": "Group"},
            {"path": "spec.project", "type": "partOf", "inverse": "hasPart", "kind": "Project"},
            {"path": "spec.model", "type": "produces", "inverse": "producedBy", "kind": "Model"},
        ),
    )
