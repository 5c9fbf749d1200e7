"""What a `Location` entity pulls in."""

from descriptors.entity import Entity


def location_targets(entity: Entity) -> list[str]:
    """The targets of a Location as written, `spec.target` first, each once; none of other kinds."""
    spec = entity.document.get("spec", {})
    if entity.ref.kind != "Location":
        return []
    named = [spec["target"]] if "target" in spec else []
    return list(dict.fromkeys([*named, *spec.get("targets", [])]))


def is_optional(entity: Entity) -> bool:
    """Whether a target that can't be found is no problem."""
    return bool(entity.document.get("spec", {}).get("presence") == "optional")
