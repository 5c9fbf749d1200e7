"""Facts about models that policies may ask for, from how TFMA validated them."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.api import Entity, Value
from plugins.sidecars import newest
from plugins.tfma.validation import FAILED, RUBBER_STAMPED

Attached = Mapping[str, Sequence[Value]]


def is_validated(entity: Entity, attached: Attached) -> bool | None:
    """Whether the newest validation that each sidecar names was passed; None without any."""
    found = _newest(attached)
    return all(it["outcome"] != FAILED for it in found) if found else None


def failures(entity: Entity, attached: Attached) -> int | None:
    found = _newest(attached)
    return sum(it["failure_count"] for it in found) if found else None


def is_rubber_stamped(entity: Entity, attached: Attached) -> bool | None:
    """Whether some of it was passed without the baseline that it should be better than."""
    found = _newest(attached)
    return any(it["outcome"] == RUBBER_STAMPED for it in found) if found else None


def _newest(attached: Attached) -> list[Mapping[str, Any]]:
    found = [newest(value["evaluations"]) for value in attached["validation"]]
    return [it for it in found if it is not None]
