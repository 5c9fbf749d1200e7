"""Facts about pipelines that policies may ask for."""

from collections.abc import Mapping, Sequence

from mlhome import Entity, Value

Attached = Mapping[str, Sequence[Value]]


def is_reproduced(entity: Entity, attached: Attached) -> bool | None:
    """Whether params, commands and metrics are those of the last run; None without a lock."""
    pipelines = attached.get("pipeline", ())
    stages = [stage for it in pipelines for stage in it["stages"]]
    if not any(stage["state"] != "never run" for stage in stages):
        return None
    stale = any(it["stale"] for it in pipelines)
    return not stale and all(stage["state"] == "as recorded" for stage in stages)
