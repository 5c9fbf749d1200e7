"""Facts that policies may ask for, from the newest report of each sidecar."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.api import Entity, Value
from plugins.evidently.attachment import FAILED, NONE
from plugins.sidecars import newest

Attached = Mapping[str, Sequence[Value]]


def is_drifted(entity: Entity, attached: Attached) -> bool | None:
    known = [it["drifted"] for it in _newest(attached) if it["drifted"] is not None]
    return any(known) if known else None


def drift_share(entity: Entity, attached: Attached) -> float | None:
    """The largest one."""
    known = [float(it["drift_share"]) for it in _newest(attached) if it["drift_share"] is not None]
    return max(known, default=None)


def is_tested(entity: Entity, attached: Attached) -> bool | None:
    """Whether all critical tests were passed; None where there are no tests."""
    known = [it["outcome"] for it in _newest(attached) if it["outcome"] != NONE]
    return FAILED not in known if known else None


def _newest(attached: Attached) -> list[Mapping[str, Any]]:
    found = [newest(value["reports"]) for value in attached["report"]]
    return [it for it in found if it is not None]
