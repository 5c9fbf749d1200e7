"""The kind that this plugin brings: Experiment."""

from collections.abc import Mapping
from typing import Any

from plugins.kinds import kind

_RELATIONS = (
    {"path": "spec.owner", "type": "ownedBy", "inverse": "ownerOf", "kind": "Group"},
    {"path": "spec.project", "type": "partOf", "inverse": "hasPart", "kind": "Project"},
    {"path": "spec.model", "type": "triesOut", "inverse": "triedOutBy", "kind": "Model"},
)
_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "project": {"$ref": "fields.json#/$defs/project"},
    "owner": {"$ref": "fields.json#/$defs/owner"},
    "model": {
        "title": "Model",
        "description": "The model that the runs are about; without it they are about the project.",
        "type": "string",
        "minLength": 1,
        "examples": ["fraud-detector"],
    },
    "question": {
        "title": "Question",
        "description": "What is to be found out.",
        "type": "string",
        "minLength": 1,
        "examples": ["Does the age of the card help?"],
    },
    "status": {
        "title": "Status",
        "description": "How far it has come.",
        "enum": ["planned", "running", "concluded", "abandoned"],
        "examples": ["concluded"],
    },
    "conclusion": {
        "title": "Conclusion",
        "description": "What was found out.",
        "type": "string",
        "minLength": 1,
        "examples": ["It does, for cards younger than a week."],
    },
}


def experiment_kind() -> Mapping[str, Any]:
    """Its schema."""
    return kind(
        "Experiment",
        about="A question that is being tried out, with the runs that try it.",
        api_version="mlhome/v1",
        fields=_FIELDS,
        relations=_RELATIONS,
    )
