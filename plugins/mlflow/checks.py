"""Facts about models that policies may ask for, from what is attached to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.api import Entity, Value

Attached = Mapping[str, Sequence[Value]]


def is_registered(entity: Entity, attached: Attached) -> bool:
    """Whether MLflow has a version of the model."""
    return any(model["latest"] for model in _models(attached))


def champion(entity: Entity, attached: Attached) -> str | None:
    """The version that the alias `champion` points to, MLflow's usual name for the one in use."""
    found = [
        alias["version"]
        for model in _models(attached)
        for alias in model["aliases"]
        if alias["alias"] == "champion"
    ]
    return found[0] if found else None


def _models(attached: Attached) -> Sequence[Mapping[str, Any]]:
    return attached.get("registered-model", ())
