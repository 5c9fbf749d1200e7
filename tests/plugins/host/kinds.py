"""Kinds for plugins of tests."""

from typing import Any


def a_kind(name: str) -> dict[str, Any]:
    return {
        "title": name,
        "x-mlhome-relations": [],
        "allOf": [
            {"type": "object"},
            {
                "type": "object",
                "properties": {
                    "apiVersion": {"enum": ["test/v1"]},
                    "kind": {"const": name},
                    "spec": {"type": "object"},
                },
            },
        ],
    }
